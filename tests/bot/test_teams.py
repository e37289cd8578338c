"""A team forms around an advice: invitations, the plan."""

from typing import Any

import pytest

from bot.services.ports import OutboxMessage
from bot.services.team_outbox import TeamOutboxWriter
from flows.teams.changes import Drop
from flows.teams.records import Invitation
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import HOUR, WEEK, join, lead_of, link_in, records, team_of


async def test_a_team_forms_agrees_and_checks_in(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    assert lead.can("agree")
    await lead.tap("agree")
    await lead.tap("invite")
    ben = await join(invite, lead, "Ben", "en")
    await house.later(20)
    assert "Ben" not in lead.newest.text  # The lead's next check-in says it
    await ben.tap("routine")
    await ben.send("I get my coffee")
    await ben.send("I answer one question")
    assert ben.sees("when I get my coffee, then I answer one question")
    house.clock.now += WEEK
    await ben.send("/checkin")
    await ben.answer("once_or_twice", "8", "old_habits")
    assert ben.sees("confidence 8 out of 10")


@pytest.mark.threat("S6")
async def test_an_invitation_is_stored_as_a_hash_and_ends(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    token = link_in(lead)
    (kept,) = await records(house, Invitation)
    assert token.removeprefix("t_") not in kept.token_hash
    house.clock.now += 14 * 24 * HOUR + 60
    late = invite("nl", "Late")
    await late.send(f"/start {token}")
    assert late.sees("verlopen")
    assert not late.can("join")


@pytest.mark.threat("S6")
async def test_a_revoked_or_guessed_invitation_lets_nobody_in(invite: Invite) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    token = link_in(lead)
    await lead.tap("revoke")
    await lead.tap("revoke")
    assert not lead.can("revoke")
    guesser = invite("nl", "Guess")
    await guesser.send(f"/start {token}")
    assert guesser.sees("ken ik niet")
    for number in range(20):
        await guesser.send(f"/start t_{number:022}")
    assert guesser.sees("te veel uitnodigingen")


async def test_an_invitation_that_is_revoked_before_it_is_written_is_not_sent(
    invite: Invite, house: House
) -> None:
    lead = await lead_of(invite)
    writer = TeamOutboxWriter.write

    async def revoked_meanwhile(
        self: TeamOutboxWriter, letter: OutboxMessage, payload: dict[str, Any]
    ) -> object:
        (standing,) = await records(house, Invitation)
        await house.storage.run(lambda unit: unit.apply((Drop(standing),)))
        return await writer(self, letter, payload)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TeamOutboxWriter, "write", revoked_meanwhile)
        await lead.send("/uitnodigen")
    assert not any("start=t_" in message.text for message in lead.chat)
    assert await records(house, Invitation) == []


@pytest.mark.threat("S5")
async def test_only_the_lead_changes_the_plan(invite: Invite) -> None:
    anna, ben = await team_of(invite, 2)
    await ben.send("/plan")
    await ben.tap("plan_action:1")
    assert not ben.can("drop:1")
    await ben.tap("Ik neem deze")
    await ben.tap("state:1:done")
    await anna.send("/plan")
    assert anna.sees("Member 2")
    assert anna.sees("Klaar")


async def test_the_plan_says_what_its_step_is_for_and_what_the_next_one_takes(invite: Invite) -> None:
    lead = await lead_of(invite)
    assert lead.sees("Het doel van deze stap")
    assert lead.sees("Voor stap 3")
