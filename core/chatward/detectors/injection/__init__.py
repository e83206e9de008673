"""Orders to the model, and the disguises they come in."""
