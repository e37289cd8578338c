"""The screens of the weekly moment: three questions, the line back, and what can be written."""

from collections.abc import Iterator

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import upcoming
from flows.screens.team_ask import remedy_blocks
from flows.screens.team_home import home_screen, moment, to_team
from flows.state.screen import Block, Button, Screen, button, copying, labelled
from flows.state.visit import Visit, progress_of
from flows.teams.checkins import checkin_of, open_period, own_action
from flows.teams.habits import HABITS
from flows.teams.lookup import find_action
from flows.teams.plan import action_of
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, PlanAction, Role, State
from flows.teams.statistics import overview, too_small
from flows.teams.tidy import LONGEST_HALF, LONGEST_NOTE

QUESTIONS_IN_A_CHECKIN = 3


def checkin_screen(visit: Visit) -> Screen:
    """The open question of the check-in."""
    progress = progress_of(visit.reader, visit.session, visit.crew)
    if progress.next is None:
        return home_screen(visit)
    number, under_way = len(progress.active) + 1, visit.session.checkin
    period = under_way.period if under_way else ""
    blocks = question_blocks(visit.reader.catalogue, visit.crew, progress.next, number, period)
    rows = tuple(
        tuple(button("answer", progress.next, option) for option in row)
        for row in option_rows(visit.reader.catalogue, progress.next)
    )
    return Screen("checkin", blocks, (*rows, (button("back"), *to_team(visit.crew.team))))


def question_blocks(
    catalogue: Catalogue, crew: Crew, question: str, number: int, period: str
) -> tuple[Block, ...]:
    """A question of the check-in of a week, with what was said the last time; the first one names the own
    action, or the own routine.
    """
    action = own_action(crew) if question == "own_action" else None
    values = {
        "last": _said_last(crew, question, period, action),
        "question": question,
        "number": number,
        "of": QUESTIONS_IN_A_CHECKIN,
        "team": crew.team.name,
        "review_on": crew.team.review_on,
        "cue": crew.me.cue,
        "routine": crew.me.routine,
    }
    if action is None:
        return (Block("checkin/question", values),)
    return (Block("checkin/own_action", values, action_of(catalogue, crew, action)),)


def _said_last(crew: Crew, question: str, period: str, action: PlanAction | None) -> str | None:
    """What they answered to this question the week before, if it was about the same."""
    before = next((found for found in crew.my_checkins if found.period < period), None)
    if before is None:
        return None
    if question == "own_action":
        same = action is not None and before.number == action.number and before.state is not None
        return before.state.value if same and before.state else None
    said = {"routine": before.done, "confidence": str(before.confidence), "hindrance": before.barrier}
    return said.get(question)


def option_rows(catalogue: Catalogue, question: str) -> Iterator[tuple[str, ...]]:
    """The options in rows as wide as the content says."""
    options, columns = catalogue.offered(question), catalogue.checkin[question].columns
    for place in range(0, len(options), columns):
        yield options[place : place + columns]


def done_screen(visit: Visit) -> Screen:
    """After the third tap: the own trend, and when the next one comes."""
    crew, context = visit.crew, visit.context
    said = checkin_of(crew, open_period(crew, context.now))
    if said is None:
        return home_screen(visit)
    before = next((found for found in crew.my_checkins if found.period < said.period), None)
    ahead, because = upcoming(crew.team, crew.me, context.now)
    values = {
        "confidence": said.confidence,
        "before": before.confidence if before else None,
        "weeks": len(crew.my_checkins),
        "barrier": said.barrier,
        "stuck": said.state is State.STUCK,
        "seen": overview(visit.reader.catalogue, crew, context.today),
        **moment(ahead, crew),
        "because": because,
        "country": crew.team.country,
        "note": said.note,
        "shared": said.shared,
    }
    asked = remedy_blocks(visit.reader.catalogue, crew, said.barrier) if said.state is State.STUCK else ()
    blocks = (*_finished(visit, said), Block("checkin/done", values), *asked)
    return Screen("checkin_done", blocks, _done_rows(visit, said))


def _finished(visit: Visit, said: CheckIn) -> Iterator[Block]:
    """A warm word first to who says that their action is done."""
    crew, catalogue = visit.crew, visit.reader.catalogue
    action = find_action(crew, (str(said.number),)) if said.state is State.DONE else None
    if action is not None and (element := action_of(catalogue, crew, action)) is not None:
        complete = all(one.state is State.DONE for one in crew.actions)
        yield Block("checkin/finished", {"complete": complete}, element)


def _done_rows(visit: Visit, said: CheckIn) -> tuple[tuple[Button, ...], ...]:
    may_share = said.shared or not too_small(visit.crew)
    says = "unshare_note" if said.shared else "share_note"
    sharing = (labelled(says, "share_note"),) if said.note and may_share else ()
    alone = visit.crew.me.role is Role.LEAD
    helping = (button("ask_help"),) if said.state is State.STUCK and not alone else ()
    resuming = (button("resume"),) if visit.reader.under_way(visit.session) else ()
    rows = (
        helping,
        (button("note"), *sharing),
        (button("weeks"), button("picture")),
        (labelled("correct", "checkin", "again"), *to_team(visit.crew.team)),
        resuming,
    )
    return tuple(row for row in rows if row)


def note_screen(visit: Visit) -> Screen:
    """The note, to be typed."""
    team = visit.crew.team.name
    block = Block("checkin/note", {"team": team, "longest": LONGEST_NOTE})
    return Screen("checkin_note", (block,), ((labelled("back", "checkin"),),), writes=True)


def cue_screen(visit: Visit) -> Screen:
    """The moment of an if-then plan, to be typed."""
    values = {
        "half": "cue",
        "cue": visit.crew.me.cue,
        "routine": visit.crew.me.routine,
        "longest": LONGEST_HALF,
    }
    known = {"cue": visit.crew.me.cue, "routine": visit.crew.me.routine}
    copy = ((copying(Block("held/routine", known)),),) if all(known.values()) else ()
    habits = tuple((button("habit", name),) for name in HABITS)
    rows = (*habits, *copy, (labelled("skip", "team", visit.crew.team.id),))
    return Screen("team_cue", (Block("team/routine", values),), rows, writes=True)


def routine_screen(visit: Visit) -> Screen:
    """The small action of an if-then plan, to be typed."""
    values = {"half": "routine", "cue": visit.session.draft, "routine": None, "longest": LONGEST_HALF}
    rows = ((labelled("back", "routine"),),)
    return Screen("team_routine", (Block("team/routine", values),), rows, writes=True)
