"""Looking at decisions again, and texts that are known to be good."""
