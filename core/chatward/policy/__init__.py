"""Policies: the model, the file, the verdict."""
