"""What a check-in says besides: what was done since the last one, what is due, and to the lead what to do.

It follows from facts that everybody in the team may see, so nothing waits in a queue.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, takewhile

from flows.catalogue.catalogue import Catalogue
from flows.reminders.decide_reminder import stuck_again
from flows.reminders.names import ReminderKind
from flows.state.screen import Block, Button, labelled
from flows.teams.answers import open_round
from flows.teams.calendar import local_day, period_before
from flows.teams.lookup import free_actions, owner_of
from flows.teams.plan import action_of
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, Light, PlanAction, Role, State
from flows.teams.statistics import dropped, overview

MOST = 4
"""Blocks: the question below them is what the message is about."""
MOST_KUDOS = 2
MOST_NAMES = 3
MOST_CALLS = 2
MONTH = 4
"""Check-ins in a row that are worth a word."""
WEEK = timedelta(weeks=1)


def also_blocks(catalogue: Catalogue, crew: Crew, today: str) -> tuple[Block, ...]:
    """The most important first; no more than fit beside a question."""
    found = (
        *_celebrated(catalogue, crew, today),
        *_lead(catalogue, crew, today),
        *_stuck(catalogue, crew),
        *_due(catalogue, crew, today),
        *_joined(crew, today),
    )
    return (*found, *_news(crew, today))[:MOST]


def kudos_row(crew: Crew, today: str) -> tuple[Button, ...]:
    """One tap for who finished something."""
    done = [(action, owner_of(crew, action)) for action in _done(crew, today)]
    return tuple(
        labelled("kudos", "kudos", crew.team.id, action.number, name=owner.name)
        for action, owner in done[:MOST_KUDOS]
        if owner is not None and owner != crew.me
    )


def _joined(crew: Crew, today: str) -> Iterator[Block]:
    """To the lead: who came since."""
    zone = crew.me.zone
    came = [one for one in crew.members if _lately(crew, local_day(one.joined_at, zone), today)]
    names = tuple(one.name for one in came if one != crew.me)
    if crew.me.role is Role.LEAD and names:
        yield Block("also/joined", {"names": names[:MOST_NAMES], "more": len(names[MOST_NAMES:])})


def _celebrated(catalogue: Catalogue, crew: Crew, today: str) -> Iterator[Block]:
    done = _done(crew, today)
    if done and all(action.state is State.DONE for action in crew.actions):
        yield Block("also/complete", {"actions": len(crew.actions), "team": crew.team.name})
    for action in done:
        owner = owner_of(crew, action)
        values = {"owner": owner.name if owner else None, "mine": owner == crew.me}
        yield Block("also/done", values, action_of(catalogue, crew, action))
    if kudos := _kudos(crew, today):
        yield Block("also/kudos", {"kudos": kudos})
    if any(review.moved and _lately(crew, review.on, today) for review in crew.reviews):
        yield Block("also/moved", {"step": crew.team.step})
    if _in_a_row(crew) and _in_a_row(crew) % MONTH == 0:
        yield Block("also/month", {"weeks": _in_a_row(crew)})


def _lead(catalogue: Catalogue, crew: Crew, today: str) -> Iterator[Block]:
    """What is firm, what has no owner, what to do: to the lead, at red or where something is stuck."""
    stuck = [action for action in crew.actions if action.state is State.STUCK]
    red = overview(catalogue, crew, today).light is Light.RED
    if crew.me.role is not Role.LEAD or not (stuck or red):
        return
    firm = sum(action.state in (State.DONE, State.ON_TRACK) for action in crew.actions)
    free = len(free_actions(crew))
    owner = owner_of(crew, stuck[0]) if stuck else None
    values = {
        "firm": firm,
        "actions": len(crew.actions),
        "free": free,
        "stuck": len(stuck),
        "owner": owner.name if owner and owner != crew.me else None,
        "red": red,
    }
    yield Block("also/lead", values, action_of(catalogue, crew, stuck[0]) if stuck else None)


def calls_for_help(catalogue: Catalogue, crew: Crew) -> tuple[Block, ...]:
    """To the lead, with a reminder of the check-in: who is stuck. A call for help has no room beside that."""
    if crew.me.role is not Role.LEAD:
        return ()
    stuck = [(one, owner_of(crew, one)) for one in crew.actions if one.state is State.STUCK]
    return tuple(
        Block("also/help", {"owner": owner.name}, action_of(catalogue, crew, action))
        for action, owner in stuck
        if owner is not None and owner != crew.me
    )[:MOST_CALLS]


def _stuck(catalogue: Catalogue, crew: Crew) -> Iterator[Block]:
    """To whoever said twice that the same action of theirs is stuck: what helps."""
    said = next(iter(crew.my_checkins), None)
    action = next((one for one in crew.actions if said is not None and one.number == said.number), None)
    if said is None or action is None or not _mine(crew, action) or action.state is State.DONE:
        return
    if stuck_again(crew, said) and not _helped(crew, said):
        yield Block("also/stuck", {"barrier": said.barrier}, action_of(catalogue, crew, action))


def _helped(crew: Crew, said: CheckIn) -> bool:
    """Whether a message of its own said so."""
    return any(one.kind == ReminderKind.STUCK and one.subject == said.period for one in crew.reminders)


def _due(catalogue: Catalogue, crew: Crew, today: str) -> Iterator[Block]:
    for action in crew.actions:
        ahead = _days(today, action.target_on)
        if _mine(crew, action) and action.state is not State.DONE and timedelta(0) <= ahead <= _rhythm(crew):
            yield Block("also/due", {"target_on": action.target_on}, action_of(catalogue, crew, action))


def _news(crew: Crew, today: str) -> Iterator[Block]:
    if crew.team.agreed and _lately(crew, local_day(crew.team.agreed_at, crew.team.zone), today):
        yield Block("also/agreed", {"actions": len(crew.actions)})
    if timedelta(0) <= _days(today, crew.team.review_on) < _rhythm(crew):
        yield Block("also/review", {"review_on": crew.team.review_on})
    opened = open_round(crew)
    if opened is not None and _lately(crew, opened.opened_on, today):
        yield Block("also/round", {"on": opened.opened_on})
    if any(one.closed_on and _lately(crew, one.closed_on, today) for one in crew.rounds):
        yield Block("also/outcome", {})
    if dropped(crew.weeks):
        yield Block("also/dropped", {})


def _done(crew: Crew, today: str) -> list[PlanAction]:
    return [
        action
        for action in crew.actions
        if action.state is State.DONE and action.done_on and _lately(crew, action.done_on, today)
    ]


def _mine(crew: Crew, action: PlanAction) -> bool:
    return crew.owners.get(action.number) == crew.me.user_id


def _kudos(crew: Crew, today: str) -> int:
    """How many colleagues sent some since the last check-in."""
    zone = crew.me.zone
    return sum(
        reminder.kind == ReminderKind.KUDOS and _days(local_day(reminder.due_at, zone), today) < _rhythm(crew)
        for reminder in crew.reminders
    )


def _in_a_row(crew: Crew) -> int:
    """How many weeks in a row they checked in, up to the newest check-in; being away is no gap."""
    periods = [said.period for said in crew.my_checkins]
    follow = takewhile(lambda pair: _follows(crew, *pair), pairwise(periods))
    return crew.team.every * (len(list(follow)) + 1) if periods else 0


def _follows(crew: Crew, later: str, earlier: str) -> bool:
    """Whether no check-in lies between two of them that was missed."""
    between = period_before(crew.team, later)
    while between > earlier and crew.me.was_away(between, later):
        later, between = between, period_before(crew.team, between)
    return between <= earlier


def _rhythm(crew: Crew) -> timedelta:
    """From one check-in to the next."""
    return crew.team.every * WEEK


def _lately(crew: Crew, day: str, today: str) -> bool:
    """Since the day of the last check-in, which did not know yet what was said in it."""
    return timedelta(0) < _days(day, today) <= _rhythm(crew)


def _days(start: str, end: str) -> timedelta:
    return date.fromisoformat(end) - date.fromisoformat(start)
