"""Duties of the plan, their milestones and reports: who owes what by when, and how it stands."""
