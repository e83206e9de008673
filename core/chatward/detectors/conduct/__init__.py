"""How a user behaves, whatever the texts say."""
