"""What is told of a team's weeks: bands and no figures, so that nobody's answer can be made out (G12)."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import dropwhile, takewhile
from typing import TypeVar

from flows.catalogue.catalogue import Catalogue
from flows.teams.answers import team_answers
from flows.teams.calendar import first_day, period_after
from flows.teams.disclosure import LEAST_ANSWERS, tell
from flows.teams.overview import LightOfWeek, Overview, OwnWeek, PlannedAction
from flows.teams.plan import action_of, overdue, progress
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, Light, Member, Share, State, Team, Week
from flows.teams.step_review import criteria

GREEN_FROM, RED_TO = 8, 3
"""The confidence, 1 to 10 (pub:okr)."""
MIXED = "mixed"
"""What is told of the barriers where no more than half named the same."""
DROP_WEEKS = 2
"""Within which the team should talk about confidence that went down."""
WEEKS_SHOWN = 8
WEEK = timedelta(weeks=1)
APART = timedelta(weeks=2)
"""How far apart the check-ins of a team are at most; between others something is missing."""
URGENCY = (State.STUCK, State.ON_TRACK, State.TODO, State.DONE)
UPWARDS = (Light.RED, Light.AMBER, Light.GREEN)

T = TypeVar("T", bound=Hashable)
F = TypeVar("F")


def publish(crew: Crew, period: str, today: str) -> Week:
    """The figures of a week as they stand from then on. What may not be told is not even kept."""
    told = [week for week in crew.weeks if week.told]
    now = crew.checkins(period)
    before = [crew.checkins(week.period) for week in told]
    since = [crew.checkins(week.period) for week in takewhile(lambda week: not week.told, crew.weeks)]
    last = told[0] if told else Week(crew.team.id, period, 0)

    def tell_of(value: Callable[[CheckIn], T], was: F | None, figure: Callable[[Sequence[T]], F]) -> F | None:
        compared = [[_each(value, said) for said in weeks] for weeks in (before, since)]
        return tell(_each(value, now), compared[0], was, figure, compared[1])

    confidence = tell_of(_band, last.confidence, _middle)
    barrier = tell_of(_named, last.barrier, _majority)
    known = confidence is not None or barrier is not None
    return Week(
        team_id=crew.team.id,
        period=period,
        progress=progress(crew.actions),
        told=known,
        confidence=confidence,
        light=light_of(confidence, len(overdue(crew.actions, today))),
        barrier=barrier,
        share=_share(len(now), _expected(crew, period, {one.user_id for one in now})) if known else None,
    )


def _expected(crew: Crew, period: str, said: Collection[int]) -> int:
    """How many could have checked in: who was away and said nothing, is not missing."""
    end = period_after(crew.team, period)
    return sum(one.user_id in said or not one.was_away(period, end) for one in crew.members)


def _each(value: Callable[[CheckIn], T], said: Sequence[CheckIn]) -> Mapping[int, T]:
    return {checkin.user_id: value(checkin) for checkin in said}


def _band(checkin: CheckIn) -> Light:
    """A confidence as a light."""
    if checkin.confidence >= GREEN_FROM:
        return Light.GREEN
    return Light.RED if checkin.confidence <= RED_TO else Light.AMBER


def _named(checkin: CheckIn) -> str:
    return checkin.barrier


def _middle(lights: Sequence[Light]) -> Light:
    """The middle one; of two the lower one."""
    return sorted(lights, key=UPWARDS.index)[(len(lights) - 1) // 2]


def _majority(named: Sequence[str]) -> str:
    """What more than half named."""
    barrier, times = Counter(named).most_common(1)[0]
    return barrier if 2 * times > len(named) else MIXED


def _share(answered: int, people: int) -> Share:
    if 4 * answered >= 3 * people:
        return Share.MOST
    return Share.HALF if 2 * answered >= people else Share.FEW


def light_of(confidence: Light | None, late: int) -> Light | None:
    """The traffic light: by confidence; at best amber with an action past its date, red with more."""
    if confidence is None:
        return None
    if confidence is Light.RED or late > 1:
        return Light.RED
    return Light.AMBER if late else confidence


def dropped(weeks: Sequence[Week]) -> bool:
    """Whether the newest week's confidence is lower than what was told last, within two weeks."""
    now, before = _newest_two(weeks)
    if now is None or before is None:
        return False
    since = _monday(now.period) - timedelta(weeks=DROP_WEEKS)
    return _monday(before.period) >= since and _trend(now, before) == "falling"


