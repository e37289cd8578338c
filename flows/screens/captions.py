"""What is said with a picture: its text twin, with the same numbers."""

from collections import Counter
from collections.abc import Iterator

from flows.state.screen import Block, Screen, choosing_chat, copying, linking
from flows.teams.overview import Overview, OwnWeek
from flows.teams.records import State

MOST_URGENT = 3
"""Actions that a caption names, where they ask for attention."""


def team_caption(seen: Overview) -> Screen:
    """The picture of a team in words."""
    return Screen("team_picture", tuple(_team_blocks(seen)))


def _team_blocks(seen: Overview) -> Iterator[Block]:
    going = Counter(action.said for action in seen.plan if action.state is not State.DONE)
    yield Block("team_picture/plan", {"seen": seen, "going": tuple(going.items())})
    urgent = [action for action in seen.plan if action.urgent]
    for action in urgent[:MOST_URGENT]:
        yield Block("team_picture/action", {"said": action.said}, action.text, close=True)
    if seen.light_lines:
        yield Block(
            "team_picture/light", {"seen": seen, "lines": seen.light_lines, "weeks": seen.trend_lights}
        )
    if seen.criteria:
        yield Block("team_picture/needed", {"seen": seen})
    if seen.lacking:
        yield Block("team_picture/lacking", {"seen": seen, "lacking": seen.lacking})


def weeks_caption(weeks: tuple[OwnWeek, ...]) -> Screen:
    """The own weeks in words."""
    return Screen("weeks_picture", (Block("weeks_picture/caption", {"weeks": weeks}),))


def brief_caption(team: str, on: str, diagnosis: str) -> Screen:
    """What comes with the page for who decides: whose it is, of when, and what it follows from. `diagnosis`:
    the day of the newest one.
    """
    return Screen("brief", (Block("brief/caption", {"team": team, "on": on, "diagnosis": diagnosis}),))


def invitation_caption(team: str, lead: str, link: str, until: str, uses: int) -> Screen:
    """An invitation to pass on: what it is, from whom, the way in, and how long it holds."""
    values = {"team": team, "lead": lead, "link": link, "until": until, "uses": uses}
    rows = (
        (linking("take_part", Block("held/link", {"link": link})),),
        (copying(Block("held/copied_link", {"link": link})), choosing_chat("pass_on")),
    )
    return Screen("invitation", (Block("invitation/caption", values),), rows)
