"""Draws the pictures of the README: `make pictures` after a change of how they look."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.assembly import build_rooms
from bot.check.screens.crews import SampleCrew
from bot.pictures import Documents, Pictures, TeamPictures
from flows.adviser.advice import advise
from flows.teams.plan import in_state, start_plan, typed_action
from flows.teams.records import Light, Member, PlanAction, Role, Round, Share, State, Team, Week
from flows.teams.statistics import overview

DOCS = Path(__file__).parents[1] / "docs"
MOST_BYTES = 150_000
TODAY = date(2026, 12, 1)
MONDAY = date(2026, 11, 23)
TEAM = 1
ANSWERS = {
    "sector": "council",
    "role": "does",
    "strategy": "operational_excellence",
    "management": "approves",
    "resources": "none",
    "manager_use": "reads",
    "knowledge": "few",
    "knowledge_gap": "both",
    "habits": "believers",
    "pilots": "ad_hoc",
    "measure": "activity",
    "size": "large",
}
STATES = (State.DONE, State.ON_TRACK, State.STUCK, State.TODO)
LIGHTS = (Light.GREEN, Light.AMBER, None, Light.AMBER, Light.RED)
"""Newest first."""


def day(weeks: int) -> str:
    """So many weeks from today, as ISO date."""
    return (TODAY + timedelta(weeks=weeks)).isoformat()


def sample() -> SampleCrew:
    """A team on its way, with something done and something stuck."""
    catalogue = build_rooms().presenter.catalogue
    team = Team(
        id=TEAM,
        name="Communicatie Zwolle",
        country="NL",
        zone="Europe/Amsterdam",
        language="nl",
        weekday=1,
        hour=9,
        step=1,
        lane="operational_excellence",
        size="large",
        started_on=day(-5),
        review_on=day(2),
        agreed=True,
    )
    actions = start_plan(catalogue, TEAM, ANSWERS, day(-3))[: len(STATES) - 1]
    own = typed_action(TEAM, len(STATES), "Bel drie inwoners die vorige week een klacht hadden", day(0))
    people = [
        Member(TEAM, number, f"Lid {number}", Role.MEMBER if number else Role.LEAD, team.zone, 0.0)
        for number in range(7)
    ]
    return SampleCrew(
        team=team,
        me=people[0],
        members=people,
        actions=[going(one, state) for one, state in zip((*actions, own), STATES, strict=True)],
        owners={},
        weeks=[week(back, light) for back, light in enumerate(LIGHTS)],
        rounds=(Round(TEAM, 1, day(-5), day(-4), 5, ANSWERS, team.lane, 1),),
    )


def going(action: PlanAction, state: State) -> PlanAction:
    """The action in a state, its date ahead."""
    return in_state(replace(action, target_on=day(2)), state, day(0))


def week(back: int, light: Light | None) -> Week:
    """A published week, so many before the newest."""
    period = (MONDAY - timedelta(weeks=back)).isoformat()
    if light is None:
        return Week(TEAM, period, 0)
    return Week(TEAM, period, 0, told=True, confidence=light, light=light, barrier="means", share=Share.MOST)


def draw() -> None:
    """Both pictures, into `docs`."""
    presenter = build_rooms().presenter
    pictures = Pictures(presenter.renderer)
    today = TODAY.isoformat()
    teams = TeamPictures(presenter, pictures, Documents(presenter.renderer))
    drawn = {
        "card.png": pictures.card("nl", advise(presenter.catalogue, ANSWERS), today),
        "team.png": teams.team("nl", overview(presenter.catalogue, sample(), today)),
    }
    for name, png in drawn.items():
        if len(png) > MOST_BYTES:
            raise SystemExit(f"{name} has {len(png):,} bytes, at most {MOST_BYTES:,}")
        (DOCS / name).write_bytes(png)


if __name__ == "__main__":
    draw()
