"""System prompts that defend themselves, and how they did in tests."""
