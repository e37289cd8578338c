"""A report on a team over some time, to read and to print: what is published already, nothing else (G12)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from flows.screens.team_home import to_team
from flows.state.screen import Block, Button, Screen, button, labelled
from flows.state.visit import Visit
from flows.teams.plan import action_of, overdue
from flows.teams.records import Light, State, Week
from flows.teams.statistics import too_small

SPANS: Mapping[str, int | None] = {"month": 4, "quarter": 13, "start": None}
"""How many weeks back; None: since the team began."""
DONE_SHOWN = 10


def report_screen(visit: Visit) -> Screen:
    """The report over a span, the other spans, and the same on paper."""
    span = span_of(visit.arguments)
    choice = tuple(labelled(f"span_{one}", "report", one, marked=one == span) for one in SPANS)
    rows: tuple[tuple[Button, ...], ...] = (choice, (button("print_report"),), to_team(visit.crew.team))
    title = Block("report/title", {"team": visit.crew.team.name, **_days(visit, span)})
    return Screen("team_report", (title, *report_blocks(visit, span)), rows)


def span_of(arguments: tuple[str, ...]) -> str:
    """The span that is named; four weeks where none is."""
    return arguments[0] if arguments and arguments[0] in SPANS else "month"


def report_blocks(visit: Visit, span: str) -> Iterator[Block]:
    """What was done, what is ahead, how it went, what was decided: each one paragraph."""
    crew, days = visit.crew, _days(visit, span)
    since = days["since"]
    done = [one for one in crew.actions if one.state is State.DONE and (one.done_on or since) >= since]
    values = {
        "done": len(done),
        "actions": len(crew.actions),
        "finished": sum(one.state is State.DONE for one in crew.actions),
        "late": len(overdue(crew.actions, visit.context.today)),
        "stuck": sum(one.state is State.STUCK for one in crew.actions),
        "review_on": crew.team.review_on,
    }
    yield Block("report/plan", values)
    for action in done[:DONE_SHOWN]:
        yield Block("report/done", element=action_of(visit.reader.catalogue, crew, action), close=True)
    yield Block("report/week", _weeks(visit, since))
    yield Block("report/step", _steps(visit, since))


def _days(visit: Visit, span: str) -> dict[str, str]:
    weeks, today = SPANS[span], visit.context.today
    begun = visit.crew.team.started_on
    since = (date.fromisoformat(today) - timedelta(weeks=weeks)).isoformat() if weeks else begun
    return {"since": max(since, begun), "until": today}


def _weeks(visit: Visit, since: str) -> dict[str, object]:
    """How often each light was told, the first and the last of them, and what was in the way most often."""
    crew = visit.crew
    weeks = [] if too_small(crew) else sorted(crew.weeks, key=lambda week: week.period)
    told = [week for week in weeks if week.period >= since and week.light is not None]
    named = Counter(week.barrier for week in told if week.barrier is not None)
    barrier, times = named.most_common(1)[0] if named else (None, 0)
    lights = Counter(week.light for week in told)
    return {
        "small": too_small(crew),
        "told": len(told),
        "lights": tuple((light.value, lights[light]) for light in reversed(Light) if lights[light]),
        "first": _light(told[0]) if len(told) > 1 else None,
        "last": _light(told[-1]) if told else None,
        "barrier": barrier if 2 * times > len(told) else None,
    }


def _light(week: Week) -> tuple[str, str]:
    return week.period, week.light.value if week.light is not None else ""


def _steps(visit: Visit, since: str) -> dict[str, object]:
    """Where the team is, and whether it moved."""
    crew = visit.crew
    moved = [review for review in crew.reviews if review.moved and review.on >= since]
    return {
        "step": crew.team.step,
        "before": min(moved, key=lambda review: review.on).step if moved else None,
        "reviews": sum(review.on >= since for review in crew.reviews),
        "diagnoses": sum((one.closed_on or "") >= since for one in crew.rounds),
    }
