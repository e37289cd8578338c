"""What of a move is noted for those who must account for it."""

from collections.abc import Iterable

from bot.services.ports import Unit
from bot.services.ports.audit import AuditLine, By, Deed
from flows.teams.changes import Change, Drop, Edit
from flows.teams.records import Invitation, Member, Role, Team


def note_deeds(
    unit: Unit, changes: Iterable[Change], person: int | None, now: float, by: By = By.PERSON
) -> None:
    """Note what somebody does to a team that others will ask about; `person`: None for who is forgotten."""
    for change in changes:
        if (found := _deed(change, person)) is not None:
            deed, about, team_id = found
            unit.note_deed(AuditLine(now, by, deed, person, about, team_id))


def _deed(change: Change, person: int | None) -> tuple[Deed, int | None, int] | None:
    match change:
        case Drop(Team(id=team_id)):
            return Deed.TEAM_DELETED, None, team_id
        case Drop(Member(user_id=about, team_id=team_id)) if person not in (about, None):
            return Deed.MEMBER_REMOVED, about, team_id
        case Drop(Invitation(team_id=team_id)):
            return Deed.INVITATION_REVOKED, None, team_id
        case Edit(Member(role=Role.MEMBER), Member(role=Role.LEAD, user_id=about, team_id=team_id)):
            return Deed.LEAD_HANDED_OVER, about, team_id
        case Edit(Team(group_id=before), Team(group_id=after, id=team_id)) if before != after:
            return Deed.GROUP_UNLINKED if after is None else Deed.GROUP_LINKED, None, team_id
    return None
