"""The mistakes this room knows; everything else is a bug."""


class FlowError(Exception):
    """Anything that `flows` refuses."""


class ContentError(FlowError):
    """The content is not consistent; carries every fault found, one a line, by file and key."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class AnswerError(FlowError):
    """A set of answers cannot be advised on: one sentence that names the question."""
