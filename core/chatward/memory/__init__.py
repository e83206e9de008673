"""What outlives one text: keys, conversations, the vault."""
