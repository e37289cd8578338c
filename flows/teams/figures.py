"""What may be told of a team's weeks, and to whom it may not be: figures, never somebody's answer (G12)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flows.catalogue import Catalogue
from flows.teams.basis import team_answers
from flows.teams.diagnosis import LEAST_ANSWERS
from flows.teams.facts import Crew
from flows.teams.model import CheckIn, Light, State, Week
from flows.teams.moving import criteria
from flows.teams.overview import BarrierTrend, Overview, OwnWeek
from flows.teams.plan import overdue, progress

NOTHING = "none"
"""What a check-in names where no barrier is in the way."""
GREEN_FROM, RED_TO = 8, 3
"""Medians of the confidence, 1 to 10 (pub:okr)."""
DROP = 2
"""Points within two weeks from which the team should talk."""
WINDOW = 4
"""Weeks over which barriers are counted, and before which as many."""
TREND = 15
"""Percentage points from which a share rises or falls."""
MEDIANS_SHOWN = 8


def publish(crew: Crew, period: str, today: str) -> Week:
    """The figures of a week as they stand from then on. Of fewer than five answers nothing is kept, not even
    how many there were.
    """
    checkins, actions = crew.checkins(period), crew.actions
    week = Week(
        team_id=crew.team.id, period=period, answered=0, members=crew.headcount, progress=progress(actions)
    )
    if len(checkins) < LEAST_ANSWERS:
        return week
    week = replace(
        week,
        answered=len(checkins),
        median=_median([checkin.confidence for checkin in checkins]),
        barriers=_tellable([checkin.barrier for checkin in checkins]),
    )
    return replace(week, light=_light(week, crew.weeks, len(overdue(actions, today))))


def _median(values: Sequence[int]) -> int:
    """The middle value; of two the lower one."""
    return sorted(values)[(len(values) - 1) // 2]


def _tellable(named: Sequence[str]) -> Mapping[str, int] | None:
    """How often each barrier was named, unless all or all but one said the same: then
    one of them would know what each of the others said.
    """
    counts = Counter(named)
    if max(counts.values()) >= len(named) - 1:
        return None
    return dict(sorted(counts.items()))


def _light(week: Week, weeks: Sequence[Week], late: int) -> Light | None:
    """The light of a week beside the one two weeks before."""
    earlier = _two_weeks_before(week, weeks)
    return light_of(week.median, earlier.median if earlier else None, late)


def _two_weeks_before(week: Week, weeks: Sequence[Week]) -> Week | None:
    wanted = _monday(week.period) - timedelta(weeks=2)
    return next((found for found in weeks if _monday(found.period) == wanted), None)


def _monday(period: str) -> date:
    """The day a period's week begins: the team may have chosen another day for its check-in meanwhile."""
    day = date.fromisoformat(period)
    return day - timedelta(days=day.weekday())


def light_of(median: int | None, before: int | None, overdue: int) -> Light | None:
    """The traffic light: by confidence; at best amber after a drop or with an action past its date."""
    if median is None:
        return None
    if median <= RED_TO or overdue > 1:
        return Light.RED
    dropped = before is not None and median <= before - DROP
    return Light.GREEN if median >= GREEN_FROM and not dropped and not overdue else Light.AMBER


def dropped(weeks: Sequence[Week]) -> bool:
    """Whether confidence went down by two within two weeks, and this week still went down: what was told last
    week is not told again. Medians that may not be told are left out.
    """
    if not weeks:
        return False
    since = _monday(weeks[0].period) - timedelta(weeks=2)
    now, *before = (week.median for week in weeks if _monday(week.period) >= since)
    told = [median for median in before if median is not None]
    return now is not None and bool(told) and now < told[0] and now <= max(told) - DROP


def too_small(crew: Crew) -> bool:
    """Whether there are so few people in a team that nothing may be told of what they answered."""
    return crew.headcount < LEAST_ANSWERS


def overview(catalogue: Catalogue, crew: Crew, today: str) -> Overview:
    """What a team may see of itself today."""
    team, actions, small = crew.team, crew.actions, too_small(crew)
    weeks = () if small else crew.weeks
    newest = next(iter(weeks), None)
    late = len(overdue(actions, today))
    return Overview(
        team=team.name,
        step=team.step,
        lane=team.lane,
        progress=progress(actions),
        done=sum(action.state is State.DONE for action in actions),
        actions=len(actions),
        overdue=late,
        review_on=team.review_on,
        small=small,
        members=newest.members if newest else crew.headcount,
        week=newest.period if newest else None,
        answered=newest.answered if newest else 0,
        light=_light(newest, weeks, late) if newest else None,
        median=newest.median if newest else None,
        medians=tuple(week.median for week in weeks[MEDIANS_SHOWN - 1 :: -1]),
        barriers=_trends(weeks),
        criteria=criteria(catalogue, team.step, team_answers(crew.rounds)),
    )


def _trends(weeks: Sequence[Week]) -> tuple[BarrierTrend, ...]:
    """The barriers by their share; none where one of the windows has too little."""
    newest = next(iter(weeks), None)
    if newest is None:
        return ()
    end = _monday(newest.period)
    now, before = _window(weeks, end), _window(weeks, end - timedelta(weeks=WINDOW))
    if not now or not before:
        return ()
    trends = (_trend(barrier, now, before) for barrier in sorted({*now, *before} - {NOTHING}))
    return tuple(sorted(trends, key=lambda trend: (-trend.now, trend.barrier)))


def _window(weeks: Sequence[Week], end: date) -> Counter[str]:
    """How often each barrier was named in the four weeks up to a day, of the weeks that may be told."""
    counts: Counter[str] = Counter()
    for week in weeks:
        if end - timedelta(weeks=WINDOW) < _monday(week.period) <= end:
            counts.update(week.barriers or {})
    return counts


def _trend(barrier: str, now: Counter[str], before: Counter[str]) -> BarrierTrend:
    share, share_before = _percent(barrier, now), _percent(barrier, before)
    change = share - share_before
    direction = "rising" if change >= TREND else "falling" if change <= -TREND else "steady"
    return BarrierTrend(barrier, share, share_before, direction)


def _percent(barrier: str, counts: Counter[str]) -> int:
    total = counts.total()
    return (200 * counts[barrier] + total) // (2 * total)


def own_weeks(checkins: Sequence[CheckIn], weeks: int = MEDIANS_SHOWN) -> tuple[OwnWeek, ...]:
    """One's own weeks, oldest first, the newest check-in of each; those without one are there too."""
    said = {_monday(found.period): found for found in sorted(checkins, key=lambda found: found.period)}
    if not said:
        return ()
    newest = date.fromisoformat(said[max(said)].period)
    days = (newest - timedelta(weeks=back) for back in reversed(range(weeks)))
    periods = (day.isoformat() for day in days)
    return tuple(_own_week(p, said.get(_monday(p))) for p in periods if _monday(p) >= min(said))


def _own_week(period: str, said: CheckIn | None) -> OwnWeek:
    if said is None:
        return OwnWeek(period, None, None, None)
    return OwnWeek(said.period, said.confidence, said.state.value if said.state else said.done, said.barrier)
