"""Values as people say them to a voice bot: numbers in words, addresses with "at" and "dot"."""
