"""Teach the injection model: from labelled texts to a model, and what changed by it."""
