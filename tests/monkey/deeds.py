"""What people do; whoever cannot do it now, does nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flows.teams.records import Member, Role, Team
from tests.bot.chats import Json
from tests.bot.people import Person
from tests.bot.wire import Wire
from tests.monkey.town import Town

GROUP = -4_000_001
METHODS = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument", "answerCallbackQuery")
MOST_QUESTIONS = 14
OF_A_LEAD = (
    ("/team", "team_members", "team_delete", "delete_team"),
    ("/team", "team_members", "team_member", "sure:hand_over", "hand_over"),
    ("/team", "team_members", "team_member", "sure:remove", "remove"),
    ("/team", "team_members", "sure:revoke", "revoke"),
    ("/team", "round", "sure:rebuild", "rebuild"),
    ("/team", "review", "sure:move_up", "move_up"),
    ("/team", "review", "stay"),
    ("/team", "team_settings", "team_moment", "rhythm:1"),
    ("/team", "team_settings", "team_moment", "rhythm:2"),
    ("/team", "brief", "print_brief"),
    ("/plan", "agree"),
    ("/plan", "plan_add"),
)
OF_ANYBODY = (
    ("/team", "team_members", "team_leave", "leave"),
    ("/team", "picture"),
    ("/team", "weeks"),
    ("/team", "routine"),
    ("/team", "team_settings", "team_zone"),
    ("/team", "team_settings", "team_away", "remind:pause:1"),
    ("/team", "team_settings", "team_away", "remind:pause:3"),
    ("/team", "team_settings", "remind:on"),
    ("/team", "team_settings", "team_calendar"),
    ("/team", "report", "report:start", "print_report"),
    ("/team", "routine", "habit:lunch"),
    ("/plan", "plan_action"),
    ("/settings", "language:en"),
    ("/settings", "language:nl"),
    ("/export",),
    ("/kaart",),
    ("/delen",),
)
"""A command, and then the buttons to tap as far as they are there."""
FORGED = (
    "team:{team}",
    "act:{team}:1:done",
    "checkin_now:{team}",
    "later:{team}:checkin:2026-09-28",
    "remind_of:{team}:off",
    "check:{team}:2026-09-28:three_or_more",
    "give:1:{person}",
    "hand_over:{person}",
    "remove:{person}",
    "delete_team",
    "forget_all",
    "join",
    "decline",
    "take:1",
    "habit:gone",
    "away:9999-99-99",
    "rhythm:7",
    "answer:strategy:customer_intimacy",
    "answer:strategy:\x00",
    "move_up",
    "close_round",
    "team_make:XX",
    "",
    ":",
)
"""Data that no button carries, or not for them."""


def live(person: Person) -> list[tuple[int, str, str]]:
    """The buttons of the message that changed last, with its number and their labels."""
    shown = next((message for message in reversed(person.chat) if message.buttons), None)
    return [(shown.id, label, data) for label, data in shown.buttons] if shown else []


async def tap(person: Person, place: int) -> None:
    if buttons := live(person):
        message, _, data = buttons[place % len(buttons)]
        await person.post(person.raw_callback(data, message))
    else:
        await person.send("/start")


async def tap_on(person: Person, places: list[int]) -> None:
    for place in places:
        await tap(person, place)


async def tap_twice(person: Person, place: int) -> None:
    if buttons := live(person):
        message, _, data = buttons[place % len(buttons)]
        await person.post(*(person.raw_callback(data, message) for _ in range(2)))


async def type_label(person: Person, place: int) -> None:
    if buttons := live(person):
        await person.send(buttons[place % len(buttons)][1])


async def tap_old(person: Person, place: int) -> None:
    """A button of a screen that was current once."""
    every = [(message.id, data) for message in person.chat for _, data in message.buttons]
    newest = max((version_of(data) for _, data in every), default=0)
    old = [(message, data) for message, data in every if 0 < version_of(data) < newest]
    if old:
        message, data = old[place % len(old)]
        await person.post(person.raw_callback(data, message))


def version_of(data: str) -> int:
    return int(data.partition(":")[0])


async def forge(person: Person, town: Town, place: int, version: str) -> None:
    """A button that was never there, about anybody and any team, below a message that is."""
    if not person.chat:
        return
    teams = await town.house.storage.run(lambda unit: unit.find(Team))
    team = teams[place % len(teams)].id if teams else 7
    other = town.people[place % len(town.people)].id
    data = FORGED[place % len(FORGED)].format(team=team, person=other)
    await person.post(person.raw_callback(f"{version}:{data}", person.newest.id))


async def block(person: Person, wire: Wire) -> None:
    wire.blocked_by.add(person.id)
    await person.post(person.raw_membership("kicked"))


async def diagnose(person: Person, shift: int) -> None:
    """Every question, one option or another."""
    await person.send("/diagnose")
    for number in range(MOST_QUESTIONS):
        options = [data for _, _, data in live(person) if data.partition(":")[2].startswith("answer:")]
        if not options:
            return
        message = live(person)[0][0]
        await person.post(person.raw_callback(options[(shift + number) % len(options)], message))


async def found_team(person: Person) -> None:
    await errand(person, ("/team", "team_new"))
    if any(data.endswith(":cancel") for _, _, data in live(person)) and not person.can("team_new"):
        await person.send("Webcare")
        await errand(person, ("", "team_make:NL"))


async def invite(lead: Person, guests: Sequence[Person]) -> None:
    """The lead makes an invitation; these come with it."""
    await errand(lead, ("/uitnodigen",))
    links = [message.text for message in lead.chat if "start=t_" in message.text]
    if not links:
        return
    token = links[-1].partition("start=")[2].split()[0]
    for guest in guests:
        await guest.send(f"/start {token}")
        await errand(guest, ("", "join"))


async def gather(people: Sequence[Person]) -> None:
    """The first founds a team, the others come to it, and the plan is agreed."""
    lead, *guests = people
    await diagnose(lead, 0)
    await found_team(lead)
    await invite(lead, guests)
    await errand(lead, ("/plan", "agree"))


async def hold_diagnosis(town: Town, answering: list[Person], shift: int) -> None:
    """A lead opens one where none is open; these answer, and the lead closes it."""
    leads = await leads_of(town)
    for lead in leads:
        await errand(lead, ("/team", "review", "sure:open_round", "open_round"))
    for place, person in enumerate(answering):
        await contribute(person, shift + place)
    for lead in leads:
        await errand(lead, ("/team", "round", "sure:close_round", "close_round"))


async def leads_of(town: Town) -> list[Person]:
    leads = await town.house.storage.run(lambda unit: unit.find(Member, role=Role.LEAD))
    numbers = {lead.user_id for lead in leads}
    return [person for person in town.people if person.id in numbers]


async def contribute(person: Person, shift: int) -> None:
    await diagnose(person, shift)
    await errand(person, ("/team", "round", "contribute"))


async def check_in(person: Person, shift: int) -> None:
    """Three taps, where a check-in is open."""
    await errand(person, ("/checkin",))
    for _ in range(3):
        options = [data for _, _, data in live(person) if data.partition(":")[2].startswith("answer:")]
        if not options or person.question is None:
            return
        await person.post(person.raw_callback(options[shift % len(options)], live(person)[0][0]))


async def errand(person: Person, steps: tuple[str, ...]) -> None:
    """A command, if any, and then button after button, as far as they are there."""
    command, *actions = steps
    if command:
        await person.send(command)
    for action in actions:
        found = [
            (message, data)
            for message, _, data in live(person)
            if data.partition(":")[2] == action or data.partition(":")[2].startswith(f"{action}:")
        ]
        if not found:
            return
        message, data = found[0]
        await person.post(person.raw_callback(data, message))


async def link_group(person: Person, town: Town) -> None:
    teams = await town.house.storage.run(lambda unit: unit.find(Team))
    for team in teams[:1]:
        await person.post(in_group(person, f"/start@vierstap_bot g_{team.id}"))


def in_group(person: Person, text: str) -> Json:
    update = person.raw_message(text=text)
    update["message"]["chat"] = {"id": GROUP, "type": "group", "title": "Team"}
    return update


def until_monday(now: float) -> float:
    """Seconds until the next Monday morning, a little after nine in Amsterdam."""
    today = datetime.fromtimestamp(now, UTC)
    monday = today + timedelta(days=7 - today.weekday())
    return monday.replace(hour=8, minute=1, second=0, microsecond=0).timestamp() - now
