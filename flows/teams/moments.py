"""What of a team stands in somebody's calendar: their check-ins, the review, the days of actions."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.teams.calendar import (
    day_after,
    local_day,
    moment_on,
    next_allowed,
    next_period,
    opening,
    period_after,
)
from flows.teams.ports import Crew
from flows.teams.records import PlanAction, State

CHECKINS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class TeamMoment:
    """One of them. `at`: seconds UTC, or the whole day; `known_as`: the same each time it is asked for."""

    kind: str
    known_as: str
    on: str
    at: float | None = None
    action: PlanAction | None = None


def team_moments(crew: Crew, now: float) -> tuple[TeamMoment, ...]:
    """Everything ahead, for the one who looks; check-ins not while they are away."""
    today = local_day(now, crew.me.zone)
    checkins = _checkins(crew, now) if crew.team.agreed else ()
    review = (_review(crew),) if crew.team.review_on >= today else ()
    return (*checkins, *review, *_actions(crew, today))


def _checkins(crew: Crew, now: float) -> Iterator[TeamMoment]:
    team, me = crew.team, crew.me
    away = me.away_until(local_day(now, me.zone))
    period = next_period(team, me.zone, moment_on(day_after(away), 0, me.zone) if away else now)
    for _ in range(CHECKINS_AHEAD):
        at = opening(team, me.zone, period)
        yield TeamMoment("checkin", f"checkin-{team.id}-{period}", local_day(at, me.zone), at)
        period = period_after(team, period)


def _review(crew: Crew) -> TeamMoment:
    team, zone = crew.team, crew.me.zone
    at = next_allowed(moment_on(team.review_on, team.hour, zone), zone, team.country)
    return TeamMoment("review", f"review-{team.id}-{team.review_on}", local_day(at, zone), at)


def _actions(crew: Crew, today: str) -> Iterator[TeamMoment]:
    for action in crew.actions:
        if action.state is not State.DONE and action.target_on >= today:
            known_as = f"action-{crew.team.id}-{action.number}"
            yield TeamMoment("action", known_as, action.target_on, action=action)
