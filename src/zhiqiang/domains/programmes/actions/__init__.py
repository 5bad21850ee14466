"""Writes of the programme engine: calls, applications, reviews, objections, recognitions, effects of steps."""
