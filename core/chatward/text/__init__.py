"""How a text is looked at."""
