"""Which buttons a reminder has below it, so that a tap counts only where one was sent that offered it."""

from collections.abc import Mapping

from flows.reminders.kinds import KINDS, ReminderRule, ReminderScreen
from flows.reminders.names import ReminderKind
from flows.state.result import TurnContext
from flows.state.screen import Action
from flows.teams.lookup import number_of
from flows.teams.records import Appointment

BELOW: Mapping[ReminderScreen, tuple[str, ...]] = {
    ReminderScreen.OPENING: ("check", "checkin_now"),
    ReminderScreen.CHECKIN: ("checkin_now",),
    ReminderScreen.TEAM: ("team",),
    ReminderScreen.ACTION: ("act", "team"),
    ReminderScreen.STUCK: ("team",),
    ReminderScreen.DROPPED: ("team",),
    ReminderScreen.PAUSE: ("team",),
    ReminderScreen.NEWS: ("team",),
}
"""What can be done below each, besides putting it off and wanting no more of them."""


def _offered(screen: ReminderScreen, rule: ReminderRule) -> frozenset[str]:
    later = ("later",) if rule.comes_back_as else ()
    return frozenset({"remind_of", *BELOW[screen], *later})


OFFERED: Mapping[str, frozenset[str]] = {
    kind: _offered(rule.screen, rule) for kind, rule in KINDS.items() if rule.screen is not None
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
            return arguments in (ANSWERS_TO_PAUSE if reminder.kind == ReminderKind.PAUSE else (STOP,))
        case _:
            return arguments == ()
