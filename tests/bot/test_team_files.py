"""The files of a team: its moments for a calendar, and a report on paper."""

import re

import pytest

from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import MONDAY_9, WEEK, at, lead_of, team_of


async def test_the_calendar_has_check_ins_the_review_and_the_days_of_actions(
    invite: Invite, house: House
) -> None:
    anna, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 - 3_600)
    await ben.send("/team")
    for button in ("team_settings", "team_calendar"):
        await ben.tap(button)
    assert ben.files[-1].file_name == "agenda-Webcare-Zwolle-2026-09-28.ics"
    written = ben.files[-1].file.decode()
    starts = re.findall(r"DTSTART:(\d{8})T070000Z|DTSTART:(\d{8})T080000Z", written)
    assert len(starts) == 9
    assert starts[0][0] == "20260928"
    assert written.count("DTSTART;VALUE=DATE:") >= 3
    assert len(set(re.findall("UID:.*", written))) == written.count("BEGIN:VEVENT")
    assert str(anna.id) not in written


@pytest.mark.parametrize("span", ["month", "quarter", "start"])
async def test_anybody_in_a_team_can_read_and_print_a_report(invite: Invite, house: House, span: str) -> None:
    _, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 2 * WEEK)
    await ben.send("/team")
    await ben.tap("report")
    await ben.tap(f"report:{span}")
    assert ben.sees("minder dan vijf")
    await ben.tap("print_report")
    assert ben.files[-1].file.startswith(b"%PDF")
    assert ben.files[-1].file_name == "verslag-Webcare-Zwolle-2026-10-12.pdf"


async def test_a_report_before_anything_happened_says_so(invite: Invite) -> None:
    anna = await lead_of(invite, "en")
    await anna.send("/plan")
    await anna.tap("agree")
    await anna.tap("report")
    assert anna.sees("Report on Webcare")
