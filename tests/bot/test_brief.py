"""The page for who decides: one list of lines, each in, out, or in own words; never older than its facts."""

from collections.abc import Mapping

import pytest

from bot.assembly import Rooms
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import sample_crews
from bot.check.surroundings import DAY
from bot.services.file_names import file_name
from flows.questionnaire.progress import Path
from flows.screens.brief_list import ListedLine, listed_lines
from flows.state.session import BriefDraft, Finished, Session, WrittenLine
from tests.bot.conftest import Invite
from tests.bot.people import Person
from tests.bot.teams import join, lead_of

OWN = "Wij vragen vier uur per week, tot de zomer."


async def opened(invite: Invite) -> Person:
    lead = await lead_of(invite)
    await lead.send("/team")
    await lead.send("/plan")
    await lead.tap("agree")
    await lead.send("/team")
    await lead.tap("brief")
    return lead


def lines(lead: Person, action: str) -> list[str]:
    """The lines that a button does this with."""
    return [data.split(":")[2] for _, data in lead.screen.buttons if data.split(":")[1] == action]


async def test_all_lines_stand_on_one_screen_and_the_page_is_one_tap_away(invite: Invite) -> None:
    lead = await opened(invite)
    assert len(lines(lead, "brief_line")) == len(lines(lead, "brief_edit")) > 3
    await lead.tap("print_brief")
    assert [message for message in lead.chat if message.file.startswith(b"%PDF")]


async def test_a_line_is_left_out_and_put_back_by_the_same_button(invite: Invite) -> None:
    lead = await opened(invite)
    everything, last = lead.screen.text, lines(lead, "brief_line")[-1]
    await lead.tap(f"brief_line:{last}:no")
    assert lead.screen.text != everything
    await lead.tap(f"brief_line:{last}:yes")
    assert lead.screen.text == everything


async def test_own_words_stand_until_they_are_taken_back(invite: Invite) -> None:
    lead = await opened(invite)
    everything, first = lead.screen.text, lines(lead, "brief_line")[0]
    await lead.tap(f"brief_edit:{first}")
    await lead.send(OWN)
    assert lead.sees(OWN)
    await lead.send("/team")
    await lead.tap("brief")
    assert lead.sees(OWN)
    await lead.tap(f"brief_restore:{first}")
    assert lead.screen.text == everything


async def test_with_every_line_left_out_there_is_no_page(invite: Invite) -> None:
    lead = await opened(invite)
    for line in lines(lead, "brief_line"):
        await lead.tap(f"brief_line:{line}:no")
    assert not lead.can("print_brief")


def test_own_words_do_not_outlive_what_they_were_about(rooms: Rooms) -> None:
    """A newer diagnosis says something else: then that stands there."""
    reader = rooms.conversation.reader
    before, after = spread_answers(reader.catalogue, Path.FULL, 2)
    crew = next(sample_crews(reader.catalogue, before))

    def listed(answers: Mapping[str, str], draft: BriefDraft | None = None) -> tuple[ListedLine, ...]:
        session = Session(last=Finished(path=Path.FULL, answers=dict(answers), on=DAY), brief=draft)
        return listed_lines(reader, session, crew, DAY)

    words = {one.line.id: WrittenLine(text=OWN, of=one.fingerprint) for one in listed(before)}
    draft = BriefDraft(team=crew.team.id, written=words)
    assert {one.written for one in listed(before, draft)} == {OWN}
    same = {one.fingerprint for one in listed(before)}
    for one in listed(after, draft):
        assert (one.written == OWN) is (one.fingerprint in same)
    assert None in {one.written for one in listed(after, draft)}


async def test_what_one_team_is_told_is_not_told_another(invite: Invite) -> None:
    lead = await opened(invite)
    await lead.tap(f"brief_edit:{lines(lead, 'brief_edit')[0]}")
    await lead.send(OWN)
    await lead.send("/team")
    await lead.tap("invite")
    member = await join(invite, lead, "Ben")
    await member.send("/team")
    assert not member.can("brief")
    assert OWN not in " ".join(message.text for message in member.chat)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("voorstel", "Webcare <Zwolle>", "2026-12-01"), "voorstel-Webcare-Zwolle-2026-12-01.pdf"),
        (("voorstel", "../../etc/passwd", "2026-12-01"), "voorstel-etc-passwd-2026-12-01.pdf"),
        (("voorstel", "🎉🎉", "2026-12-01"), "voorstel-2026-12-01.pdf"),
        (("proposal", "北京", "2026-12-01"), "proposal-北京-2026-12-01.pdf"),
    ],
)
def test_a_file_is_named_after_team_and_date(parts: tuple[str, ...], name: str) -> None:
    assert file_name("pdf", *parts) == name
