"""Updates that wait, in the order in which they came and in their queues, as Telegram's server keeps them."""

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from bot.sandbox.world import Json

MESSAGE_SECONDS, TAP_SECONDS, INLINE_SECONDS = 86_400.0, 150.0, 30.0
FIRST_DELAY = 1.0


@dataclass(slots=True, eq=False)
class Waiting:
    """An update that the bot has not acknowledged.

    `queue`: it waits for those of the same queue before it; `held_until`: held back until then;
    `displaced`: it comes after later ones, so their acknowledgement is not its own until it was `told`;
    `again`: it comes although it was acknowledged; `fails`, `delay`: how often a webhook did not take it.
    """

    body: Json
    queue: str
    expires_at: float
    held_until: float = 0.0
    displaced: bool = False
    again: bool = False
    told: bool = False
    place: int = 0
    fails: int = 0
    delay: float = FIRST_DELAY

    @property
    def id(self) -> int:
        number: int = self.body["update_id"]
        return number

    def is_acknowledged_by(self, offset: int) -> bool:
        """Whether asking for what begins at an offset says that this one arrived."""
        return self.id < offset and not self.again and (self.told or not self.displaced)


@dataclass(slots=True)
class Queue:
    """Updates that are delivered one after another. `free_at`: when the first may be tried (again)."""

    waiting: deque[Waiting] = field(default_factory=deque)
    free_at: float = 0.0
    busy: bool = False


class Queues:
    """All that wait: in one line for who asks, and by queue for who is called."""

    def __init__(self) -> None:
        self._line: dict[int, Waiting] = {}
        self._queues: dict[str, Queue] = defaultdict(Queue)
        self._expiring: list[tuple[float, int]] = []
        self._places = count(1)

    def __len__(self) -> int:
        return len(self._line)

    def __iter__(self) -> Iterator[Waiting]:
        return iter(self._line.values())

    def __contains__(self, waiting: Waiting) -> bool:
        return waiting.place in self._line

    def add(self, waiting: Waiting) -> None:
        """To the end of the line and of its queue."""
        waiting.place = next(self._places)
        self._line[waiting.place] = waiting
        self._queues[waiting.queue].waiting.append(waiting)
        heapq.heappush(self._expiring, (waiting.expires_at, waiting.place))

    def remove(self, waiting: Waiting) -> None:
        """It was taken, or is given up."""
        del self._line[waiting.place]
        queue = self._queues[waiting.queue]
        queue.waiting.remove(waiting)
        if not queue.waiting and not queue.busy:
            del self._queues[waiting.queue]

    def clear(self) -> None:
        for waiting in list(self._line.values()):
            self.remove(waiting)

    def expired(self, now: float) -> list[Waiting]:
        """Those that are too old; they are gone now."""
        found: list[Waiting] = []
        while self._expiring and self._expiring[0][0] < now:
            waiting = self._line.get(heapq.heappop(self._expiring)[1])
            if waiting is not None:
                self.remove(waiting)
                found.append(waiting)
        return found

    # ------------------------------------------------------------ for who asks

    def ready(self, now: float) -> Iterator[Waiting]:
        """Those that can be told, in the order of the line."""
        return (waiting for waiting in self._line.values() if waiting.held_until <= now)

    def acknowledge(self, offset: int) -> None:
        """All before an offset arrived; of a negative one, all but that many from the end."""
        if offset < 0:
            arrived = list(islice(self._line.values(), max(0, len(self._line) + offset)))
        else:
            arrived = list(self._arrived(offset))
        for waiting in arrived:
            self.remove(waiting)

    def _arrived(self, offset: int) -> Iterator[Waiting]:
        for waiting in self._line.values():
            if waiting.is_acknowledged_by(offset):
                yield waiting
            elif waiting.id >= offset:
                return

    # ------------------------------------------------------------ for who is called

    def take(self, now: float) -> Waiting | None:
        """The next update of a queue that is free; the queue is busy until it is given back."""
        for name, queue in self._queues.items():
            if queue.busy or queue.free_at > now:
                continue
            for waiting in queue.waiting:
                if waiting.held_until <= now:
                    queue.busy = True
                    # Whoever was served goes to the end: nobody waits behind a busy chat.
                    self._queues[name] = self._queues.pop(name)
                    return waiting
        return None

    def give_back(self, waiting: Waiting, *, free_at: float = 0.0) -> None:
        """Its queue can go on, from some moment on."""
        queue = self._queues[waiting.queue]
        queue.busy, queue.free_at = False, free_at
        if not queue.waiting:
            del self._queues[waiting.queue]
