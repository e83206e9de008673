"""Decide recorded decisions again, by another policy."""
