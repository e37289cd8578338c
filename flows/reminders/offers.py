"""Which buttons a reminder has below it, so that a tap counts only where one was sent that offered it."""

from collections.abc import Mapping

from flows.reminders.appointments import NEWS
from flows.state.result import TurnContext
from flows.state.screen import Action
from flows.teams.lookup import number_of
from flows.teams.records import Appointment

PUTTING_OFF = frozenset({"later", "remind_of"})
OPENING_TEAM = PUTTING_OFF | {"team"}
OFFERED: Mapping[str, frozenset[str]] = {
    "checkin": PUTTING_OFF | {"check", "checkin_now"},
    "n_checkin": PUTTING_OFF | {"checkin_now"},
    "n_action_due": OPENING_TEAM | {"act"},
    "n_action_again": OPENING_TEAM | {"act"},
    "n_stuck": OPENING_TEAM,
    "n_conf_drop": OPENING_TEAM,
    "n_review": OPENING_TEAM,
    "n_review_again": OPENING_TEAM,
    "review": OPENING_TEAM,
    "n_pause": frozenset({"remind_of", "team"}),
    **dict.fromkeys(NEWS, frozenset({"remind_of", "team"})),
}
"""What can be done below a reminder of each kind."""
STOP = ("off",)
ANSWERS_TO_PAUSE = (("on",), ("pause", "4"), STOP)


def was_offered(action: Action, context: TurnContext) -> bool:
    """Whether a reminder that went to this person has such a button."""
    team = number_of(action.arguments[:1])
    crew = context.teams.crew(team) if team is not None else None
    return crew is not None and any(offers(reminder, action) for reminder in crew.reminders)


def offers(reminder: Appointment, action: Action) -> bool:
    """Whether this reminder has it."""
    if action.name not in OFFERED.get(reminder.kind, ()):
        return False
    subject, arguments = tuple(reminder.subject.split(":")), action.arguments[1:]
    match action.name:
        case "later":
            return arguments == (reminder.kind, *subject)
        case "check" | "act":
            return len(arguments) == 2 and arguments[0] == subject[0]
        case "remind_of":
            return arguments in (ANSWERS_TO_PAUSE if reminder.kind == "n_pause" else (STOP,))
        case _:
            return arguments == ()
