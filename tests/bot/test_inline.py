"""What `@bot` offers in any chat: never anybody's data, and nothing that is kept."""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.services.inline_offers import AT_ONCE, InlineDesk
from bot.services.ports import Unit
from flows.teams.changes import Change, Drop, Put
from flows.teams.records import Invitation, Member
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import lead_of, records, team_of

Json = dict[str, Any]


def raw_inline(person: Person, house: House, language: str = "nl") -> Json:
    user = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": language}
    asked = {"id": str(house.wire.new_update_id()), "from": user, "query": "Anna", "offset": ""}
    return {"update_id": house.wire.new_update_id(), "inline_query": asked}


async def offered(person: Person, house: House, language: str = "nl") -> Json:
    """The newest answer, a second after whatever was asked before."""
    house.clock.now += 1
    await person.post(raw_inline(person, house, language))
    await house.desk.finish()
    answer: Json = house.wire.calls_of("answerInlineQuery")[-1]
    return answer


def ids(answer: Json) -> list[str]:
    return [result["id"].partition(":")[0] for result in answer["results"]]


async def test_whoever_we_do_not_know_may_pass_on_the_public_card_only(invite: Invite, house: House) -> None:
    stranger = invite()
    house.wire.calls.clear()
    answer = await offered(stranger, house, "en")
    assert ids(answer) == ["public"]
    assert (answer["is_personal"], answer["cache_time"]) == (True, 0)
    assert "three taps" in answer["results"][0]["title"]
    assert "button" not in answer
    assert (await house.counts()).conversations == 0


async def test_a_lead_may_pass_on_the_invitation_that_stands(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    assert ids(await offered(lead, house)) == ["public"]
    assert (await offered(lead, house))["button"]["start_parameter"] == "team"
    await lead.send("/team")
    await lead.tap("invite")
    (card,) = [message for message in lead.pictures if "t.me" in message.text]
    answer = await offered(lead, house)
    assert ids(answer) == ["public", "team"]
    (way_in,) = answer["results"][1]["reply_markup"]["inline_keyboard"][0]
    assert way_in["url"] in card.text
    assert way_in["url"] in answer["results"][1]["input_message_content"]["message_text"]
    newcomer = invite()
    await newcomer.send(f"/start {way_in['url'].partition('start=')[2]}")
    assert newcomer.can("join")


async def test_an_invitation_that_lets_nobody_in_is_not_offered(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/team")
    await lead.tap("invite")
    (standing,) = await records(house, Invitation)
    for spoilt in (
        replace(standing, uses_left=0),
        replace(standing, expires_at=house.clock.now - 1),
        replace(standing, token_hash="0" * 64),
    ):
        changes = (Drop(standing), Put(spoilt))
        await house.storage.run(partial(_apply, changes=changes))
        assert ids(await offered(lead, house)) == ["public"]


def _apply(unit: Unit, changes: tuple[Change, ...]) -> None:
    unit.apply(changes)


async def test_members_pass_on_nothing_of_their_team(invite: Invite, house: House) -> None:
    lead, member = await team_of(invite, 2)
    (team,) = {one.team_id for one in await records(house, Member)}
    answer = await offered(member, house)
    assert ids(answer) == ["public"]
    assert str(team) not in str(answer)
    assert lead.name not in str(answer)


async def test_each_invitation_has_a_link_of_its_own(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    links = set()
    for _ in range(3):
        await lead.send("/team")
        await lead.tap("invite")
        answer = await offered(lead, house)
        links.add(str(answer["results"][1]["reply_markup"]))
    assert len(links) == 3


async def test_whoever_types_fast_is_looked_up_once_a_second(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/team")
    await lead.tap("invite")
    assert ids(await offered(lead, house)) == ["public", "team"]
    await lead.post(*(raw_inline(lead, house) for _ in range(5)))
    await house.desk.finish()
    answers = house.wire.calls_of("answerInlineQuery")[-5:]
    assert [ids(answer) for answer in answers] == [["public"]] * 5


async def test_lookups_under_way_are_bounded(house: House) -> None:
    inline: InlineDesk = house.services.inline
    inline._under_way = AT_ONCE
    assert [one.id for one in (await inline.offer(1, "nl")).offers] == ["public"]


async def test_what_somebody_passed_on_says_nothing_to_the_bot(invite: Invite) -> None:
    anna = invite()
    await anna.send("/start")
    seen = len(anna.chat)
    await anna.post(anna.raw_message(text="1", via_bot={"id": 1, "is_bot": True}))
    assert len(anna.chat) == seen
