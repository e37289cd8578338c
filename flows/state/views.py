"""What the live message can show: the names of all places, as they are stored."""

from typing import Literal, NewType

View = Literal[
    "welcome",
    "question",
    "question_why",
    "overview",
    "restart",
    "advice",
    "menu",
    "reckon",
    "share",
    "sources",
    "privacy",
    "mydata",
    "help",
    "settings",
    "forget",
    "team",
    "team_new",
    "team_country",
    "team_join",
    "team_declined",
    "team_take",
    "team_more",
    "team_members",
    "team_member",
    "team_leave",
    "team_delete",
    "team_sure",
    "team_plan",
    "team_action",
    "team_owner",
    "team_add",
    "team_own_action",
    "team_swap",
    "team_round",
    "team_review",
    "team_brief",
    "team_brief_line",
    "team_report",
    "team_settings",
    "team_moment",
    "team_zone",
    "team_away",
    "team_group",
    "team_cue",
    "team_routine",
    "checkin",
    "checkin_done",
    "checkin_note",
]

MENUS = frozenset(
    {"welcome", "overview", "restart", "menu", "share", "privacy", "mydata", "help", "settings", "forget"}
)
"""What is there to choose from or to look up: once it stands in another place, nobody misses it here."""


def is_menu(shown: str) -> bool:
    """Whether a view is of no use any more where another message took its place: menus, and what a team's
    plan or arrangements were then.
    """
    name = shown.partition(":")[0]
    return name in MENUS or name.startswith("sources") or (name.startswith("team") and name != "team_join")


WHOLLY = "wholly"
"""What a view carries that shows to the letter what another has in short."""

Place = NewType("Place", str)
"""A view with what it is about, or one on advice, by the name its button carries (`flows.screens.advice`)."""


def place(view: View, *arguments: object) -> Place:
    """A view of one of several, such as an action: "team_action:2"."""
    return Place(":".join((view, *map(str, arguments))))
