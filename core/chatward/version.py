"""The version of Chatward, where the modules that name it in events can read it."""

__version__ = "0.1.0"
