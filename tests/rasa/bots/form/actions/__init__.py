"""Actions of the bot that takes orders."""
