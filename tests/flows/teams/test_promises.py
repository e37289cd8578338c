"""G6 and G7, whatever happens to a team: moves, pauses, other days, clocks that jump, standing still."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.adviser.dates import is_working_day
from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import plan_member, snooze
from flows.teams.calendar import day_after, first_day, next_allowed
from flows.teams.changes import Cancel, Put
from flows.teams.records import Reminding
from tests.flows.teams.world import AMSTERDAM, LEAD, World, local, make_world

Event = tuple[int, Callable[[World, int, int], None], int, int]

HOUR, DAY = 3_600.0, 86_400.0
ZONES = (
    AMSTERDAM,
    "Asia/Tokyo",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "Africa/Cairo",
)
STARTS = ("2027-03-01 12:00", "2027-04-20 08:30", "2027-10-20 19:00", "2027-12-20 12:00")


def answer(world: World, person: int, _choice: int) -> None:
    world.answer(person)


def put_off(world: World, person: int, _choice: int) -> None:
    told = [one for one in world.happened.values() if one.appointment.user_id == person and one.decision.say]
    for one in told[-1:]:
        zone = world.members[person].zone
        world.apply((Put(snooze(one.appointment, world.team, zone, world.now)),))


def move_house(world: World, person: int, choice: int) -> None:
    world.set_member(person, zone=ZONES[choice % len(ZONES)])
    world.apply((Cancel(7, "checkin", person), *plan_member(world.team, world.members[person], world.now)))


def pause(world: World, person: int, choice: int) -> None:
    until = local(world.now + choice * DAY, world.members[person].zone)[:10]
    world.set_member(person, reminding=Reminding.PAUSED, paused_until=until)
    world.apply(plan_member(world.team, world.members[person], world.now))


def stop(world: World, person: int, _choice: int) -> None:
    world.set_member(person, reminding=Reminding.OFF)
    world.apply((Cancel(7, user_id=person),))


def go_on(world: World, person: int, _choice: int) -> None:
    today = local(world.now, world.members[person].zone)[:10]
    world.set_member(person, reminding=Reminding.ON, paused_until=today)
    world.apply(plan_member(world.team, world.members[person], world.now))


def choose_hour(world: World, _person: int, choice: int) -> None:
    world.change(hour=8 + choice)


def choose_weekday(world: World, _person: int, choice: int) -> None:
    world.choose(1 + choice % 5)


def stand_still(world: World, _person: int, choice: int) -> None:
    world.now += choice**2 * HOUR


def set_clock_back(world: World, _person: int, choice: int) -> None:
    world.now -= choice * HOUR


HAPPENINGS = (
    answer,
    put_off,
    move_house,
    pause,
    stop,
    go_on,
    choose_hour,
    choose_weekday,
    stand_still,
    set_clock_back,
)
EVENTS = st.tuples(
    st.integers(1, 90),  # Hours after what came before
    st.sampled_from(HAPPENINGS),
    st.integers(LEAD, 3),
    st.integers(0, 11),
)


def live(world: World, events: list[Event]) -> None:
    for hours, happen, person, choice in events:
        world.run(local(world.now + hours * HOUR))
        happen(world, person, choice)
    world.run(local(world.now + 9 * DAY))


@pytest.mark.fault(31, 33)
@pytest.mark.promise("G6", "G7")
@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(STARTS), weekday=st.integers(1, 5), events=st.lists(EVENTS, max_size=40))
def test_whatever_happens_reminders_keep_their_promises(
    catalogue: Catalogue, start: str, weekday: int, events: list[Event]
) -> None:
    zones = (AMSTERDAM, "America/Los_Angeles", "Pacific/Auckland")
    world = make_world(catalogue, start, zones, weekday=weekday, review_on=day_after(start[:10]))
    live(world, events)
    said = [one for one in world.happened.values() if one.decision.say]
    for one in said:
        there = datetime.fromtimestamp(one.now, ZoneInfo(one.zone))
        assert 8 <= there.hour < 20
        assert is_working_day(there.date(), "NL")
        assert one.now <= next_allowed(one.appointment.due_at, one.zone, "NL") + 2 * HOUR
    asked = [one for one in said if one.appointment.kind in {"checkin", "n_checkin"}]
    dates = Counter(
        (one.appointment.user_id, one.appointment.subject.partition(":")[0], local(one.now, one.zone)[:10])
        for one in asked
    )
    assert not [known for known, times in dates.items() if times > 1]
    opened = Counter(
        (one.appointment.user_id, date.fromisoformat(one.appointment.subject).isocalendar()[:2])
        for one in said
        if one.appointment.kind == "checkin"
    )
    # A clock that is set back does not know any more what opened after its time (G6 is by date, not by week).
    clock_went_on = all(happen is not set_clock_back for _, happen, *_ in events)
    assert set(opened.values()) <= {1} or not clock_went_on
    for user_id, member in world.members.items():
        ahead = [row for row in world.ahead.values() if (row.kind, row.user_id) == ("checkin", user_id)]
        assert bool(ahead) is (member.reminding is not Reminding.OFF)
        assert all(first_day(world.team, row.subject) == row.subject for row in ahead)
    assert any(row.kind == "week" for row in world.ahead.values())


@pytest.mark.promise("G6")
@pytest.mark.parametrize("weekday", range(1, 6))
def test_who_answers_is_asked_every_week_of_the_year_once(catalogue: Catalogue, weekday: int) -> None:
    world = make_world(catalogue, "2027-01-09 12:00", ZONES, weekday=weekday, hour=7 + 2 * weekday)
    weeks = [date(2027, 1, 10) + timedelta(days=weekday, weeks=week) for week in range(51)]
    for week in weeks:
        world.run(f"{week + timedelta(days=6)} 06:00")
        for person in world.members:
            world.answer(person)
    for person in world.members:
        openings = [one for one in world.happened.values() if one.appointment.user_id == person]
        asked = [
            one.appointment.subject
            for one in openings
            if one.appointment.kind == "checkin" and one.decision.say
        ]
        assert asked == [week.isoformat() for week in weeks]
    assert sorted(world.weeks)[: len(weeks) - 1] == [week.isoformat() for week in weeks[:-1]]
