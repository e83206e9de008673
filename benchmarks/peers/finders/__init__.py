"""One module per peer: how it is asked for personal data, secrets and injection.

`pii` and `secret` return a function from a text to the places found; `injection` returns one
from a text to (the peer would stop it, its score from 0.0 to 1.0 or None).
"""
