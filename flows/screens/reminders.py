"""What a reminder says, and the buttons below it: each does what it says, however old the message is."""

from collections.abc import Callable, Mapping

from flows.catalogue.catalogue import Catalogue
from flows.reminders.kinds import KINDS, ReminderScreen
from flows.reminders.names import ReminderKind
from flows.screens.also import also_blocks, calls_for_help, kudos_row
from flows.screens.in_place import to_action
from flows.screens.team_ask import ask_blocks, remedy_blocks
from flows.screens.team_checkin import option_rows, question_blocks
from flows.state.screen import Block, Button, Screen, labelled
from flows.teams.checkins import task_of
from flows.teams.lookup import free_actions, owner_of
from flows.teams.plan import action_of
from flows.teams.ports import Crew
from flows.teams.records import Appointment, PlanAction, State
from flows.teams.statistics import overview
from flows.teams.step_review import judge

Builder = Callable[[Catalogue, Appointment, Crew, str], Screen]


def nudge_screen(
    catalogue: Catalogue, appointment: Appointment, crew: Crew, *, asks: bool, today: str
) -> Screen:
    """A reminder as a message. `asks`: a question of another questionnaire is open; then none is added."""
    rule = KINDS.get(appointment.kind)
    screen = rule.screen if rule is not None else None
    if screen is ReminderScreen.OPENING and asks:
        screen = ReminderScreen.CHECKIN
    return SCREENS[screen or ReminderScreen.TEAM](catalogue, appointment, crew, today)


