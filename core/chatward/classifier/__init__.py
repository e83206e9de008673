"""The small model that tells orders to a model from ordinary text; integers and NumPy alone."""
