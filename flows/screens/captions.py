"""What is said with a picture: its text twin, with the same numbers."""

from flows.state.screen import Block, Screen, choosing_chat, copying, linking
from flows.teams.overview import Overview, OwnWeek


def team_caption(seen: Overview) -> Screen:
    """The picture of a team in words."""
    return Screen("team_picture", (Block("team_picture/caption", {"seen": seen}),))


def weeks_caption(weeks: tuple[OwnWeek, ...]) -> Screen:
    """The own weeks in words."""
    return Screen("weeks_picture", (Block("weeks_picture/caption", {"weeks": weeks}),))


def invitation_caption(team: str, lead: str, link: str, until: str, uses: int) -> Screen:
    """An invitation to pass on: what it is, from whom, the way in, and how long it holds."""
    values = {"team": team, "lead": lead, "link": link, "until": until, "uses": uses}
    rows = (
        (linking("take_part", Block("held/link", {"link": link})),),
        (copying(Block("held/copied_link", {"link": link})), choosing_chat("pass_on")),
    )
    return Screen("invitation", (Block("invitation/caption", values),), rows)