def _newest_two(weeks: Sequence[Week]) -> tuple[Week | None, Week | None]:
    """The newest week, if its confidence was told, and the one before of which it was."""
    earlier = (week for week in weeks[1:] if week.confidence is not None)
    newest = next((week for week in weeks[:1] if week.confidence is not None), None)
    return newest, next(earlier, None)


def _trend(now: Week | None, before: Week | None) -> str | None:
    """What confidence did; made of what is told anyway."""
    if now is None or before is None or now.confidence is None or before.confidence is None:
        return None
    change = UPWARDS.index(now.confidence) - UPWARDS.index(before.confidence)
    return "rising" if change > 0 else "falling" if change < 0 else "steady"


def _monday(period: str) -> date:
    """The day a period's week begins: the team may have chosen another day for its check-in meanwhile."""
    day = date.fromisoformat(period)
    return day - timedelta(days=day.weekday())


def too_small(crew: Crew) -> bool:
    """Whether there are so few people in a team that nothing may be told of what they answered."""
    return crew.headcount < LEAST_ANSWERS


def overview(catalogue: Catalogue, crew: Crew, today: str) -> Overview:
    """What a team may see of itself today."""
    team, actions, small = crew.team, crew.actions, too_small(crew)
    weeks = () if small else crew.weeks
    newest = next(iter(weeks), None)
    late = len(overdue(actions, today))
    light = light_of(newest.confidence, late) if newest else None
    return Overview(
        on=today,
        team=team.name,
        step=team.step,
        lane=team.lane,
        progress=progress(actions),
        done=sum(action.state is State.DONE for action in actions),
        actions=len(actions),
        overdue=late,
        plan=tuple(_planned(catalogue, crew, today)),
        review_on=team.review_on,
        small=small,
        week=newest.period if newest else None,
        share=newest.share if newest else None,
        confidence=newest.confidence if newest else None,
        light=light,
        trend=_trend(*_newest_two(weeks)),
        lights=tuple(_lights(weeks[:WEEKS_SHOWN], light)),
        barrier=newest.barrier if newest else None,
        criteria=criteria(catalogue, team.step, team_answers(catalogue, crew.rounds)),
    )


def _planned(catalogue: Catalogue, crew: Crew, today: str) -> Iterator[PlannedAction]:
    """The actions, what asks for attention first and what is done last; else in the order of the plan."""
    late = overdue(crew.actions, today)
    planned = [(action, PlannedAction(None, action.state, action in late)) for action in crew.actions]
    for action, seen in sorted(planned, key=lambda one: (not one[1].urgent, URGENCY.index(one[1].state))):
        yield replace(seen, text=action_of(catalogue, crew, action))


def _lights(weeks: Sequence[Week], now: Light | None) -> Iterator[LightOfWeek]:
    """The lights of these weeks, oldest first, from the first that has one: the newest as it is now. Where
    weeks are missing, so much is shown.
    """
    before: Week | None = None
    for week in dropwhile(lambda week: week.light is None, reversed(weeks)):
        if before is not None and _monday(week.period) - _monday(before.period) > APART:
            yield LightOfWeek(None, None)
        yield LightOfWeek(week.period, now if week is weeks[0] else week.light)
        before = week


def own_weeks(team: Team, me: Member, checkins: Sequence[CheckIn]) -> tuple[OwnWeek, ...]:
    """One's own weeks, oldest first, the newest check-in of each. Those that were missed are there too, but
    none in which there was no check-in, or they were away.
    """
    said = {_monday(found.period): found for found in sorted(checkins, key=lambda found: found.period)}
    if not said:
        return ()
    weeks = (max(said) - back * WEEK for back in reversed(range((max(said) - min(said)) // WEEK + 1)))
    found = [
        _own_week(said[monday]) if monday in said else _missed_week(team, me, monday) for monday in weeks
    ]
    return tuple(week for week in found if week is not None)[-WEEKS_SHOWN:]


def _missed_week(team: Team, me: Member, monday: date) -> OwnWeek | None:
    """A week in which there was a check-in, and they were there."""
    start, end = monday.isoformat(), (monday + WEEK).isoformat()
    period = first_day(team, start)
    return OwnWeek(period, None, None, None) if period < end and not me.was_away(start, end) else None


def _own_week(said: CheckIn) -> OwnWeek:
    return OwnWeek(said.period, said.confidence, said.state.value if said.state else said.done, said.barrier)
