"""The use cases: what is loaded, decided, stored and sent, in which order."""
