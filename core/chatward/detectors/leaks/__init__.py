"""What must not leave: protected texts, and links that carry data out."""
