"""Nobody reads what another one answered: in no screen, reminder, caption or line of the brief (G12).

Teams are compared that differ in one answer of one member. Where what may be told of them, their figures, is
the same, every text that somebody else in the team can get must be the same too.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.assembly import Rooms, build_rooms
from bot.check.screens.crews import ME, NOW, PERIODS, TEAM, SampleCrew, sample_crews
from bot.check.screens.teams import nudges_of, views_of
from flows.catalogue.catalogue import Catalogue
from flows.screens.captions import team_caption, weeks_caption
from flows.teams.diagnosis import close_round
from flows.teams.records import CheckIn, Member, Reminding, Role, Round
from flows.teams.statistics import dropped, overview, own_weeks, publish
from tests.flows.people import READY

OTHER, HIDING = 2, 3
"""Somebody else, and the one whose answers stay secret."""
THIS_WEEK, LAST_WEEK, BEFORE = PERIODS[:3]
BARRIERS = ("none", "means", "skills")

Secret = Mapping[Hashable, Any]
"""What somebody said that others may not know: fields of the member by name, of a check-in by week and
name, and answers to diagnoses by number.
"""


@pytest.fixture(scope="module")
def rooms() -> Rooms:
    return build_rooms("vierstap_bot")


@dataclass
class Team(SampleCrew):
    """A team of people who each said something."""

    said: Sequence[CheckIn] = ()
    given_by_all: Mapping[int, Mapping[int, dict[str, str]]] | None = None

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return [checkin for checkin in self.said if checkin.period == period]

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        return (self.given_by_all or {}).get(number, {})


def people(size: int, lead: int, secret: Secret) -> list[Member]:
    """So many, of whom one is reminded as it pleases them and lives where they like."""
    names = ("Anna", "Ben", "Cor", "Dirk", "Els")
    found = [
        Member(TEAM, number, name, Role.LEAD if number == lead else Role.MEMBER, "Europe/Amsterdam", 0.0)
        for number, name in enumerate(names[:size], start=1)
    ]
    own: dict[str, Any] = {name: value for name, value in secret.items() if isinstance(name, str)}
    return [replace(one, **own) if one.user_id == HIDING else one for one in found]


def checkin_of(number: int, period: str, confidence: int, secret: Secret) -> CheckIn:
    barrier = BARRIERS[number % len(BARRIERS)]
    said = CheckIn(TEAM, number, period, confidence, barrier, NOW, done="none", note="a note")
    if number != HIDING:
        return said
    fields = ("confidence", "barrier", "done", "note")
    return replace(said, **{name: secret[period, name] for name in fields if (period, name) in secret})


def given_in(number: int, size: int, secret: Secret) -> dict[int, dict[str, str]]:
    """What everybody answered in a diagnosis."""
    given = dict.fromkeys(range(1, size + 1), READY)
    return {**given, HIDING: {**READY, **secret.get(number, {})}}


def make(catalogue: Catalogue, confidences: Sequence[int], lead: int, secret: Secret) -> Team:
    """A team with two published weeks, one that is open, one diagnosis that is closed and one that is not."""
    size = len(confidences)
    under_way = next(crew for crew in sample_crews(catalogue, READY) if crew.team.agreed)
    members = people(size, lead, secret)
    said = [
        checkin_of(number, period, confidence, secret)
        for period in (BEFORE, LAST_WEEK, THIS_WEEK)
        for number, confidence in enumerate(confidences, start=1)
    ]
    given = {number: given_in(number, size, secret) for number in (1, 2)}
    team = Team(
        under_way.team,
        members[ME - 1],
        members,
        under_way.actions,
        {1: ME, 2: OTHER},
        my_checkins=[one for one in reversed(said) if one.user_id == ME],
        answers=READY,
        said=said,
        given_by_all=given,
    )
    for period in (BEFORE, LAST_WEEK):
        team.weeks = (publish(team, period, period), *team.weeks)
    closed = close_round(catalogue, team, Round(TEAM, 1, BEFORE), LAST_WEEK)
    team.rounds = (Round(TEAM, 2, LAST_WEEK), closed)
    return team


def told(catalogue: Catalogue, team: Team) -> Hashable:
    """All that may be known of a team."""
    closed = team.rounds[-1]
    figures = (closed.step, closed.lane, closed.gaps, tuple(sorted(closed.answers.items())))
    return (overview(catalogue, team, THIS_WEEK), dropped(team.weeks), figures)


def texts(rooms: Rooms, team: Team) -> tuple[str, ...]:
    """All that the one who looks can get to read, with the buttons below it."""
    return tuple(_texts(rooms, team))


def _texts(rooms: Rooms, team: Team) -> Iterator[str]:
    catalogue = rooms.presenter.catalogue
    for screen in (
        *views_of(rooms.conversation, team, READY),
        *nudges_of(catalogue, team),
        team_caption(overview(catalogue, team, THIS_WEEK)),
        weeks_caption(own_weeks(team.team, team.me, team.my_checkins)),
    ):
        yield rooms.presenter.show("nl", screen).to_json()


def each(*names: Hashable, values: Sequence[object]) -> list[Secret]:
    """One secret for each of these values."""
    return [dict.fromkeys(names, value) for value in values]


HIDDEN: Mapping[str, list[Secret]] = {
    "confidence before": each((BEFORE, "confidence"), values=(1, 3, 4, 7, 8, 10)),
    "confidence last week": each((LAST_WEEK, "confidence"), values=(1, 3, 4, 7, 8, 10)),
    "confidence this week": each((THIS_WEEK, "confidence"), values=(1, 7, 10)),
    "barrier last week": each((LAST_WEEK, "barrier"), values=("none", "means", "skills", "old_habits")),
    "barrier this week": each((THIS_WEEK, "barrier"), values=("none", "means", "skills")),
    "routine": each(
        (LAST_WEEK, "done"), (THIS_WEEK, "done"), values=("none", "once_or_twice", "three_or_more")
    ),
    "note": each((LAST_WEEK, "note"), (THIS_WEEK, "note"), values=(None, "a secret")),
    "diagnosis": each(
        1, values=[{"knowledge": answer} for answer in ("hardly", "few", "skilled", "renewing")]
    ),
    "open diagnosis": each(2, values=[{"management": answer} for answer in ("against", "carries")]),
    "if-then plan": [{}, {"cue": "a secret", "routine": "a secret"}],
    "reminders": [
        {},
        {"reminding": Reminding.OFF},
        {"reminding": Reminding.ASKED},
        {"reminding": Reminding.PAUSED, "paused_until": "2028-12-01"},
    ],
    "time zone": each("zone", values=("Europe/Amsterdam", "Asia/Tokyo")),
}


def bases(size: int) -> Iterator[list[int]]:
    """What the others are confident of: all alike, or so that the middle is what the last one says."""
    for others in ((4, 4, 4, 4), (4, 8, 8, 4)):
        yield [*others[: HIDING - 1], 7, *others[HIDING - 1 : size - 1]]


@pytest.mark.promise("G12")
@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize("what", HIDDEN)
def test_no_text_depends_on_what_is_not_told(rooms: Rooms, size: int, what: str) -> None:
    catalogue = rooms.presenter.catalogue
    compared = 0
    for lead in (ME, OTHER):
        for confidences in bases(size):
            seen = defaultdict(set)
            for secret in HIDDEN[what]:
                team = make(catalogue, confidences, lead, secret)
                seen[told(catalogue, team)].add(texts(rooms, team))
            assert all(len(different) == 1 for different in seen.values())
            compared += len(HIDDEN[what]) - len(seen)
    assert compared
