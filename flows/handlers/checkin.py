"""The weekly check-in: three taps by the machine, an optional note, and one line back."""

from collections.abc import Mapping
from dataclasses import replace

from flows.handlers.access import of_named_team, of_team
from flows.reminders.appointments import soon
from flows.reminders.names import ReminderKind
from flows.reminders.schedule import on_checkin, plan_action
from flows.state.hints import Hint
from flows.state.once import saying_once
from flows.state.reader import SessionReader
from flows.state.result import Handler, Result, TurnContext
from flows.state.session import CheckingIn, Session
from flows.state.visit import Visit, looked_at, progress_of
from flows.teams.changes import Change, Edit, Put, put_or_edit
from flows.teams.checkins import checkin_of, open_period, own_action, task_of
from flows.teams.habits import HABITS, habit
from flows.teams.plan import in_state
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, Role, State
from flows.teams.statistics import too_small
from flows.teams.tidy import LONGEST_HALF, LONGEST_NOTE, tidy


@of_team
def open_checkin(visit: Visit) -> Result:
    """Check in for this week, or look at what was said and correct it."""
    return _open_checkin(visit)


def _open_checkin(visit: Visit) -> Result:
    crew, under_way = visit.crew, visit.session.checkin
    session = visit.session.having(team=crew.team.id, changing=None)
    period = open_period(crew, visit.context.now)
    if period is None:
        hint: Hint = "checkin_not_yet" if crew.team.agreed else "plan_not_agreed"
        return Result(session.having(view="team"), hint=hint)
    if checkin_of(crew, period) is not None and visit.arguments != ("again",):
        return Result(session.having(view="checkin_done", checkin=None))
    if under_way is None or (under_way.team, under_way.period) != (crew.team.id, period):
        under_way = CheckingIn(team=crew.team.id, period=period)
    return Result(session.having(view="checkin", checkin=under_way))


@of_named_team
def open_checkin_below_reminder(visit: Visit) -> Result:
    """The same, below a reminder."""
    return _open_checkin(visit)


@of_named_team
def answer_below_reminder(visit: Visit) -> Result:
    """The first answer, given below the reminder itself: for the week that the reminder was about."""
    arguments = visit.arguments
    crew = visit.crew
    period = open_period(crew, visit.context.now)
    if len(arguments) != 2 or period != arguments[0]:
        return Result(visit.session, hint="checkin_over")
    session = visit.session.having(team=crew.team.id, changing=None)
    first = visit.reader.walk_checkin(task_of(crew), {}).next
    if first is None or arguments[1] not in visit.reader.catalogue.offered(first):
        return _open_checkin(visit)
    begun = CheckingIn(team=crew.team.id, period=period, answers={first: arguments[1]})
    return Result(session.having(view="checkin", checkin=begun))


@of_team
def answer_checkin(visit: Visit) -> Result:
    """An answer to the open question of the check-in; with the last one it is stored."""
    reader = visit.reader
    arguments = visit.arguments
    crew = visit.crew
    under_way, progress = visit.session.checkin, progress_of(reader, visit.session, crew)
    if under_way is None or under_way.period != open_period(crew, visit.context.now):
        return Result(visit.session.having(view="team", checkin=None), hint="checkin_over")
    if len(arguments) != 2 or arguments[0] != progress.next:
        return Result(visit.session, hint="stale")
    if arguments[1] not in reader.catalogue.offered(arguments[0]):
        return Result(visit.session, hint="unclear")
    answers = {**under_way.answers, arguments[0]: arguments[1]}
    session = visit.session.having(checkin=under_way.model_copy(update={"answers": answers}))
    progress = progress_of(reader, session, crew)
    if progress.next is not None:
        return Result(session)
    return _finish(reader, session, progress.active, visit.context, crew)


def _finish(
    reader: SessionReader, session: Session, answers: Mapping[str, str], context: TurnContext, crew: Crew
) -> Result:
    """The check-in is complete: it is stored with what it says of the own action."""
    period = session.checkin.period if session.checkin else ""
    before, action = checkin_of(crew, period), own_action(crew)
    said = CheckIn(
        team_id=crew.team.id,
        user_id=crew.me.user_id,
        period=period,
        confidence=int(answers["confidence"]),
        barrier=answers["hindrance"],
        at=context.now,
        number=action.number if action else None,
        state=State(answers["own_action"]) if action else None,
        done=answers.get("routine"),
        note=before.note if before else None,
        shared=before.shared if before else False,
    )
    changes: tuple[Change, ...] = (put_or_edit(before, said), *on_checkin(crew, said, context.now))
    finished = False
    if action is not None and said.state is not None:
        finished = said.state is State.DONE and action.state is not State.DONE
        changed = in_state(action, said.state, context.today)
        changes = (*changes, Edit(action, changed), *plan_action(crew.team, changed, crew.me, context.now))
    return Result(session.having(view="checkin_done", checkin=None), changes=changes, festive=finished)


