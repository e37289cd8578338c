"""What the message of a reminder says once it was tapped or is past: what came of it, and how to undo it."""

from collections.abc import Sequence

from flows.catalogue.catalogue import Catalogue
from flows.reminders.kinds import KINDS, ReminderScreen
from flows.screens.team_home import moment
from flows.state.screen import Block, Button, Screen, labelled
from flows.teams.lookup import find_action
from flows.teams.plan import action_of
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Member, PlanAction, Reminding, State

NAME = "nudge"


def to_action(team_id: int, action: PlanAction) -> Button:
    """The way to an action of the plan."""
    return labelled("open_action", "see", team_id, "action", action.number)


def put_off_screen(crew: Crew, moved: Appointment) -> Screen:
    """Until when it was put off, and the way back from that."""
    values = {"team": crew.team.name, **moment(moved, crew)}
    undo = labelled("undo", "undo", crew.team.id, moved.kind, moved.subject)
    return Screen(NAME, (Block("nudge/put_off", values),), ((undo,),))


def reminding_screen(crew: Crew, me: Member, ahead: Appointment | None) -> Screen:
    """Whether reminders are on from now on, and the way back from silence."""
    on = me.reminding is Reminding.ON
    values = {
        "team": crew.team.name,
        "reminding": me.reminding.value,
        "paused_until": me.paused_until,
        **moment(ahead if on else None, crew),
    }
    team = crew.team.id
    onward = labelled("open_team", "see", team, "team") if on else labelled("undo", "remind_of", team, "on")
    return Screen(NAME, (Block("nudge/reminding", values),), ((onward,),))


def state_screen(catalogue: Catalogue, crew: Crew, before: PlanAction, action: PlanAction) -> Screen:
    """How an action goes as was said just now, and the way back from that."""
    team = crew.team.id
    changed = before.state is not action.state
    undo = (labelled("undo", "act", team, action.number, before.state),) if changed else ()
    values = {"team": crew.team.name, "state": action.state.value, "stuck": action.state is State.STUCK}
    block = Block("nudge/state", values, action_of(catalogue, crew, action))
    return Screen(NAME, (block,), ((*undo, to_action(team, action)),))


def over_screen(crew: Crew, appointment: Appointment, *, repeated: bool = False) -> Screen:
    """A reminder that counts no more: which one it was, without buttons. `repeated`: it came again, below."""
    screen = KINDS[appointment.kind].screen or ReminderScreen.TEAM
    period = appointment.subject.partition(":")[0]
    said = any(checkin.period == period for checkin in crew.my_checkins)
    values = {"team": crew.team.name, "screen": screen.value, "said": said, "repeated": repeated}
    return Screen(NAME, (Block("nudge/over", values),))


def notice_screen(catalogue: Catalogue, crew: Crew, leads_to: Sequence[str]) -> Screen:
    """What stands below a line about a team: the action it speaks of, if it does, and the way there."""
    thing, *rest = leads_to
    action = find_action(crew, tuple(rest)) if thing == "action" else None
    if action is None:
        thing = "plan" if thing == "action" else thing
        return Screen(NAME, (), ((labelled(f"open_{thing}", "see", crew.team.id, thing),),))
    values = {"target_on": action.target_on}
    block = Block("nudge/of_action", values, action_of(catalogue, crew, action))
    return Screen(NAME, (block,), ((to_action(crew.team.id, action),),))
