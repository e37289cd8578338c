"""What a database and a chat service may answer instead."""


class StorageError(Exception):
    """The database fails everybody for now; the message is one line without anything a person wrote."""


class Crowded(StorageError):
    """So much of one person waits that no more is taken in for now."""


class Unstorable(Exception):
    """The database will not have what this one unit of work says, however often it is tried. The message is
    one line of names, such as a constraint's, without anything a person wrote.
    """


class Held(Exception):
    """A unit of work needs what somebody else holds for longer than it may wait: nothing of it is stored, it
    may be done later, and whoever needs something else goes on.
    """


class Overtaken(Exception):
    """What a unit of work rests on is no longer so: nothing of it is stored, and it is done anew."""


class SendError(Exception):
    """A message was not delivered. `certain`: it certainly did not arrive."""

    def __init__(self, reason: str, *, certain: bool = False) -> None:
        super().__init__(reason)
        self.certain = certain


class TryLater(SendError):
    """We are told to wait; nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"told to wait {seconds:g} s", certain=True)
        self.seconds = seconds


class Unreachable(SendError):
    """The person blocked us, or is gone."""


class Refused(SendError):
    """The chat service will not have this message, however often it is sent."""


class MessageGone(SendError):
    """The message to edit is not there any more, or too old."""


class Moved(SendError):
    """A group has another number now; nothing was sent."""

    def __init__(self, to: int) -> None:
        super().__init__("the group has another number", certain=True)
        self.to = to
