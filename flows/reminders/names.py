"""The names of the kinds of reminders, as they are stored; what each of them is: `flows.reminders.kinds`."""

from enum import StrEnum


class ReminderKind(StrEnum):
    """What happens at a time: to a member, to a whole team, or in its group."""

    CHECKIN = "checkin"
    CHECKIN_AGAIN = "n_checkin"
    ACTION_DUE = "n_action_due"
    ACTION_AGAIN = "n_action_again"
    STUCK = "n_stuck"
    GIVEN = "n_given"
    TAKEN = "n_taken"
    HELP = "n_help"
    LEFT = "n_left"
    REVIEW_SOON = "n_review"
    REVIEW_AGAIN = "n_review_again"
    CONFIDENCE_DROP = "n_conf_drop"
    PAUSE = "n_pause"
    AGREED = "n_agreed"
    ROUND = "n_round"
    OUTCOME = "n_outcome"
    MOVED = "n_moved"
    GROUP = "n_group"
    KUDOS = "kudos"
    WEEK = "week"
    REVIEW = "review"
    GROUP_WEEK = "group_week"
    GROUP_REVIEW = "group_review"
