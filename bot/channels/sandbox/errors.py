"""What Telegram refuses, in its own words and with its own codes."""


class Refused(Exception):
    """A call that Telegram refuses; `parameters` go with the answer, such as `retry_after`."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> Refused:
    """A call that is wrong."""
    return Refused(400, f"Bad Request: {description}")


def not_found() -> Refused:
    """A method that there is not."""
    return Refused(404, "Not Found: method not found")


def too_many(seconds: int) -> Refused:
    """More calls than Telegram allows."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def blocked() -> Refused:
    """Somebody who blocked the bot."""
    return Refused(403, "Forbidden: bot was blocked by the user")


def never_started() -> Refused:
    """Somebody who never wrote to the bot."""
    return Refused(403, "Forbidden: bot can't initiate conversation with a user")


def outside(kind: str, status: str) -> Refused:
    """A group or supergroup that the bot is not in, or no longer."""
    if status == "kicked":
        return Refused(403, f"Forbidden: bot was kicked from the {kind} chat")
    return Refused(403, f"Forbidden: bot is not a member of the {kind} chat")


def conflict(*, webhook: bool) -> Refused:
    """A second way of getting updates."""
    if webhook:
        return Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
            "delete the webhook first",
        )
    return Refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
