"""What is remembered of a conversation, and what a turn makes of it."""
