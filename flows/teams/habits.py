"""Ready-made routines: their words are those of the reader, so that only their names are stored."""

HABITS = ("coffee", "meeting", "lunch")


def habit(name: str) -> str:
    """What stands in both halves of an if-then plan that is one of these."""
    return f"habit:{name}"
