"""When a team's week is over: its figures are published once, and confidence that dropped is told.

It is over when the next one opens, however soon everybody answered: a week that closed early would tell that
the last one just did (G12).
"""

from collections.abc import Iterator

from flows.reminders.appointments import closing_of, soon
from flows.reminders.due import LATEST
from flows.reminders.names import ReminderKind
from flows.teams.calendar import current_period, local_day, next_period, period_before
from flows.teams.changes import Change, Put
from flows.teams.checkins import opened_for_anybody
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Reminding, Week
from flows.teams.shares import part_of
from flows.teams.statistics import dropped, publish


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


def weeks_to_close(crew: Crew, now: float) -> list[str]:
    """The weeks that are still to close, the next one too, whether or not anybody answers: it would show that
    somebody did (G12). One that closed is known, and stays as it is.
    """
    team, published = crew.team, {week.period for week in crew.weeks}
    standing = current_period(team, team.zone, now)
    before = period_before(team, standing)
    closing = {standing, *([before] if closing_of(team, before).due_at > now - LATEST else [])}
    opened = {period for period in closing - published if opened_for_anybody(crew, period)}
    return sorted({*opened, next_period(team, team.zone, now)})
