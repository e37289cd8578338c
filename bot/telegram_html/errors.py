"""What Telegram says of a text that it would refuse."""


class HtmlError(ValueError):
    """Telegram would refuse this text; the message is in its own words."""
