"""What is due when, and what becomes of it."""