def _opening(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """The check-in opens with its first question right below: three taps in all."""
    question = "own_action" if task_of(crew)["task"] == "action" else "routine"
    period = appointment.subject.partition(":")[0]
    rows = tuple(
        tuple(
            labelled(f"answer:{question}:{option}", "check", crew.team.id, period, option) for option in row
        )
        for row in option_rows(catalogue, question)
    )
    blocks = question_blocks(catalogue, crew, question, 1, period)
    also, kudos = also_blocks(catalogue, crew, today), kudos_row(crew, today)
    below = (kudos,) if kudos else ()
    return Screen("nudge", (*blocks, *also), (*rows, *below, *_putting_off(appointment)))


def _putting_off(appointment: Appointment) -> tuple[tuple[Button, ...], ...]:
    """Not now, where it may be put off, and stop, never beside it: below every reminder."""
    team, kind, subject = appointment.team_id, appointment.kind, appointment.subject
    stop = labelled("stop", "remind_of", team, "off")
    if kind not in KINDS or KINDS[kind].comes_back_as is None:
        return ((stop,),)
    return ((labelled("not_now", "later", team, kind, subject),), (stop,))


def _checkin(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """A line, and the way to the check-in."""
    onward = labelled("checkin_now", "checkin_now", crew.team.id)
    return _line(appointment, crew, onward, calls_for_help(catalogue, crew))


def _team(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """A line on the review with what is asked of who decides, and the way to it."""
    onward = labelled("open_review", "see", crew.team.id, "review")
    return _line(appointment, crew, onward, ask_blocks(catalogue, crew))


def _line(appointment: Appointment, crew: Crew, onward: Button, asked: tuple[Block, ...] = ()) -> Screen:
    values = {
        "kind": appointment.kind,
        "team": crew.team.name,
        "review_on": crew.team.review_on,
        "in_reach": judge(crew).direction == "up",
        "next": crew.team.step + 1,
    }
    blocks = (Block("nudge/plain", values), *asked)
    return Screen("nudge", blocks, ((onward,), *_putting_off(appointment)))


def _action(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """An own action that is due soon, with its states."""
    number = appointment.subject.partition(":")[0]
    action = next((found for found in crew.actions if str(found.number) == number), None)
    if action is None:
        return _team(catalogue, appointment, crew, today)
    values = {"team": crew.team.name, "target_on": action.target_on}
    block = Block("nudge/action", values, action_of(catalogue, crew, action))
    rows = (_states(crew, action), (to_action(crew.team.id, action),), *_putting_off(appointment))
    return Screen("nudge", (block,), rows)


def _given(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """An action that was given to somebody, was taken from them or needs the lead, and the way to it."""
    number = appointment.subject.partition(":")[0]
    action = next((found for found in crew.actions if str(found.number) == number), None)
    owner = owner_of(crew, action) if action is not None else None
    values = {
        "told": appointment.kind,
        "team": crew.team.name,
        "target_on": action.target_on if action is not None else None,
        "owner": owner.name if owner is not None else None,
    }
    team = crew.team.id
    if action is None:
        onward, element = labelled("open_plan", "see", team, "plan"), None
    else:
        onward, element = to_action(team, action), action_of(catalogue, crew, action)
    return Screen("nudge", (Block("nudge/given", values, element),), ((onward,), *_putting_off(appointment)))


def _states(crew: Crew, action: PlanAction) -> tuple[Button, ...]:
    return tuple(
        labelled(f"state_{state}", "act", crew.team.id, action.number, state)
        for state in (State.DONE, State.ON_TRACK, State.STUCK)
    )


def _stuck(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """Two weeks stuck: the remedy of the barrier that was named."""
    last = next(iter(crew.my_checkins), None)
    action = next((found for found in crew.actions if last and found.number == last.number), None)
    values = {"team": crew.team.name, "barrier": last.barrier if last else "none"}
    onward = to_action(crew.team.id, action) if action else labelled("open_team", "team", crew.team.id)
    block = Block("nudge/stuck", values, action_of(catalogue, crew, action) if action else None)
    blocks = (block, *remedy_blocks(catalogue, crew, last.barrier if last else None))
    return Screen("nudge", blocks, ((onward,), *_putting_off(appointment)))


def _dropped(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """The team's confidence went down: time for a short talk."""
    values = {"team": crew.team.name, "light": overview(catalogue, crew, today).light}
    rows = ((labelled("open_team", "team", crew.team.id),), *_putting_off(appointment))
    return Screen("nudge", (Block("nudge/dropped", values),), rows)


def _news(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """Something the lead did that is for everybody."""
    team, on = crew.team, appointment.subject
    values = {
        "kind": appointment.kind,
        "team": team.name,
        "step": team.step,
        "on": on,
        "actions": len(crew.actions),
        "members": len(crew.members),
        "free": len(free_actions(crew)),
    }
    says, thing = OPENED.get(appointment.kind, ("open_team", "team"))
    rows = ((labelled(says, "see", team.id, thing),), *_putting_off(appointment))
    return Screen("nudge", (Block("nudge/news", values),), rows)


OPENED: Mapping[str, tuple[str, str]] = {
    ReminderKind.AGREED: ("open_plan", "plan"),
    ReminderKind.ROUND: ("open_its_round", "round"),
    ReminderKind.OUTCOME: ("open_outcome", "round"),
    ReminderKind.MOVED: ("open_plan", "plan"),
    ReminderKind.LEFT: ("open_plan", "plan"),
}
"""What news leads to: the words on its button, and what that opens."""


def _pause(catalogue: Catalogue, appointment: Appointment, crew: Crew, today: str) -> Screen:
    """Three missed: pause, stop, or go on?"""
    team = crew.team.id
    rows = (
        (labelled("go_on", "remind_of", team, "on"),),
        (labelled("pause_4", "remind_of", team, "pause", 4),),
        (labelled("stop", "remind_of", team, "off"), labelled("open_team", "team", team)),
    )
    return Screen("nudge", (Block("nudge/pause", {"team": crew.team.name}),), rows)


def group_screen(crew: Crew) -> Screen:
    """What the group is told on the day of a review: nothing personal, no buttons."""
    return Screen("group", (Block("nudge/group", {"team": crew.team.name}),))


SCREENS: Mapping[ReminderScreen, Builder] = {
    ReminderScreen.OPENING: _opening,
    ReminderScreen.CHECKIN: _checkin,
    ReminderScreen.TEAM: _team,
    ReminderScreen.ACTION: _action,
    ReminderScreen.GIVEN: _given,
    ReminderScreen.STUCK: _stuck,
    ReminderScreen.DROPPED: _dropped,
    ReminderScreen.PAUSE: _pause,
    ReminderScreen.NEWS: _news,
}
