"""Judges: what sees personal data with a model of yours; slow, and imported by name only."""
