"""Custom actions of the example bot."""
