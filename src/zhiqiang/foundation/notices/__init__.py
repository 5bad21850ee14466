"""Notices: what a person is told, once, at a decent hour; on the desk, and by the hooks that a city sets."""
