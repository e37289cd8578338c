"""What happens in a life: drawn from a seed before it begins, so that less of it can be tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random  # noqa: TID251 - seeded

from tests.monkey import deeds
from tests.monkey.words import WORDS
from tests.simulation.places import PLACES

PEOPLE = 5
NONSENSE = ("xyzzy", "quatsch met slagroom", "blub", "qwertyuiop", "zzz zzz")
"""What nobody can mean anything by."""


class Mode(StrEnum):
    """How updates come, and how many processes take them."""

    POLLING = "polling"
    WEBHOOK = "webhook"
    TWO_POLLING = "two polling"
    TWO_WEBHOOK = "two webhook"

    @property
    def by_webhook(self) -> bool:
        return self in (Mode.WEBHOOK, Mode.TWO_WEBHOOK)

    @property
    def processes(self) -> int:
        return 2 if self in (Mode.TWO_POLLING, Mode.TWO_WEBHOOK) else 1


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody does, or that goes wrong; `who`: the number of a person, and for what nobody
    does a number of its own.
    """

    what: str
    who: int = 0
    number: int = 0
    words: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        said = f" {self.words!r}" if self.words else ""
        return f"{self.what}({self.who}, {self.number}){said} then {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Plan:
    """A life. `past`: what was before it; `seed`: what is left to chance in it."""

    seed: int
    mode: Mode
    past: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        lines = (f"  {place:>2}. {step}" for place, step in enumerate(self.steps, 1))
        return "\n".join((f"seed {self.seed}: {self.mode}, {self.past}", *lines))


PASTS = ("nobody", "asked", "advised", "team", "monday")
PAUSES = (0.0, 0.05, 0.3, 1.0, 3.0, 10.0)
ALONE = {
    "start": 2,
    "answer": 8,
    "answers": 6,
    "taps": 4,
    "taps twice": 3,
    "taps old": 3,
    "types": 3,
    "types nonsense": 2,
    "types label": 2,
    "forges": 2,
    "file": 1,
    "blocks": 1,
    "forgets": 3,
    "command": 5,
    "edits": 1,
    "flood": 1,
}
IN_A_TEAM = {"lead": 3, "anybody": 6, "diagnosis": 1, "check in": 3, "founds": 1, "invites": 1, "group": 1}
WORLD = {
    "storm": 7,
    "broken": 1,
    "disk": 2,
    "kill": 5,
    "kill at": 7,
    "stop": 2,
    "jump": 1,
    "later": 4,
    "deliver": 3,
    "fewer numbers": 1,
    "forged": 1,
    "outage": 5,
}
STEPS = (6, 16)
WORDS_OF: Mapping[str, Sequence[str]] = {
    "types": WORDS,
    "edits": WORDS,
    "types nonsense": NONSENSE,
    "kill at": PLACES,
    "deliver": ("twice", "late", "out_of_order"),
    "forges": ("0", "1", "99", "", "x"),
}
ERRANDS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "lead": deeds.OF_A_LEAD,
    "anybody": (*deeds.OF_ANYBODY, *(("/team", "team_members"),) * 6),
    "command": (
        ("/export",),
        ("/export",),
        ("/kaart",),
        ("/kaart",),
        ("/delen",),
        ("/settings", "language:en"),
    ),
}


def draw(seed: int) -> Plan:
    """The life of a seed."""
    chance = Random(f"{seed}:plan")
    mode, past = chance.choice(list(Mode)), chance.choice(PASTS)
    doing = ALONE | (IN_A_TEAM if past in ("team", "monday") else {})
    steps = [_step(chance, doing) for _ in range(chance.randint(*STEPS))]
    return Plan(seed, mode, past, tuple(steps))


def _step(chance: Random, doing: dict[str, int]) -> Step:
    kinds = doing if chance.random() < 0.65 else WORLD
    what = chance.choices(list(kinds), list(kinds.values()))[0]
    return Step(
        what,
        chance.randrange(PEOPLE),
        chance.randrange(100),
        _words(chance, what),
        _seconds(chance, what),
    )


def _words(chance: Random, what: str) -> str:
    if what in ERRANDS:
        return " ".join(chance.choice(ERRANDS[what]))
    return chance.choice(WORDS_OF[what]) if what in WORDS_OF else ""


def _seconds(chance: Random, what: str) -> float:
    match what:
        case "broken":
            return chance.choice((20.0, 100.0, 200.0))
        case "outage":
            return chance.choice((5.0, 60.0, 160.0, 400.0, 400.0))
    return chance.choice(PAUSES)