def go_back_in_checkin(reader: SessionReader, session: Session, context: TurnContext) -> Result:
    """To the question before; from the first one to the team."""
    crew, under_way = looked_at(session, context), session.checkin
    if crew is None or under_way is None:
        return Result(session.having(view="team", checkin=None))
    progress = progress_of(reader, session, crew)
    if progress.last is None:
        return Result(session.having(view="team"))
    kept = {name: answer for name, answer in under_way.answers.items() if name != progress.last}
    return Result(session.having(checkin=under_way.model_copy(update={"answers": kept})))


@of_team
def ask_for_note(visit: Visit) -> Result:
    """A note with this week's check-in; it is private until it is shared."""
    if checkin_of(visit.crew, open_period(visit.crew, visit.context.now)) is None:
        return Result(visit.session.having(view="team"), hint="checkin_over")
    return Result(visit.session.having(view="checkin_note"))


def write_note(visit: Visit, text: str) -> Result:
    """The words of the note."""
    said = checkin_of(visit.crew, open_period(visit.crew, visit.context.now))
    written = tidy(text, LONGEST_NOTE)
    if said is None:
        return Result(visit.session.having(view="team"), hint="checkin_over")
    if not written:
        return Result(visit.session, hint="empty")
    changed = replace(said, note=written, shared=False)
    session = visit.session.having(view="checkin_done")
    return Result(session, hint="note_kept", changes=(Edit(said, changed),), taken=True)


@of_team
def share_note(visit: Visit) -> Result:
    """Share this week's note with the team, or keep it again."""
    said = checkin_of(visit.crew, open_period(visit.crew, visit.context.now))
    if said is None or said.note is None:
        return Result(visit.session.having(view="team"), hint="stale")
    if too_small(visit.crew) and not said.shared:
        return Result(visit.session, hint="too_small_to_share")
    changed = replace(said, shared=not said.shared)
    hint: Hint = "note_shared" if changed.shared else "note_kept"
    return Result(visit.session.having(view="checkin_done"), hint=hint, changes=(Edit(said, changed),))


@of_team
def ask_lead_for_help(visit: Visit) -> Result:
    """Whoever is stuck lets the lead know, of the action only: what is in the way is nobody else's."""
    crew = visit.crew
    said = checkin_of(crew, open_period(crew, visit.context.now))
    lead = next((member for member in crew.members if member.role is Role.LEAD), crew.me)
    if said is None or said.state is not State.STUCK or lead == crew.me:
        return Result(visit.session, hint="stale")
    session = saying_once(visit.session, f"help:{crew.team.id}:{said.period}")
    if session is None:
        return Result(visit.session.having(view="checkin_done"), hint="help_asked")
    call = soon(ReminderKind.HELP, crew.team, lead, f"{said.number}:{said.period}", visit.context.now)
    return Result(session.having(view="checkin_done"), hint="help_asked", changes=(Put(call),))


@of_team
def ask_for_cue(visit: Visit) -> Result:
    """The if-then plan: first the moment (S2.8d)."""
    return Result(visit.session.having(view="team_cue", team=visit.crew.team.id, draft=None))


def write_cue(visit: Visit, text: str) -> Result:
    """The existing moment of an if-then plan; the small action comes next, or was written along with it."""
    written = tidy(text, LONGEST_HALF)
    if not written:
        return Result(visit.session, hint="empty")
    session = visit.session.having(view="team_routine", draft=written)
    return (
        write_routine(replace(visit, session=session), visit.arguments[0])
        if visit.arguments
        else Result(session)
    )


def write_routine(visit: Visit, text: str) -> Result:
    """The small action of an if-then plan."""
    session, written = visit.session, tidy(text, LONGEST_HALF)
    if not written or session.draft is None:
        return Result(session, hint="empty")
    changed = Edit(visit.crew.me, replace(visit.crew.me, cue=session.draft, routine=written))
    return Result(session.having(view="team", draft=None), hint="routine_kept", changes=(changed,))


@of_team
def choose_habit(visit: Visit) -> Result:
    """A routine of one tap."""
    name = visit.arguments[0] if visit.arguments else ""
    if name not in HABITS:
        return Result(visit.session, hint="stale")
    changed = Edit(visit.crew.me, replace(visit.crew.me, cue=habit(name), routine=habit(name)))
    session = visit.session.having(view="team", team=visit.crew.team.id, draft=None)
    return Result(session, hint="routine_kept", changes=(changed,))


CHECKIN_HANDLERS: Mapping[str, Handler] = {
    "checkin": open_checkin,
    "checkin_now": open_checkin_below_reminder,
    "check": answer_below_reminder,
    "note": ask_for_note,
    "share_note": share_note,
    "ask_help": ask_lead_for_help,
    "routine": ask_for_cue,
    "habit": choose_habit,
}
