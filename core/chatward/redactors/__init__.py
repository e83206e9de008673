"""Redactors: what a personal or secret value is replaced by."""
