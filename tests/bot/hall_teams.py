"""Teams of people who do what it takes, in the hall."""

from collections.abc import Sequence

from tests.bot.answers import FULL
from tests.bot.hall import Guest, Hall


async def team_called(
    hall: Hall, people: Sequence[str], called: str, first: int = 700_000_001
) -> list[Guest]:
    """A team of these people, by numbers from the first, with an agreed plan."""
    lead, *members = [hall.guest(first + place, name) for place, name in enumerate(people)]
    await lead.types("/diagnose")
    await lead.taps(*FULL)
    await lead.types("/team")
    await lead.taps("team_new")
    await lead.types(called)
    if not lead.can("team_make:NL"):
        await lead.types("Vooruit")  # a name that nobody can see is none
    await lead.taps("team_make:NL", "invite")
    text = next(shown.text for shown in reversed(lead.chat) if "start=t_" in shown.text)
    for member in members:
        await member.types(f"/start {text.partition('start=')[2].split()[0]}")
        await member.taps("join")
    await lead.types("/plan")
    await lead.taps("agree")
    return [lead, *members]
