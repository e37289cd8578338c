"""What stands around the texts: the values that every template may use, and the code that shows them."""

from pathlib import Path

DAY = "2028-09-30"
"""A date that is long when written out."""

SURROUNDINGS = {"bot_username": "b" * 32, "operator_contact": "o" * 200}
"""The longest that is put around the texts."""

ROOMS = tuple(Path(__file__).parents[2] / name for name in ("flows", "bot", "messages"))
"""The code that gives values to templates, and asks for texts."""

DECIDING = ROOMS[:2]
"""The code that knows the names of closed sets; `messages` knows none."""
