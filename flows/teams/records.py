"""What is known of teams: frozen records, stored as they stand. Days are ISO dates, times seconds UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a team; each team has one lead."""

    LEAD = "lead"
    MEMBER = "member"


class State(StrEnum):
    """How an action is going."""

    TODO = "todo"
    STUCK = "stuck"
    ON_TRACK = "on_track"
    DONE = "done"


class Reminding(StrEnum):
    """Whether somebody is reminded. `asked`: silent until they say whether to pause, leave or go on."""

    ON = "on"
    PAUSED = "paused"
    ASKED = "asked"
    OFF = "off"


class Light(StrEnum):
    """The traffic light of a team."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Share(StrEnum):
    """About how many of a team checked in; how many exactly is told nobody."""

    FEW = "few"
    HALF = "half"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Record:
    """Something that is stored as it stands: a field is a column."""


@dataclass(frozen=True, slots=True)
class Team(Record):
    """A team and its plan. `size`, `sector`: of its organisation, set once; no sector where nobody was asked.
    `weekday`: 1 (Monday) to 5; `every`: in how many weeks it checks in once.

    `moved_after`: the last check-in day before the team chose this weekday or rhythm, if it was another one,
    and `every_before` the rhythm until then.
    `agreed`: the lead confirmed the plan, and check-ins began; `agreed_at`: since when. `zone` is the
    country's; members have their own. `group_id`: the Telegram group that gets the picture.
    """

    id: int
    name: str
    country: str
    zone: str
    language: str
    weekday: int
    hour: int
    step: int
    lane: str
    size: str
    started_on: str
    review_on: str
    agreed: bool = False
    group_id: int | None = None
    moved_after: str | None = None
    agreed_at: float = 0.0
    sector: str = ""
    every: int = 1
    every_before: int = 1


@dataclass(frozen=True, slots=True)
class Member(Record):
    """Somebody in a team. `cue` and `routine`: the if-then plan ("als <cue>, dan <routine>").

    `paused_from`, `paused_until`: the first and the last day of being away, now or the last time.
    """

    team_id: int
    user_id: int
    name: str
    role: Role
    zone: str
    joined_at: float
    reminding: Reminding = Reminding.ON
    paused_until: str | None = None
    cue: str | None = None
    routine: str | None = None
    paused_from: str | None = None

    def away_until(self, today: str) -> str | None:
        """The last day of being away; None for who is there."""
        away = self.reminding is Reminding.PAUSED and today <= (self.paused_until or "")
        return self.paused_until if away else None

    def was_away(self, start: str, end: str) -> bool:
        """Whether they were away on any day before `end`: such a time is neither counted nor missed."""
        return self.paused_from is not None and self.paused_from < end and start <= (self.paused_until or "")


@dataclass(frozen=True, slots=True)
class PlanAction(Record):
    """An action of the plan, and what chose it, so that its text can be told (`adviser.actions.Chosen`); or
    one in the team's own words, its `title`. `done_on`: the day on which it was said to be done.
    """

    team_id: int
    number: int
    action: str
    dimension: str | None
    because: tuple[str, ...]
    pilot: str | None
    target_on: str
    state: State = State.TODO
    title: str | None = None
    done_on: str | None = None


@dataclass(frozen=True, slots=True)
class Ownership(Record):
    """Who owns an action of the plan: one member at most."""

    team_id: int
    number: int
    user_id: int


@dataclass(frozen=True, slots=True)
class CheckIn(Record):
    """What a member said in a week. `period`: the ISO day on which the check-in opens, as planned.

    `number` and `state`: the own action asked about, or `done`: the routine of who owns none
    (three_or_more, once_or_twice, none). `barrier`: none or a barrier's id.
    """

    team_id: int
    user_id: int
    period: str
    confidence: int
    barrier: str
    at: float
    number: int | None = None
    state: State | None = None
    done: str | None = None
    note: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Week(Record):
    """What was published of a week, once and for all: later answers and corrections do not change it.

    `told`: something was told of what people said; it is gone again once one of them is forgotten.
    `confidence`: where the middle one is, as a light; `light`: the same with what was late then. `barrier`:
    what more than half named, `mixed` where there is no such thing. `share`: about how many checked in.
    """

    team_id: int
    period: str
    progress: int
    told: bool = False
    confidence: Light | None = None
    light: Light | None = None
    barrier: str | None = None
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Round(Record):
    """A team diagnosis: members answer separately; what comes out is published once, when it closes.

    `answered`: how many did at least, five where something was told and else nothing; `answers`, `gaps`: the
    combined answers, and the questions on which views lie far apart. They are empty while it is open, where
    nothing may be told, and once one of those who answered is forgotten.
    """

    team_id: int
    number: int
    opened_on: str
    closed_on: str | None = None
    answered: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    lane: str | None = None
    step: int | None = None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution(Record):
    """A member's own diagnosis in a round."""

    team_id: int
    number: int
    user_id: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Review(Record):
    """What a review came to. `limiting`: the questions that held the step then."""

    team_id: int
    on: str
    step: int
    limiting: tuple[str, ...]
    moved: bool


@dataclass(frozen=True, slots=True)
class Invitation(Record):
    """The way into a team: of its token only the hash is kept."""

    team_id: int
    token_hash: str
    expires_at: float
    uses_left: int


@dataclass(frozen=True, slots=True)
class Guest(Record):
    """Somebody who looks at an invitation: their screen names the team."""

    user_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class Part(Record):
    """Whose answers are in something that was published, also once they left the team. `of`: a week by its
    period, a round by its number. What was published is emptied when one of them is forgotten.
    """

    team_id: int
    of: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Group(Record):
    """A Telegram group the bot is in. Without a team, it is left when its time comes."""

    chat_id: int
    added_at: float
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Appointment(Record):
    """Something that happens at a time: a reminder to a member, or for a team a week that closes.

    `subject` tells which one of its kind; a kind happens once for each subject, member and team.
    """

    kind: str
    team_id: int
    user_id: int
    subject: str
    due_at: float

    @property
    def key(self) -> str:
        """What it is known by; `user_id` 0 is the team."""
        return f"{self.kind}:{self.team_id}:{self.user_id}:{self.subject}"
