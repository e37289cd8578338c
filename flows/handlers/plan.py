"""The plan of a team: agreed by the lead, changed with taps; who owns an action says how it goes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from secrets import token_hex

from flows.handlers.access import TeamHandler, for_lead, of_named_team, of_team, open_view
from flows.handlers.joining import tell_member
from flows.reminders.appointments import opening_of, soon, tell_all
from flows.reminders.names import ReminderKind
from flows.reminders.schedule import plan_action
from flows.screens.in_place import state_screen
from flows.state.hints import Hint
from flows.state.lead_answers import leading_answers
from flows.state.once import saying_once
from flows.state.result import After, Arguments, Handler, Result, SideMessage
from flows.state.session import Session
from flows.state.views import View, place
from flows.state.visit import Visit
from flows.teams.calendar import next_period
from flows.teams.changes import Change, Drop, Edit, Put, put_or_edit
from flows.teams.lookup import find_action, find_member, may_change, number_of, owner_of
from flows.teams.plan import (
    LEAST_ACTIONS,
    MOST_ACTIONS,
    WEEKS_AHEAD,
    in_state,
    may_own,
    more_actions,
    name_of,
    planned,
    typed_action,
)
from flows.teams.records import Member, Ownership, PlanAction, Role, State
from flows.teams.tidy import LONGEST_ACTION, tidy

STATES = tuple((state.value,) for state in State)

STEPS: Mapping[str, int] = {"later": 1, "sooner": -1}
"""Weeks by which a date moves."""

ActionHandler = Callable[[Visit, PlanAction], Result]


@for_lead
def agree_on_plan(visit: Visit) -> Result:
    """The plan stands: check-ins begin."""
    team, now = visit.crew.team, visit.context.now
    agreed = replace(team, agreed=True, agreed_at=team.agreed_at if team.agreed else now)
    session = visit.session.having(view="team", team=team.id)
    news = tell_all(ReminderKind.AGREED, visit.crew, visit.context.today, now)
    return Result(session, hint="agreed", changes=(Edit(team, agreed), *news), after=After.PLANNED)


def _of_action(handler: ActionHandler) -> TeamHandler:
    """For who may change the action that the first argument numbers."""

    def guarded(visit: Visit) -> Result:
        action = find_action(visit.crew, visit.arguments)
        if action is None:
            return Result(visit.session.having(view="team_plan"), hint="stale")
        if not may_change(visit.crew, action):
            return Result(visit.session, hint="not_yours")
        return handler(visit, action)

    return guarded


def _showing(session: Session, action: PlanAction) -> Session:
    return session.having(view=place("team_action", action.number), changing=None)


def _assign_owner(visit: Visit) -> Result:
    """An owner for an action: the lead gives any to anybody, others take what nobody owns."""
    crew = visit.crew
    action, chosen = find_action(crew, visit.arguments), find_member(crew, visit.arguments[1:])
    if action is None or chosen is None:
        return Result(visit.session.having(view="team_plan"), hint="stale")
    taken = owner_of(crew, action) is None and chosen == crew.me
    if crew.me.role is not Role.LEAD and not taken:
        return Result(visit.session, hint="not_yours")
    if not may_own(crew.owners, chosen.user_id):
        return Result(visit.session, hint="owns_enough")
    owned = Ownership(crew.team.id, action.number, chosen.user_id)
    owner = crew.owners.get(action.number)
    changes = (
        put_or_edit(replace(owned, user_id=owner) if owner is not None else None, owned),
        *plan_action(crew.team, action, chosen, visit.context.now),
    )
    former = owner_of(crew, action)
    if former == chosen:
        return Result(_showing(visit.session, action), hint="given", changes=changes)
    posts: tuple[SideMessage, ...] = ()
    given = () if chosen == crew.me else (_tell_of(ReminderKind.GIVEN, action, chosen, visit),)
    if former is not None and former != crew.me and crew.team.agreed:
        given = (*given, _tell_of(ReminderKind.TAKEN, action, former, visit))
    elif former is not None and former != crew.me:
        posts = (tell_member(former.user_id, "taken_action", crew.team, "action", str(action.number)),)
    return Result(_showing(visit.session, action), hint="given", changes=(*changes, *given), posts=posts)


def _tell_of(kind: ReminderKind, action: PlanAction, member: Member, visit: Visit) -> Put:
    """Whose an action is or was hears of it, once a day at most."""
    team, context = visit.crew.team, visit.context
    return Put(soon(kind, team, member, f"{action.number}:{context.today}", context.now))


assign_owner = of_team(_assign_owner)


@_of_action
def _unassign_owner(visit: Visit, action: PlanAction) -> Result:
    """An action without an owner again."""
    team, owner = visit.crew.team, owner_of(visit.crew, action)
    if owner is None:
        return Result(_showing(visit.session, action), hint="stale")
    dropped = Drop(Ownership(team.id, action.number, owner.user_id))
    changes = (dropped, *plan_action(team, action, None, visit.context.now))
    return Result(_showing(visit.session, action), changes=changes)


unassign_owner = of_team(_unassign_owner)


@of_team
def take_while_joining(visit: Visit) -> Result:
    """Take an action that nobody has, or give it back; the plan stays in view."""
    crew, action = visit.crew, find_action(visit.crew, visit.arguments)
    owner = owner_of(crew, action) if action is not None else None
    session = visit.session.having(view="team_take", team=crew.team.id)
    if action is None or owner not in (None, crew.me):
        return Result(session, hint="taken_already")
    mine = (str(action.number), str(crew.me.user_id))
    result = (_assign_owner if owner is None else _unassign_owner)(replace(visit, arguments=mine))
    return replace(result, session=session)


@of_team
@_of_action
def reschedule_action(visit: Visit, action: PlanAction) -> Result:
    """A week later or sooner, or in some weeks from today; never before today."""
    wanted = visit.arguments[1] if len(visit.arguments) == 2 else ""
    weeks = number_of((wanted,))
    if wanted not in STEPS and weeks not in WEEKS_AHEAD:
        return Result(visit.session, hint="stale")
    start = action.target_on if weeks is None else visit.context.today
    day = (date.fromisoformat(start) + timedelta(weeks=STEPS.get(wanted, weeks or 0))).isoformat()
    if day < visit.context.today:
        return Result(visit.session, hint="date_past")
    hint: Hint | None = "noted" if day == action.target_on else None  # it is so already
    changes = _changed(visit, action, replace(action, target_on=day))
    return Result(_showing(visit.session, action), hint=hint, changes=changes)


@of_team
@_of_action
def set_action_state(visit: Visit, action: PlanAction) -> Result:
    """How an action is going."""
    if visit.arguments[1:] not in STATES:
        return Result(visit.session, hint="stale")
    changed = in_state(action, State(visit.arguments[1]), visit.context.today)
    changes = _changed(visit, action, changed)
    hint = _celebrate(visit, action, changed)
    return Result(_showing(visit.session, action), hint=hint, changes=changes, festive=hint is not None)


@of_named_team
@_of_action
def set_state_below_reminder(visit: Visit, action: PlanAction) -> Result:
    """How an action is going, said below a reminder: the conversation stays where it is."""
    if visit.arguments[1:] not in STATES:
        return Result(visit.session, hint="stale")
    changed = in_state(action, State(visit.arguments[1]), visit.context.today)
    screen = state_screen(visit.reader.catalogue, visit.crew, action, changed)
    post = SideMessage("settled", screen=screen, team_id=visit.crew.team.id)
    changes = _changed(visit, action, changed)
    hint = _celebrate(visit, action, changed) or "noted"
    return Result(visit.session, hint=hint, changes=changes, posts=(post,))


@of_named_team
def send_kudos(visit: Visit) -> Result:
    """Well done, to who finished an action: their next check-in says how many thought so, not who."""
    crew, now = visit.crew, visit.context.now
    action = find_action(crew, visit.arguments)
    owner = owner_of(crew, action) if action is not None else None
    if action is None or owner is None or owner == crew.me or action.state is not State.DONE:
        return Result(visit.session, hint="kudos_late")
    session = saying_once(visit.session, f"kudos:{crew.team.id}:{action.number}:{action.done_on}")
    if session is None:
        return Result(visit.session, hint="kudos_sent")
    opens = opening_of(crew.team, owner, next_period(crew.team, owner.zone, now))
    # Who gave it is known to nobody but themselves.
    subject = f"{action.number}:{token_hex(4)}"
    kudos = replace(opens, kind=ReminderKind.KUDOS, subject=subject, due_at=opens.due_at - 1)
    return Result(session, hint="kudos_sent", changes=(Put(kudos),))


SEEN: Mapping[str, View] = {
    "team": "team",
    "plan": "team_plan",
    "action": "team_action",
    "round": "team_round",
    "review": "team_review",
    "members": "team_members",
}
"""What a notice can open, by the name its button carries."""


@of_named_team
def open_from_notice(visit: Visit) -> Result:
    """What a notice speaks of, in its place."""
    view = SEEN.get(visit.arguments[0]) if visit.arguments else None
    if view is None:
        return Result(visit.session, hint="stale")
    shown = place(view, *visit.arguments[1:2])
    return Result(visit.session.having(view=shown, team=visit.crew.team.id, changing=None))


def _celebrate(visit: Visit, before: PlanAction, action: PlanAction) -> Hint | None:
    """A warm word where an action was finished, or the plan with it."""
    if action.state is not State.DONE or before.state is State.DONE:
        return None
    others = (one for one in visit.crew.actions if one.number != action.number)
    return "plan_done" if all(one.state is State.DONE for one in others) else "action_done"


def _changed(visit: Visit, before: PlanAction, action: PlanAction) -> tuple[Change, ...]:
    """The action as it is now, and its reminder with it."""
    crew = visit.crew
    return (Edit(before, action), *plan_action(crew.team, action, owner_of(crew, action), visit.context.now))


@for_lead
def add_action(visit: Visit) -> Result:
    """One more action, of those that fit."""
    added = _new_action(visit, visit.arguments)
    if added is None or len(visit.crew.actions) >= MOST_ACTIONS:
        return Result(visit.session.having(view="team_plan"), hint="stale")
    return Result(_showing(visit.session, added), changes=(Put(added),))


@for_lead
def ask_for_action(visit: Visit) -> Result:
    """An action in the own words, to be typed."""
    if len(visit.crew.actions) >= MOST_ACTIONS:
        return Result(visit.session.having(view="team_plan"), hint="most_actions")
    return Result(visit.session.having(view="team_own_action", team=visit.crew.team.id, changing=None))


def write_action(visit: Visit, text: str) -> Result:
    """The words of an own action; then it gets an owner and a date."""
    crew, written = visit.crew, tidy(text, LONGEST_ACTION)
    if crew.me.role is not Role.LEAD or len(crew.actions) >= MOST_ACTIONS:
        return Result(visit.session.having(view="team_plan"), hint="stale")
    if not written:
        return Result(visit.session, hint="empty")
    number = 1 + max((action.number for action in crew.actions), default=0)
    added = typed_action(crew.team.id, number, written, visit.context.today)
    return Result(_showing(visit.session, added), hint="action_added", changes=(Put(added),))


def _new_action(visit: Visit, arguments: Arguments) -> PlanAction | None:
    """The action that an argument names, if it fits and is not in the plan, with the next number."""
    crew, catalogue = visit.crew, visit.reader.catalogue
    answers = leading_answers(visit.reader, visit.session, crew)
    fitting = more_actions(catalogue, answers, crew.actions)
    chosen = next((one for one in fitting if (name_of(one),) == arguments[:1]), None)
    if chosen is None:
        return None
    number = 1 + max((action.number for action in crew.actions), default=0)
    return planned(crew.team.id, number, chosen, catalogue, visit.context.today)


@for_lead
def swap_action(visit: Visit) -> Result:
    """Another action in the place of one; who owned that one is free."""
    action, added = (
        find_action(visit.crew, visit.arguments),
        _new_action(visit, visit.arguments[1:]),
    )
    if action is None or added is None:
        return Result(visit.session.having(view="team_plan"), hint="stale")
    changes = (Drop(action), *plan_action(visit.crew.team, action, None, visit.context.now), Put(added))
    return Result(_showing(visit.session, added), changes=changes)


@for_lead
def drop_action(visit: Visit) -> Result:
    """One action fewer, but never fewer than a plan needs."""
    action = find_action(visit.crew, visit.arguments)
    if action is None:
        return Result(visit.session.having(view="team_plan"), hint="stale")
    if len(visit.crew.actions) <= LEAST_ACTIONS:
        return Result(_showing(visit.session, action), hint="least_actions")
    changes = (Drop(action), *plan_action(visit.crew.team, action, None, visit.context.now))
    return Result(visit.session.having(view="team_plan"), changes=changes)


PLAN_HANDLERS: Mapping[str, Handler] = {
    "plan": open_view("team_plan"),
    "agree": agree_on_plan,
    "plan_action": open_view("team_action"),
    "plan_owner": open_view("team_owner"),
    "plan_add": open_view("team_add"),
    "plan_swap": open_view("team_swap"),
    "give": assign_owner,
    "free": unassign_owner,
    "take": take_while_joining,
    "when": reschedule_action,
    "state": set_action_state,
    "act": set_state_below_reminder,
    "see": open_from_notice,
    "kudos": send_kudos,
    "add": add_action,
    "own_action": ask_for_action,
    "swap": swap_action,
    "drop": drop_action,
}
