"""When a team's week is over: its figures are published once, and confidence that dropped is told.

It is over when the next one opens, however soon everybody answered: a week that closed early would tell that
the last one just did (G12).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from flows.reminders.appointments import soon
from flows.reminders.names import ReminderKind
from flows.teams.calendar import current_period, local_day, next_period, opening, period_before
from flows.teams.changes import Change, Put
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Member, Reminding, Team, Week
from flows.teams.shares import part_of
from flows.teams.statistics import dropped, publish

LONGEST_WEEK = 15
"""Days: from a Monday to the Friday of the week after, which holidays may open four days late."""


def close_week(crew: Crew, period: str, now: float) -> tuple[Change, ...]:
    """A week's figures, unless they are published; and a word to all where confidence dropped."""
    if any(week.period == period for week in crew.weeks):
        return ()
    week = publish(crew, period, local_day(now, crew.team.zone))
    said = part_of(week, (checkin.user_id for checkin in crew.checkins(period)))
    return (Put(week), *said, *(Put(told) for told in _tell_of_drop(crew, week, now)))


def _tell_of_drop(crew: Crew, week: Week, now: float) -> Iterator[Appointment]:
    if dropped((week, *crew.weeks)):
        for member in crew.members:
            if member.reminding is Reminding.ON:
                yield soon(ReminderKind.CONFIDENCE_DROP, crew.team, member, week.period, now)


def was_there(team: Team, member: Member, period: str) -> bool:
    """Whether a member had joined when a week opened."""
    return member.joined_at <= opening(team, member.zone, period)


def weeks_to_close(crew: Crew, now: float) -> list[str]:
    """The weeks that are still to close, the next one too; one that did is known, and stays as it is. Where a
    team chose another day, what was said on one that is no longer its own counts too.
    """
    zone, published = crew.team.zone, {week.period for week in crew.weeks}
    today = date.fromisoformat(local_day(now, zone))
    days = ((today - timedelta(days=back)).isoformat() for back in range(LONGEST_WEEK))
    found = {day for day in days if crew.checkins(day)}
    standing = current_period(crew.team, zone, now)
    # Where none was published before it, check-ins had not begun; just before it, they were on another day.
    if max(published, default=standing) <= period_before(crew.team, standing):
        found.add(standing)
    return sorted({*found, next_period(crew.team, zone, now)})
