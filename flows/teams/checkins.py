"""The own check-in: which week is open, what was said, what it asks about."""

from flows.teams.calendar import current_period, opening
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, Member, PlanAction, State, Team


def own_action(crew: Crew) -> PlanAction | None:
    """The own action that a check-in asks about: of those not done the one whose date comes first."""
    mine = [
        action
        for action in crew.actions
        if crew.owners.get(action.number) == crew.me.user_id and action.state is not State.DONE
    ]
    return min(mine, key=lambda action: (action.target_on, action.number), default=None)


def task_of(crew: Crew) -> dict[str, str]:
    """What the check-in knows of somebody before it asks."""
    return {"task": "action" if own_action(crew) else "routine"}


def open_period(crew: Crew, now: float) -> str | None:
    """The week that can be checked in for: none before the first opening after joining and agreeing."""
    period = current_period(crew.team, crew.me.zone, now)
    return period if opened_for(crew.team, crew.me, period) else None


def opened_for(team: Team, member: Member, period: str) -> bool:
    """Whether a week opened, or will, for a member who had joined by then, of a plan that was agreed."""
    return team.agreed and max(team.agreed_at, member.joined_at) <= opening(team, member.zone, period)


def opened_for_anybody(crew: Crew, period: str) -> bool:
    """Whether anybody can have checked in for a week."""
    return any(opened_for(crew.team, member, period) for member in crew.members)


def checkin_of(crew: Crew, period: str | None) -> CheckIn | None:
    """The own check-in of a week, if there is one."""
    return next((found for found in crew.my_checkins if found.period == period), None)
