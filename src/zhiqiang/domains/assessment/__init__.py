"""Yearly or quarterly assessment of units by a dated scheme: scores, bands, explanation, what-if, appeal."""
