"""The kinds of reminders: one table says of each what becomes of it when it is due, and how it is shown.

A new kind is a name and an entry here, and its words in `nudge/`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.reminders.decide_checkin import decide_opening
from flows.reminders.decide_reminder import (
    action_changed,
    as_it_was,
    checkin_over,
    decide_checkin_reminder,
    drop_changed,
    given_changed,
    gone,
    help_changed,
    notice_changed,
    review_changed,
    sent_unless,
    stuck_changed,
    taken_changed,
    waiting_for_room,
)
from flows.reminders.decide_team import (
    asking_over,
    decide_asking,
    decide_closing,
    decide_in_group,
    decide_kudos,
)
from flows.reminders.due import Decision, DueAppointment
from flows.reminders.names import ReminderKind


class ReminderScreen(StrEnum):
    """How a reminder is shown: `flows.screens.reminders`."""

    OPENING = "opening"
    CHECKIN = "checkin"
    TEAM = "team"
    ACTION = "action"
    GIVEN = "given"
    STUCK = "stuck"
    DROPPED = "dropped"
    PAUSE = "pause"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """`decide`: whether it is due, and still so; `over`: whether it counts no more once it was said, which
    news always does; `screen`: how a person is shown it, if at all;
    `comes_back_as`: the kind that comes where it is put off, if it may be; `planned`: it follows from the
    plan, and is planned anew with it; `group_hears_as`: the kind by which the team's group hears of it.
    """

    decide: Callable[[DueAppointment], Decision]
    screen: ReminderScreen | None
    over: Callable[[DueAppointment], bool] | None = None
    comes_back_as: ReminderKind | None = None
    planned: bool = False
    group_hears_as: ReminderKind | None = None


NEWS = ReminderRule(sent_unless(as_it_was), ReminderScreen.NEWS)
IN_GROUP = ReminderRule(decide_in_group, None)

KINDS: dict[str, ReminderRule] = {
    ReminderKind.CHECKIN: ReminderRule(
        decide_opening,
        ReminderScreen.OPENING,
        checkin_over,
        comes_back_as=ReminderKind.CHECKIN_AGAIN,
        planned=True,
    ),
    ReminderKind.CHECKIN_AGAIN: ReminderRule(
        decide_checkin_reminder,
        ReminderScreen.CHECKIN,
        checkin_over,
        comes_back_as=ReminderKind.CHECKIN_AGAIN,
    ),
    ReminderKind.ACTION_DUE: ReminderRule(
        sent_unless(action_changed),
        ReminderScreen.ACTION,
        gone(action_changed),
        comes_back_as=ReminderKind.ACTION_AGAIN,
        planned=True,
    ),
    ReminderKind.ACTION_AGAIN: ReminderRule(
        sent_unless(action_changed),
        ReminderScreen.ACTION,
        gone(action_changed),
        comes_back_as=ReminderKind.ACTION_AGAIN,
    ),
    ReminderKind.STUCK: ReminderRule(
        sent_unless(stuck_changed),
        ReminderScreen.STUCK,
        gone(stuck_changed),
        comes_back_as=ReminderKind.STUCK,
    ),
    ReminderKind.GIVEN: ReminderRule(sent_unless(given_changed), ReminderScreen.GIVEN, gone(given_changed)),
    ReminderKind.TAKEN: ReminderRule(
        waiting_for_room(taken_changed), ReminderScreen.GIVEN, gone(taken_changed)
    ),
    ReminderKind.HELP: ReminderRule(sent_unless(help_changed), ReminderScreen.GIVEN, gone(help_changed)),
    ReminderKind.LEFT: ReminderRule(waiting_for_room(as_it_was), ReminderScreen.NEWS),
    ReminderKind.REVIEW_SOON: ReminderRule(
        sent_unless(notice_changed),
        ReminderScreen.TEAM,
        gone(notice_changed),
        comes_back_as=ReminderKind.REVIEW_AGAIN,
        planned=True,
    ),
    ReminderKind.REVIEW_AGAIN: ReminderRule(
        sent_unless(notice_changed),
        ReminderScreen.TEAM,
        gone(notice_changed),
        comes_back_as=ReminderKind.REVIEW_AGAIN,
    ),
    ReminderKind.CONFIDENCE_DROP: ReminderRule(
        sent_unless(drop_changed),
        ReminderScreen.DROPPED,
        gone(drop_changed),
        comes_back_as=ReminderKind.CONFIDENCE_DROP,
    ),
    ReminderKind.PAUSE: ReminderRule(decide_asking, ReminderScreen.PAUSE, asking_over),
    ReminderKind.AGREED: NEWS,
    ReminderKind.ROUND: NEWS,
    ReminderKind.OUTCOME: NEWS,
    ReminderKind.MOVED: NEWS,
    ReminderKind.GROUP: NEWS,
    ReminderKind.REVIEW: ReminderRule(
        sent_unless(review_changed),
        ReminderScreen.TEAM,
        gone(review_changed),
        planned=True,
        group_hears_as=ReminderKind.GROUP_REVIEW,
    ),
    ReminderKind.KUDOS: ReminderRule(decide_kudos, None),
    ReminderKind.WEEK: ReminderRule(
        decide_closing, None, planned=True, group_hears_as=ReminderKind.GROUP_WEEK
    ),
    ReminderKind.GROUP_WEEK: IN_GROUP,
    ReminderKind.GROUP_REVIEW: IN_GROUP,
}

SHOWN = frozenset(kind for kind, rule in KINDS.items() if rule.screen is not None)
"""The kinds that are messages to a person."""

TO_GROUP: Mapping[str, str] = {
    kind: rule.group_hears_as for kind, rule in KINDS.items() if rule.group_hears_as is not None
}
"""As what the team's group hears of something: an appointment of its own, for it has a fate of its own."""
