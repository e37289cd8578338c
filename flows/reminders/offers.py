"""Which buttons a reminder has below it, so that a tap counts only where one was sent that offered it."""

from collections.abc import Mapping

from flows.reminders.kinds import KINDS, ReminderRule, ReminderScreen
from flows.reminders.names import ReminderKind
from flows.state.result import TurnContext
from flows.state.screen import Action
from flows.teams.lookup import number_of
from flows.teams.ports import Crew
from flows.teams.records import Appointment

OPENS = "see"
"""Shows something of a team to whoever is in it and changes nothing: that needs no reminder to offer it."""

BELOW: Mapping[ReminderScreen, tuple[str, ...]] = {
    ReminderScreen.OPENING: ("check", "checkin_now", "kudos"),
    ReminderScreen.CHECKIN: ("checkin_now", "kudos"),
    ReminderScreen.TEAM: ("team",),
    ReminderScreen.ACTION: ("act", "team"),
    ReminderScreen.GIVEN: ("team",),
    ReminderScreen.STUCK: ("team",),
    ReminderScreen.DROPPED: ("team",),
    ReminderScreen.PAUSE: ("team",),
    ReminderScreen.NEWS: ("team",),
}
"""What can be done below each, besides putting it off and wanting no more of them. Messages from before have
`team` where there is something nearer now.
"""


def _offered(screen: ReminderScreen, rule: ReminderRule) -> frozenset[str]:
    later = ("later", "undo") if rule.comes_back_as else ()
    return frozenset({"remind_of", *BELOW[screen], *later})


OFFERED: Mapping[str, frozenset[str]] = {
    kind: _offered(rule.screen, rule) for kind, rule in KINDS.items() if rule.screen is not None
}
"""What can be done below a reminder of each kind."""
ON, STOP = ("on",), ("off",)
ANSWERS_TO_PAUSE = (ON, ("pause", "4"), STOP)


def was_offered(action: Action, context: TurnContext) -> bool:
    """Whether a reminder that went to this person has such a button."""
    team = number_of(action.arguments[:1])
    crew = context.teams.crew(team) if team is not None else None
    if crew is None:
        return False
    return action.name == OPENS or offered_by(action, crew) is not None


def offered_by(action: Action, crew: Crew) -> Appointment | None:
    """The reminder to the one who looks that has such a button."""
    return next((reminder for reminder in crew.reminders if offers(reminder, action)), None)


def offers(reminder: Appointment, action: Action) -> bool:
    """Whether this reminder has it."""
    if action.name not in OFFERED.get(reminder.kind, ()):
        return False
    subject, arguments = tuple(reminder.subject.split(":")), action.arguments[1:]
    match action.name:
        case "later":
            return arguments == (reminder.kind, *subject)
        case "undo":
            return arguments[:2] == (KINDS[reminder.kind].comes_back_as, subject[0]) and len(arguments) > 2
        case "check" | "act":
            return len(arguments) == 2 and arguments[0] == subject[0]
        case "remind_of":
            return arguments in (ANSWERS_TO_PAUSE if reminder.kind == ReminderKind.PAUSE else (ON, STOP))
        case _:
            return len(arguments) == (1 if action.name == "kudos" else 0)
