"""What each LangChain door costs: the doors, and the clocks that they are held against."""
