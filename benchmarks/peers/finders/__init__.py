"""One module per peer: how it is asked where personal data and secrets are."""
