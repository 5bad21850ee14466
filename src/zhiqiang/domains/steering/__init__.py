"""Dispatch meetings and decisions, targets broken down to units, alignment with the province, good practice."""
