"""Away until a day: nothing is said, nothing is counted, and then it begins again by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.handlers.settings import SETTINGS_HANDLERS
from flows.reminders.appointments import soon
from flows.reminders.names import ReminderKind
from flows.reminders.schedule import plan_member
from flows.screens.also import _in_a_row
from flows.state.reader import SessionReader
from flows.state.result import Result, TurnContext
from flows.state.session import Session
from flows.teams.changes import Edit, Put
from flows.teams.records import Member, Reminding, Share
from flows.teams.statistics import own_weeks, publish
from tests.flows.teams.sample import TEAM, Crew, member, said, team
from tests.flows.teams.test_settings import Teams
from tests.flows.teams.world import AMSTERDAM, World, at, local, make_world

SIX = (AMSTERDAM,) * 6
MATE = 2
NEWS = (ReminderKind.ROUND, ReminderKind.OUTCOME, ReminderKind.MOVED)


def go_away(world: World, person: int, until: str) -> None:
    before = world.members[person]
    today = local(world.now)[:10]
    away = replace(before, reminding=Reminding.PAUSED, paused_from=today, paused_until=until)
    world.apply((Edit(before, away), *plan_member(world.team, away, world.now)))


def test_who_is_away_hears_nothing_and_then_the_next_check_in(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX, review_on="2027-03-03")
    world.give(1, MATE, "2027-02-20")
    world.run("2027-02-09 12:00")
    go_away(world, MATE, "2027-03-05")
    before = len(world.said(MATE))
    for week in range(4):
        world.run(f"{date(2027, 2, 10) + timedelta(weeks=week)} 10:00")
        for kind in NEWS:
            world.apply([Put(soon(kind, world.team, world.members[MATE], f"{kind}{week}", world.now))])
    world.run("2027-03-07 12:00")
    assert world.said(MATE)[before:] == []
    world.run("2027-03-08 12:00")
    assert [line.split()[2] for line in world.said(MATE)[before:]] == [ReminderKind.CHECKIN]
    assert world.members[MATE].reminding is Reminding.ON


def test_what_they_did_not_say_while_away_is_not_missed(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    for monday in ("2027-02-08", "2027-02-15"):
        world.run(f"{monday} 12:00")
        world.answer(MATE)
    go_away(world, MATE, "2027-03-05")
    for monday in ("2027-03-08", "2027-03-15"):
        world.run(f"{monday} 12:00")
        world.answer(MATE)
    crew = world.crew(MATE)
    assert _in_a_row(crew) == 4
    shown = own_weeks(crew.team, crew.me, crew.my_checkins)
    assert [week.period for week in shown] == ["2027-02-08", "2027-02-15", "2027-03-08", "2027-03-15"]


def test_that_a_group_sees_the_team_is_heard_by_who_comes_back(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    go_away(world, MATE, "2027-02-17")
    world.apply([Put(soon(ReminderKind.GROUP, world.team, world.members[MATE], "2027-02-05", world.now))])
    world.run("2027-02-17 20:00")
    assert world.said(MATE) == []
    world.run("2027-02-18 10:00")
    assert [line.split()[2] for line in world.said(MATE)] == [ReminderKind.GROUP]


@pytest.mark.parametrize(
    ("away", "share"), [((), Share.HALF), (((6, 7), ("2027-01-01", "2027-01-20")), Share.MOST)]
)
def test_how_many_checked_in_is_told_of_who_was_there(
    away: tuple[tuple[int, ...], ...], share: Share
) -> None:
    people, days = away or ((), ())
    begun, until = days or (None, None)
    members = [
        replace(member(n), paused_from=begun, paused_until=until) if n in people else member(n)  # type: ignore[arg-type] # days
        for n in range(1, 8)
    ]
    crew = Crew(members=members, said=[said(n, 8) for n in range(1, 6)])
    assert publish(crew, "2027-01-04", "2027-01-11").share is share


def settle(catalogue: Catalogue, crew: Crew, name: str, *arguments: str) -> Result:
    now = "2027-03-09 12:00"
    context = TurnContext(now[:10], now=at(now), person=1, language="nl", teams=Teams(crew))
    return SETTINGS_HANDLERS[name](SessionReader(catalogue), Session(team=TEAM), arguments, context)


def changed(result: Result) -> Member | None:
    edits = [one.after for one in result.changes if isinstance(one, Edit)]
    return next((after for after in edits if isinstance(after, Member)), None)


@pytest.mark.parametrize("until", ["2027-03-10", "2027-08-15", "2028-03-09"])
def test_a_last_day_can_be_typed(catalogue: Catalogue, until: str) -> None:
    me = changed(settle(catalogue, Crew(team=team(), members=[member(1)]), "away", until))
    assert me is not None
    assert (me.reminding, me.paused_from, me.paused_until) == (Reminding.PAUSED, "2027-03-09", until)


@pytest.mark.parametrize("until", ["2027-03-09", "2026-12-31", "2028-03-10", "soon", "", "2027-02-30"])
def test_a_day_that_is_past_too_far_or_none_changes_nothing(catalogue: Catalogue, until: str) -> None:
    result = settle(catalogue, Crew(team=team(), members=[member(1)]), "away", until)
    assert (result.hint, result.changes) == ("away_unknown", ())


def test_being_away_longer_began_on_the_first_day(catalogue: Catalogue) -> None:
    away = replace(member(1), reminding=Reminding.PAUSED, paused_from="2027-03-02", paused_until="2027-03-12")
    me = changed(settle(catalogue, Crew(team=team(), members=[away], me=away), "remind", "pause", "2"))
    assert me is not None
    assert (me.paused_from, me.paused_until) == ("2027-03-02", "2027-03-23")


def test_whoever_comes_back_early_is_there_from_then_on(catalogue: Catalogue) -> None:
    away = replace(member(1), reminding=Reminding.PAUSED, paused_from="2027-03-02", paused_until="2027-03-31")
    me = changed(settle(catalogue, Crew(team=team(), members=[away], me=away), "remind", "on"))
    assert me is not None
    assert (me.reminding, me.paused_until) == (Reminding.ON, "2027-03-09")
    assert not me.was_away("2027-03-15", "2027-03-22")
