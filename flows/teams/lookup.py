"""What an argument names: a member, an action of the plan; and who may change that."""

from flows.teams.ports import Crew
from flows.teams.records import Member, PlanAction, Role, State

MOST_DIGITS = 18
"""Of a number that any database can hold."""


def number_of(arguments: tuple[str, ...]) -> int | None:
    """The first argument as a number, such as those by which people and teams are known."""
    if not arguments or not arguments[0].isdecimal() or len(arguments[0]) > MOST_DIGITS:
        return None
    return int(arguments[0])


def find_member(crew: Crew, arguments: tuple[str, ...]) -> Member | None:
    """The member that an argument names."""
    wanted = number_of(arguments)
    return next((member for member in crew.members if member.user_id == wanted), None)


def find_action(crew: Crew, arguments: tuple[str, ...]) -> PlanAction | None:
    """The action that the first argument numbers."""
    wanted = number_of(arguments)
    return next((action for action in crew.actions if action.number == wanted), None)


def owner_of(crew: Crew, action: PlanAction) -> Member | None:
    """Who owns an action."""
    person = crew.owners.get(action.number)
    return next((member for member in crew.members if member.user_id == person), None)


def free_actions(crew: Crew) -> list[PlanAction]:
    """What is to be done and nobody's."""
    return [one for one in crew.actions if one.number not in crew.owners and one.state is not State.DONE]


def may_change(crew: Crew, action: PlanAction) -> bool:
    """Whether the one who looks may: the lead, or its owner."""
    return crew.me.role is Role.LEAD or owner_of(crew, action) == crew.me
