"""Connects people to the conversation: channels, use cases, storage."""
