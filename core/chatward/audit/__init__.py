"""The audit log: structured events without text."""
