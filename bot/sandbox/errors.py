"""What Telegram refuses, in its own words and with its own codes."""


class CallRefused(Exception):
    """A call that Telegram refuses; `parameters` go with the answer, such as `retry_after`."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> CallRefused:
    """A call that is wrong."""
    return CallRefused(400, f"Bad Request: {description}")


def not_found() -> CallRefused:
    """A method that there is not."""
    return CallRefused(404, "Not Found: method not found")


def too_many(seconds: int) -> CallRefused:
    """More calls than Telegram allows."""
    return CallRefused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def blocked() -> CallRefused:
    """Somebody who blocked the bot."""
    return CallRefused(403, "Forbidden: bot was blocked by the user")


def never_started() -> CallRefused:
    """Somebody who never wrote to the bot."""
    return CallRefused(403, "Forbidden: bot can't initiate conversation with a user")


def outside(kind: str, status: str) -> CallRefused:
    """A group or supergroup that the bot is not in, or no longer."""
    if status == "kicked":
        return CallRefused(403, f"Forbidden: bot was kicked from the {kind} chat")
    return CallRefused(403, f"Forbidden: bot is not a member of the {kind} chat")


def conflict(*, webhook: bool) -> CallRefused:
    """A second way of getting updates."""
    if webhook:
        return CallRefused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
            "delete the webhook first",
        )
    return CallRefused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
