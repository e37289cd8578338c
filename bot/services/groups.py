"""Groups of Telegram: linked by a team's lead, left when nobody links them, never told anybody's answers."""

from dataclasses import dataclass, replace

import orjson

from bot.services.audit import note_deeds
from bot.services.clock import Time
from bot.services.news import unasked
from bot.services.ports import OutboxMessage, Unit
from bot.services.team_lookup import find_crew
from flows.reminders.appointments import tell_all
from flows.reminders.names import ReminderKind
from flows.state.hints import Hint
from flows.teams.calendar import local_day
from flows.teams.changes import Drop, Edit, Put
from flows.teams.records import Group, Member, Role, Team

MINUTE = 60.0
"""A group is answered once in it, whoever asks; only that a team was linked is said at once."""
PATIENCE = 600.0
"""Seconds after which a group that nobody linked is left."""


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The bot was put into a group."""


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot was taken out of a group, or may not write there any more."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody gives a command, though advice has no place in a group."""


@dataclass(frozen=True, slots=True)
class Linking:
    """Somebody asks to link a group to a team. `anonymous`: in the name of the group, or of a channel."""

    team_id: int
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group has another number from now on."""

    to: int


HappenedInGroup = BotAdded | BotRemoved | Asking | Linking | Migrated


@dataclass(frozen=True, slots=True)
class GroupEvent:
    """What happened in a group, and who did it."""

    update_id: int
    chat_id: int
    person: int
    event: HappenedInGroup
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class GroupReply:
    """A line to the group: a hint, in a language where the team has one. `linked`: it belongs to the team
    since now.
    """

    hint: Hint
    language: str | None = None
    team: str = ""
    linked: bool = False


class Groups:
    """Takes what happens in groups, each update once."""

    def __init__(self, clock: Time) -> None:
        self._clock = clock

    def take(self, unit: Unit, happened: GroupEvent) -> GroupReply | None:
        """What to say in the group about it, if anything."""
        now, chat = self._clock(), happened.chat_id
        if not unit.mark_seen(happened.update_id, now):
            return None
        match happened.event:
            case BotAdded():
                if not unit.find(Group, chat_id=chat):
                    unit.apply((Put(Group(chat, now)),))
            case BotRemoved():
                known = unit.look(happened.person)  # Of whom nothing is stored, no id stays behind
                forget_group(unit, chat, now, happened.person if known else None)
            case Migrated(to):
                unit.migrate_group(chat, to)
            case Asking():
                return _once_a_minute(unit, chat, now, GroupReply("private"))
            case Linking(anonymous=True):
                return _once_a_minute(unit, chat, now, GroupReply("group_anonymous"))
            case Linking(team_id):
                reply = self._link(unit, happened, team_id, now)
                return reply if reply.linked else _once_a_minute(unit, chat, now, reply)
        return None

    def _link(self, unit: Unit, happened: GroupEvent, team_id: int, now: float) -> GroupReply:
        """Only the lead of a team links it; who asks is looked at each time, and nothing else counts."""
        crew = find_crew(unit, team_id, happened.person)
        if crew is None or crew.me.role is not Role.LEAD:
            return GroupReply("group_not_lead")
        team = crew.team
        group = unit.lock_group(happened.chat_id, now)
        taken = [other for other in unit.find(Team, group_id=group.chat_id) if other.id != team_id]
        if taken:
            return GroupReply("group_taken", team.language)
        linked = replace(group, added_at=now, team_id=team_id)
        changes = (Edit(group, linked), Edit(team, replace(team, group_id=group.chat_id)))
        unit.apply(changes)
        note_deeds(unit, changes, happened.person, now)
        new = team.group_id != group.chat_id
        if new:
            unit.apply(tell_all(ReminderKind.GROUP, crew, local_day(now, team.zone), now))
        return GroupReply("group_linked", team.language, team.name, linked=new)

    def to_leave(self, unit: Unit) -> list[int]:
        """The groups that nobody linked in time."""
        return [group.chat_id for group in unit.groups_to_leave(self._clock() - PATIENCE)]

    def left(self, unit: Unit, chat: int) -> None:
        """We are no longer there."""
        forget_group(unit, chat, self._clock())


def _once_a_minute(unit: Unit, chat: int, now: float, reply: GroupReply) -> GroupReply | None:
    granted = unit.spend(f"group:{chat}", 1, now, 1 / MINUTE, 1)
    return reply if granted else None


def forget_group(unit: Unit, chat: int, now: float, person: int | None = None) -> None:
    """The team goes on without its group; its lead is told. `person`: who took the bot out of it."""
    for found in unit.find(Team, group_id=chat):
        team = unit.lock_team(found.id)
        if team is None or team.group_id != chat:
            continue
        changes = (Edit(team, replace(team, group_id=None)),)
        unit.apply(changes)
        note_deeds(unit, changes, person, now)
        for lead in unit.find(Member, team_id=team.id, role=Role.LEAD):
            payload = {"hint": "group_gone", "values": {"team": team.name}}
            written = orjson.dumps(payload).decode()
            letter = OutboxMessage(lead.user_id, "told", written, f"{team.id}:group", team=team.id)
            unit.enqueue(unasked(unit, letter, now), now)
    unit.apply(Drop(group) for group in unit.find(Group, chat_id=chat))
