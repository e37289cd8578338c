"""What can be passed on in any chat: the way to advice, and for a lead the way into the team."""

from flows.screens.captions import invitation_caption
from flows.state.screen import Block, Screen, linking


def public_screen() -> Screen:
    """Advice in three taps, for anybody: it says nothing of whoever passes it on."""
    return Screen("inline_public", (Block("inline/public"),), ((linking("begin", Block("held/begin")),),))


def inline_invitation(team: str, lead: str, link: str, until: str, uses: int) -> Screen:
    """The invitation as a message in another chat: without what is for the lead alone."""
    caption = invitation_caption(team, lead, link, until, uses)
    return Screen("inline_invitation", caption.blocks, caption.rows[:1])
