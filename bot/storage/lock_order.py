"""Rows are locked in one order, so that no transaction waits for one that waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.services.ports import Overtaken, StoredConversation
from bot.storage import signs_of_life
from bot.storage.runner import Runner
from bot.storage.unit import SqlUnit
from flows.teams.records import Team


@dataclass(frozen=True, slots=True)
class Locks:
    """Rows of people and of teams."""

    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    def __or__(self, others: "Locks") -> "Locks":
        return Locks(self.people | others.people, self.teams | others.teams)


class OutOfOrder(Overtaken):
    """A lock was asked for whose turn was over. `needed`: all that the work has and asked for."""

    def __init__(self, needed: Locks) -> None:
        super().__init__("rows were asked for out of their order")
        self.needed = needed


class OrderedUnit(SqlUnit):
    """The port `Unit` where others work at the same moment: people are locked by id, then teams by id.

    `needed` is locked before anything else that is asked for. So work that asks out of order learns what it
    needs by being begun anew with it; most work asks for one person and one team, and never is.
    """

    def __init__(self, runner: Runner, needed: Locks) -> None:
        super().__init__(runner)
        self._needed = needed
        self._held = Locks()

    def show_life(self, owner: str) -> None:
        self._run.rows(signs_of_life.show, {"owner": owner})

    def silent_owners(self, owner: str) -> list[str]:
        return [silent for (silent,) in self._run.rows(signs_of_life.silent, {"owner": owner})]

    def load(self, user_id: int) -> StoredConversation | None:
        self._ask_for_people({user_id})
        return super().load(user_id)

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        wanted = set(people)
        self._ask_for_people(wanted)
        return super().load_all(wanted)

    def lock_team(self, team_id: int) -> Team | None:
        self._begin()
        held = self._held.teams
        if team_id not in held:
            asked = Locks(teams=frozenset({team_id}))
            self._check(asked, in_turn=team_id > max(held, default=team_id - 1))
            self._held |= asked
        return super().lock_team(team_id)

    def _ask_for_people(self, people: set[int]) -> None:
        self._begin()
        held = self._held.people
        if asked := frozenset(people - held):
            first = min(asked)
            self._check(Locks(asked), in_turn=not self._held.teams and first > max(held, default=first - 1))
            self._held |= Locks(asked)

    def _check(self, asked: Locks, *, in_turn: bool) -> None:
        if not in_turn:
            raise OutOfOrder(self._held | asked)

    def _begin(self) -> None:
        """Lock what an earlier beginning showed to be needed."""
        needed, self._needed = self._needed, Locks()
        if needed.people:
            super().load_all(needed.people)
        for team_id in sorted(needed.teams):
            super().lock_team(team_id)
        self._held |= needed
