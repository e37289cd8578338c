"""What the page asks for, by name: a small language between it and the sandbox."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.sandbox.bot_process import BotProcess
from bot.sandbox.clock import HOME, MovableClock
from bot.sandbox.faults import KINDS, Fault, Faults
from bot.sandbox.people import DeedError, People
from bot.sandbox.updates import Updates
from bot.services.tasks import begin
from messages.renderer import first_language

Json = dict[str, Any]
LONGEST_NAME = 64
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z]+)?")
"""Telegram speaks more languages than the bot, which has to do with any."""


class Deeds:
    """Does what the page asks for."""

    def __init__(
        self,
        people: People,
        updates: Updates,
        faults: Faults,
        clock: MovableClock,
        bot: BotProcess | None,
    ) -> None:
        self._world = people.world
        self._people = people
        self._updates = updates
        self._faults = faults
        self._clock = clock
        self._bot = bot
        self._moving: asyncio.Task[None] | None = None
        self._table: Mapping[str, Callable[[Json], Awaitable[Json]]] = {
            "add_person": self._add_person,
            "change_person": self._change_person,
            "send": self._send,
            "send_file": self._send_file,
            "edit": self._edit,
            "tap": self._tap,
            "open_link": self._open_link,
            "ask_inline": self._ask_inline,
            "choose_inline": self._choose_inline,
            "block": lambda given: self._block(given, blocked=True),
            "unblock": lambda given: self._block(given, blocked=False),
            "delete_message": self._delete,
            "create_group": self._create_group,
            "add_bot": self._add_bot,
            "remove_bot": self._remove_bot,
            "make_admin": self._make_admin,
            "make_supergroup": self._make_supergroup,
            "add_member": self._add_member,
            "leave_group": self._leave_group,
            "set_clock": self._set_clock,
            "fault": self._fault,
            "clear_faults": self._clear_faults,
            "deliver": self._deliver,
            "bot": self._bot_action,
        }

    async def do(self, given: Json) -> Json:
        """Do it, and say what came of it.

        Raises:
            DeedError: it cannot be done; a sentence says why.
        """
        found = self._table.get(str(given.get("do")))
        if found is None:
            raise DeedError("There is no such deed.")
        try:
            return await found(given)
        except (KeyError, TypeError) as error:
            raise DeedError(f"Something is missing: {error}.") from None

    def ahead(self) -> Json:
        """What is still to come: calls that go wrong, and updates that the bot was not told."""
        return {"faults": self._faults.as_json(), "updates": self._updates.untold()}

    async def _add_person(self, given: Json) -> Json:
        name = str(given["name"]).strip()[:LONGEST_NAME]
        if not name:
            raise DeedError("A person needs a name.")
        person = self._world.add_person(name, _language(given.get("language", first_language())))
        return {"person": self._world.person_json(person)}

    async def _change_person(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        person.name = str(given.get("name") or person.name)[:LONGEST_NAME]
        person.language = _language(given.get("language", person.language))
        self._world.tell("person", person=self._world.person_json(person))
        return {"person": self._world.person_json(person)}

    async def _send(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        message = await self._people.send(
            person, int(given["chat"]), str(given["text"]), given.get("reply_to")
        )
        return {"message": message}

    async def _send_file(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        return {"message": await self._people.send_file(person, int(given["chat"]), str(given["kind"]))}

    async def _edit(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        chat_id, message_id = int(given["chat"]), int(given["message_id"])
        return {"message": await self._people.edit(person, chat_id, message_id, str(given["text"]))}

    async def _tap(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        chat_id, message_id = int(given["chat"]), int(given["message_id"])
        return {"tap": await self._people.tap(person, chat_id, message_id, str(given["data"]))}

    async def _open_link(self, given: Json) -> Json:
        person, chat = self._people.person(given["person"]), given.get("chat")
        url = str(given["url"])
        return {"message": await self._people.open_link(person, url, int(chat) if chat else None)}

    async def _ask_inline(self, given: Json) -> Json:
        person = self._people.person(given["person"])
        query = str(given.get("query") or "")
        return {"query_id": await self._people.ask_inline(person, int(given["chat"]), query)}

    async def _choose_inline(self, given: Json) -> Json:
        person, chat = self._people.person(given["person"]), int(given["chat"])
        chosen = str(given["query_id"]), str(given["result_id"])
        return {"message": await self._people.choose_inline(person, chat, *chosen)}

    async def _block(self, given: Json, *, blocked: bool) -> Json:
        await self._people.block(self._people.person(given["person"]), blocked=blocked)
        return {}

    async def _delete(self, given: Json) -> Json:
        return {"deleted": self._world.drop(int(given["chat"]), int(given["message_id"]))}

    # ------------------------------------------------------------ groups

    async def _create_group(self, given: Json) -> Json:
        members = [self._people.person(one).id for one in given["members"]]
        group = self._world.add_group(str(given["title"]).strip()[:LONGEST_NAME] or "Group", members)
        return {"chat": self._world.chat_json(group.id)}

    async def _add_bot(self, given: Json) -> Json:
        await self._people.add_bot(self._people.person(given["person"]), self._people.group(given["chat"]))
        return {}

    async def _remove_bot(self, given: Json) -> Json:
        await self._people.remove_bot(self._people.person(given["person"]), self._people.group(given["chat"]))
        return {}

    async def _make_admin(self, given: Json) -> Json:
        await self._people.make_admin(self._people.person(given["person"]), self._people.group(given["chat"]))
        return {}

    async def _make_supergroup(self, given: Json) -> Json:
        moved = await self._people.make_supergroup(self._people.group(given["chat"]))
        return {"chat": self._world.chat_json(moved.id)}

    async def _add_member(self, given: Json) -> Json:
        await self._people.join(self._people.person(given["person"]), self._people.group(given["chat"]))
        return {}

    async def _leave_group(self, given: Json) -> Json:
        await self._people.leave(self._people.person(given["person"]), self._people.group(given["chat"]))
        return {}

    # ------------------------------------------------------------ time, faults, the bot

    async def _set_clock(self, given: Json) -> Json:
        if self._moving is not None and not self._moving.done():
            raise DeedError("The clock is still moving.")
        seconds = self._seconds_ahead(given)
        if seconds <= 0:
            raise DeedError("The clock only moves forward.")
        self._moving = begin(self._move(seconds), "clock")
        return {}

    def _seconds_ahead(self, given: Json) -> float:
        if given.get("to") == "monday_09:00":
            return self._clock.until_monday()
        if given.get("to"):
            return datetime.fromisoformat(str(given["to"])).replace(tzinfo=HOME).timestamp() - self._clock()
        return float(given["advance"])

    async def _move(self, seconds: float) -> None:
        self._world.tell("clock", now=self._clock(), moving=True)
        await self._clock.advance(seconds)
        self._world.tell("clock", now=self._clock(), moving=False)

    async def _fault(self, given: Json) -> Json:
        if given.get("kind") not in KINDS:
            raise DeedError(f"A fault is one of {', '.join(KINDS)}.")
        fault = Fault(str(given["kind"]), int(given.get("retry_after") or 5))
        self._faults.add(str(given.get("method") or "*"), fault, int(given.get("count") or 1))
        self._world.tell("faults", faults=self._faults.as_json())
        return {}

    async def _clear_faults(self, _given: Json) -> Json:
        self._faults.clear()
        self._world.tell("faults", faults=[])
        return {}

    async def _deliver(self, given: Json) -> Json:
        self._updates.deliver(str(given["mode"]), int(given.get("count") or 1))
        return {}

    async def _bot_action(self, given: Json) -> Json:
        if self._bot is None:
            raise DeedError("The bot is not the sandbox's own.")
        await self._bot.act(str(given["action"]))
        return {}


def _language(code: object) -> str:
    if not LANGUAGE.fullmatch(str(code)):
        raise DeedError("A language is a code such as nl.")
    return str(code)
