"""The content: its schema, its conditions, loaded and refused with every fault at once."""
