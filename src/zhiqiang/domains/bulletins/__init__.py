"""Bulletins, quarterly analyses and the leader's page: papers whose every digit is bound to its source."""
