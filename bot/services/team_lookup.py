"""A person's teams as `flows` may ask about them: looked up in the turn's transaction, once each."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from bot.services.ports import Unit
from flows.reminders.appointments import THE_TEAM
from flows.teams.records import (
    Appointment,
    CheckIn,
    Contribution,
    Invitation,
    Member,
    Ownership,
    PlanAction,
    Review,
    Role,
    Round,
    Team,
    Week,
)

WEEKS_KEPT_IN_SIGHT = 520
"""Ten years: what was told of the same people is never told anew because it was long ago (ADR 10)."""
CHECKINS_IN_SIGHT = 12


class StoredCrew:
    """The port `Crew` on a transaction; the team's row stays locked until it ends."""

    def __init__(self, unit: Unit, team: Team, me: Member) -> None:
        self.team = team
        self.unit = unit
        self.me = me
        self._user_id = me.user_id

    @cached_property
    def members(self) -> Sequence[Member]:
        found = self.unit.find(Member, team_id=self.team.id)
        return sorted(found, key=lambda member: (member.joined_at, member.user_id))

    @cached_property
    def headcount(self) -> int:
        return self.unit.count(Member, team_id=self.team.id)

    @cached_property
    def actions(self) -> Sequence[PlanAction]:
        return self.unit.find(PlanAction, team_id=self.team.id)

    @cached_property
    def owners(self) -> dict[int, int]:
        owned = self.unit.find(Ownership, team_id=self.team.id)
        return {ownership.number: ownership.user_id for ownership in owned}

    @cached_property
    def weeks(self) -> Sequence[Week]:
        return self.unit.weeks_of(self.team.id, WEEKS_KEPT_IN_SIGHT)

    @cached_property
    def rounds(self) -> Sequence[Round]:
        return self.unit.find(Round, team_id=self.team.id)[::-1]

    @cached_property
    def reviews(self) -> Sequence[Review]:
        return self.unit.find(Review, team_id=self.team.id)[::-1]

    @cached_property
    def my_checkins(self) -> Sequence[CheckIn]:
        return self.unit.checkins_of(self.team.id, self._user_id, CHECKINS_IN_SIGHT)

    @cached_property
    def reminders(self) -> Sequence[Appointment]:
        told = (self._user_id, THE_TEAM) if self.me.role is Role.LEAD else (self._user_id,)
        return [said for user_id in told for said in self.unit.said(self.team.id, user_id)]

    @cached_property
    def invitation(self) -> Invitation | None:
        return next(iter(self.unit.find(Invitation, team_id=self.team.id)), None)

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return self.unit.find(CheckIn, team_id=self.team.id, period=period)

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        return self.unit.find(CheckIn, team_id=self.team.id, period=period, shared=True)

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        found = self.unit.find(Contribution, team_id=self.team.id, number=number)
        return {contribution.user_id: contribution.answers for contribution in found}

    def contributed(self, number: int) -> bool:
        where = {"team_id": self.team.id, "number": number, "user_id": self._user_id}
        return bool(self.unit.find(Contribution, **where))


class StoredTeams:
    """The port `TeamFacts` on a transaction."""

    def __init__(self, unit: Unit, user_id: int) -> None:
        self._unit = unit
        self._user_id = user_id
        self._crews: dict[int, StoredCrew | None] = {}

    @cached_property
    def teams(self) -> Sequence[Team]:
        return self._unit.teams_of(self._user_id)

    def crew(self, team_id: int) -> StoredCrew | None:
        if team_id not in self._crews:
            self._crews[team_id] = find_crew(self._unit, team_id, self._user_id)
        return self._crews[team_id]

    def invited(self, token_hash: str) -> tuple[Team, Member, Invitation, int] | None:
        for found in self._unit.find(Invitation, token_hash=token_hash):
            team = self._unit.lock_team(found.team_id)
            # Once more, for whoever had the lock may have revoked it, or let somebody in.
            for invitation in self._unit.find(Invitation, token_hash=token_hash):
                if team is not None and invitation.team_id == team.id:
                    (lead,) = self._unit.find(Member, team_id=team.id, role=Role.LEAD)
                    return team, lead, invitation, self._unit.count(Member, team_id=team.id)
        return None


def find_crew(unit: Unit, team_id: int, user_id: int) -> StoredCrew | None:
    """A team as seen by one of its members; None where they are none, and then nothing is locked."""
    mine = {"team_id": team_id, "user_id": user_id}
    team = unit.lock_team(team_id) if unit.find(Member, **mine) else None
    # Once more, for whoever had the lock may have changed it.
    me = next(iter(unit.find(Member, **mine)), None)
    return StoredCrew(unit, team, me) if team is not None and me is not None else None


def find_crew_of_lead(unit: Unit, team_id: int) -> StoredCrew | None:
    """A team as seen by its lead: for what happens to the team by itself."""
    team = unit.lock_team(team_id)
    leads = unit.find(Member, team_id=team_id, role=Role.LEAD)
    return StoredCrew(unit, team, leads[0]) if team is not None and leads else None
