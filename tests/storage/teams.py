"""A team to store, with everything it can have."""

from bot.services.ports import Storage
from flows.teams.changes import Change, Put
from flows.teams.records import (
    Appointment,
    CheckIn,
    Contribution,
    Group,
    Guest,
    Invitation,
    Light,
    Member,
    Ownership,
    Part,
    PlanAction,
    Record,
    Reminding,
    Review,
    Role,
    Round,
    Share,
    State,
    Week,
)
from tests.flows.teams.sample import AMSTERDAM, PERIODS, TEAM, action, member, team
from tests.storage.people import NOON, add, conversation

LEAD, MATE = 987_654_321, 555_444_333
GROUP = -1_001_234_567_890


def of_person(user_id: int) -> list[Record]:
    """Everything of one person in the team, in which they own the action of the number 1."""
    return [
        Member(
            TEAM, user_id, "Zoë 😀", Role.LEAD, AMSTERDAM, NOON, Reminding.ON, None, "na de lunch", "kijk"
        ),
        Ownership(TEAM, 1, user_id),
        CheckIn(TEAM, user_id, PERIODS[0], 7, "time", NOON, 1, State.STUCK, note="stil", shared=True),
        CheckIn(TEAM, user_id, PERIODS[1], 1, "none", NOON, done="once_or_twice"),
        Contribution(TEAM, 1, user_id, {"management": "approves", "één": "ja"}),
        Guest(user_id, TEAM),
        Part(TEAM, f"week:{PERIODS[0]}", user_id),
        Appointment("checkin", TEAM, user_id, PERIODS[2], NOON),
    ]


def of_team() -> list[Record]:
    """Everything of the team itself."""
    return [
        team(group_id=GROUP),
        Group(GROUP, NOON, TEAM),
        Invitation(TEAM, "a hash", NOON + 60, 5),
        Review(TEAM, "2027-02-01", 2, ("knowledge", "habits"), moved=False),
        Round(TEAM, 1, PERIODS[0], PERIODS[1], 5, {"management": "approves"}, "mixed", 2, ("habits",)),
        Round(TEAM, 2, PERIODS[2]),
        Week(
            TEAM,
            PERIODS[0],
            40,
            told=True,
            confidence=Light.GREEN,
            light=Light.AMBER,
            barrier="mixed",
            share=Share.MOST,
        ),
        Week(TEAM, PERIODS[1], 40),
        PlanAction(TEAM, 1, "show_it", "habits", ("habits", "time"), "chat", "2027-03-01", State.ON_TRACK),
        action(2),
        Appointment("week", TEAM, 0, PERIODS[0], NOON),
    ]


async def apply(storage: Storage, *changes: Change) -> None:
    await storage.run(lambda unit: unit.apply(changes))


async def put(storage: Storage, *records: Record) -> None:
    await apply(storage, *map(Put, records))


async def make_team(storage: Storage) -> list[Record]:
    """A lead, a mate, and everything their team can have; the records."""
    await add(storage, conversation(LEAD), conversation(MATE))
    everything = [*of_team(), *of_person(LEAD), member(MATE)]
    await put(storage, *everything)
    return everything
