"""Whether an update that comes again is the same one. Nothing of it is kept but a hash of this process."""

from collections import OrderedDict

from bot.channels.telegram.updates import Received

MOST = 1_000
"""Updates remembered, the newest; what comes again later than that is known by its number alone."""


class Repetitions:
    """What this process took in last, by its number."""

    def __init__(self) -> None:
        self._hashes: OrderedDict[int, int] = OrderedDict()

    def contradicts(self, number: int, received: Received) -> bool:
        """Whether something else came by this number before: Telegram never does that."""
        found = hash(received)
        before = self._hashes.setdefault(number, found)
        if len(self._hashes) > MOST:
            self._hashes.popitem(last=False)
        return before != found
