"""What people do with a bot: each deed becomes an update, as Telegram would tell of it."""

from bot.sandbox.inline import Inline
from bot.sandbox.markup import read_plain
from bot.sandbox.taps import Taps
from bot.sandbox.updates import Updates
from bot.sandbox.world import BOT, PRESENT, SUPERGROUP, ChatGroup, Json, Person, World

FIRST_TAP = 4_382_000_000_000_000
FILES = {"photo": [{"file_id": "of-a-person", "file_unique_id": "x", "width": 90, "height": 90}]}


class DeedError(ValueError):
    """Something that cannot be done; the message says why in a sentence."""


class People:
    """Acts for the people of the sandbox."""

    def __init__(self, world: World, updates: Updates, taps: Taps, inline: Inline) -> None:
        self.world = world
        self._inline = inline
        self._updates = updates
        self._taps = taps

    def person(self, person_id: object) -> Person:
        found = self.world.people.get(int(str(person_id)))
        if found is None:
            raise DeedError("There is no such person.")
        return found

    def group(self, chat_id: object) -> ChatGroup:
        found = self.world.groups.get(int(str(chat_id)))
        if found is None:
            raise DeedError("There is no such group.")
        return found

    # ------------------------------------------------------------ messages

    async def send(self, person: Person, chat_id: int, text: str, reply_to: int | None = None) -> Json:
        """A text; in a private chat it also starts the bot, and in a group the bot may not hear it."""
        if not text.strip():
            raise DeedError("There is nothing to send.")
        shown, entities = read_plain(text)
        content: Json = {"text": shown, **({"entities": entities} if entities else {})}
        replied = self.world.messages.get((chat_id, reply_to)) if reply_to else None
        if replied is not None:
            content["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
        message = self._said(person, chat_id, content)
        if self._hears(message):
            await self._updates.post(message=message)
        return message

    async def send_file(self, person: Person, chat_id: int, kind: str) -> Json:
        """Something that is no text."""
        file = {"file_id": "of-a-person", "file_unique_id": "x"}
        message = self._said(person, chat_id, FILES if kind == "photo" else {kind: file})
        if chat_id == person.id:
            await self._updates.post(message=message)
        return message

    async def edit(self, person: Person, chat_id: int, message_id: int, text: str) -> Json:
        """Other words in the place of one's own."""
        before = self.world.messages.get((chat_id, message_id))
        if before is None or before["from"]["id"] != person.id:
            raise DeedError("Only your own messages can be edited.")
        shown, entities = read_plain(text)
        kept = {name: value for name, value in before.items() if name != "entities"}
        after = {**kept, "text": shown, "edit_date": int(self.world.clock())}
        message = self.world.show({**after, **({"entities": entities} if entities else {})})
        await self._updates.post(edited_message=message)
        return message

    def _said(self, person: Person, chat_id: int, content: Json) -> Json:
        if chat_id == person.id:
            if person.blocked:
                raise DeedError("Unblock the bot first.")
            if not person.started:
                person.started = True
                self.world.tell("chat", chat=self.world.chat_json(chat_id))
        elif person.id not in self.group(chat_id).members:
            raise DeedError("They are not in that group.")
        return self.world.new_message(chat_id, person.user(), content)

    def _hears(self, message: Json) -> bool:
        """In groups a bot hears commands, replies to it and mentions of it, unless it is an administrator."""
        if message["chat"]["type"] == "private":
            return True
        group = self.world.groups[message["chat"]["id"]]
        text = message["text"]
        answered = message.get("reply_to_message", {}).get("from", {}).get("id") == BOT["id"]
        meant = "via_bot" in message or text.startswith("/") or f"@{BOT['username']}" in text or answered
        return group.bot == "administrator" or (group.bot == "member" and meant)

    async def tap(self, person: Person, chat_id: int, message_id: int, data: str) -> str:
        """A button, also one that is no longer there; the number of the tap."""
        message = self.world.messages.get((chat_id, message_id))
        if message is None:
            raise DeedError("That message is gone.")
        tap = {
            "id": str(FIRST_TAP + self.world.number()),
            "from": person.user(),
            "message": message,
            "chat_instance": str(-chat_id),
            "data": data,
        }
        self._taps.open(tap)
        await self._updates.post(callback_query=tap)
        return str(tap["id"])

    async def ask_inline(self, person: Person, chat_id: int, query: str) -> str:
        """Type the bot's name in a chat, to see what it offers there; the number of the question."""
        return await self._inline.ask(person, chat_id, query)

    async def choose_inline(self, person: Person, chat_id: int, number: str, result_id: str) -> Json:
        """Send what the bot offered, as one's own message."""
        content = self._inline.chosen(number, result_id)
        if content is None:
            raise DeedError("That is no longer on offer.")
        message = self._said(person, chat_id, content)
        if self._hears(message):
            await self._updates.post(message=message)
        return message

    async def open_link(self, person: Person, url: str, chat_id: int | None = None) -> Json:
        """A link to the bot, opened on somebody's phone."""
        _, _, query = url.partition("?")
        name, _, payload = query.partition("=")
        if name == "startgroup" and chat_id is not None:
            await self.add_bot(person, self.group(chat_id))
            return await self.send(person, chat_id, f"/start@{BOT['username']} {payload}")
        return await self.send(person, person.id, f"/start {payload}".strip())

    # ------------------------------------------------------------ membership

    async def block(self, person: Person, *, blocked: bool) -> None:
        """Block the bot, or no longer."""
        if person.blocked == blocked:
            return
        person.blocked = blocked
        self.world.tell("person", person=self.world.person_json(person))
        self.world.tell("chat", chat=self.world.chat_json(person.id))
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        await self._membership(person, person.id, before, after)

    async def add_bot(self, person: Person, group: ChatGroup) -> None:
        """Put the bot into a group."""
        if group.bot in PRESENT:
            return
        await self._change(person, group, "member")
        await self._serve(person, group, {"new_chat_members": [BOT]})

    async def remove_bot(self, person: Person, group: ChatGroup) -> None:
        """Put the bot out of a group."""
        if group.bot not in PRESENT:
            return
        await self._serve(person, group, {"left_chat_member": BOT})
        await self._change(person, group, "kicked")

    async def make_admin(self, person: Person, group: ChatGroup) -> None:
        await self._change(person, group, "administrator")

    async def _change(self, person: Person, group: ChatGroup, status: str) -> None:
        before, group.bot = group.bot, status
        self.world.tell("chat", chat=self.world.chat_json(group.id))
        await self._membership(person, group.id, before, status)

    async def _serve(self, person: Person, group: ChatGroup, content: Json) -> None:
        """A message about what happened in a group; a bot that is in it hears all of them."""
        message = self.world.new_message(group.id, person.user(), content)
        if group.bot in PRESENT:
            await self._updates.post(message=message)

    async def _membership(self, person: Person, chat_id: int, before: str, after: str) -> None:
        await self._updates.post(
            my_chat_member={
                "chat": self.world.chat(chat_id),
                "from": person.user(),
                "date": int(self.world.clock()),
                "old_chat_member": {"user": BOT, "status": before},
                "new_chat_member": {"user": BOT, "status": after},
            }
        )

    async def make_supergroup(self, group: ChatGroup) -> ChatGroup:
        """A group becomes a supergroup: with another number, and a message in each about the other."""
        if group.moved_to is not None or group.type == "supergroup":
            raise DeedError("That is a supergroup already.")
        moved = ChatGroup(-SUPERGROUP + group.id, group.title, group.members, group.bot)
        self.world.groups[moved.id] = moved
        group.moved_to, person = moved.id, self.person(group.members[0])
        self.world.tell("chat", chat=self.world.chat_json(group.id))
        self.world.tell("chat", chat=self.world.chat_json(moved.id))
        old = self.world.new_message(group.id, person.user(), {"migrate_to_chat_id": moved.id})
        new = self.world.new_message(moved.id, person.user(), {"migrate_from_chat_id": group.id})
        await self._updates.post(message=old)
        await self._updates.post(message=new)
        return moved

    async def join(self, person: Person, group: ChatGroup) -> None:
        """Somebody comes into a group."""
        if person.id not in group.members:
            group.members.append(person.id)
            self.world.tell("chat", chat=self.world.chat_json(group.id))
            await self._serve(person, group, {"new_chat_members": [person.user()]})

    async def leave(self, person: Person, group: ChatGroup) -> None:
        """Somebody leaves a group."""
        if person.id in group.members:
            group.members.remove(person.id)
            self.world.tell("chat", chat=self.world.chat_json(group.id))
            await self._serve(person, group, {"left_chat_member": person.user()})
