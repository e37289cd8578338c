"""How people go from a team: left, taken off, handed over, deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.handlers.access import for_lead, of_team, open_view
from flows.handlers.joining import tell_about_member, tell_member
from flows.reminders.appointments import soon
from flows.reminders.names import ReminderKind
from flows.state.result import Handler, Result
from flows.state.visit import Visit
from flows.teams.changes import Cancel, Change, Drop, Edit, Put
from flows.teams.lookup import find_member
from flows.teams.records import Member, Review, Role


@of_team
def leave_team(visit: Visit) -> Result:
    """Leave; a lead hands over to whoever is there longest, and the last one out deletes the team."""
    crew = visit.crew
    others = [member for member in crew.members if member != crew.me]
    session = visit.session.having(view="team", team=None, checkin=None)
    if not others:
        return Result(session, hint="team_deleted", changes=(Drop(crew.team),))
    changes: tuple[Change, ...] = (Cancel(crew.team.id, user_id=crew.me.user_id), Drop(crew.me))
    if crew.me.role is not Role.LEAD:
        lead = next(member for member in others if member.role is Role.LEAD)
        if crew.team.agreed:
            context = visit.context
            left = Put(soon(ReminderKind.LEFT, crew.team, lead, context.today, context.now))
            return Result(session, hint="left", changes=(*changes, left))
        told = tell_about_member(crew.me, lead.user_id, "member_left", crew.team)
        return Result(session, hint="left", changes=changes, posts=(told,))
    changes = (*changes, *pass_on_lead(others[0], crew.reviews))
    told = tell_member(others[0].user_id, "you_lead", crew.team)
    return Result(session, hint="left", changes=changes, posts=(told,))


def pass_on_lead(heir: Member, reviews: Sequence[Review]) -> tuple[Change, ...]:
    """Somebody else leads. What held the step at past reviews followed from the last lead's own answers as
    long as the team had none, so it goes with that lead.
    """
    forgotten = (Edit(review, replace(review, limiting=())) for review in reviews)
    return (Edit(heir, replace(heir, role=Role.LEAD)), *forgotten)


@for_lead
def remove_member(visit: Visit) -> Result:
    """Take somebody else off the team; they are told."""
    crew = visit.crew
    gone = find_member(crew, visit.arguments)
    if gone is None or gone == crew.me:
        return Result(visit.session.having(view="team_members"), hint="stale")
    return Result(
        visit.session.having(view="team_members"),
        hint="removed",
        changes=(Cancel(crew.team.id, user_id=gone.user_id), Drop(gone)),
        posts=(tell_member(gone.user_id, "you_are_removed", crew.team),),
    )


@for_lead
def hand_over_lead(visit: Visit) -> Result:
    """Make somebody else the lead."""
    crew = visit.crew
    chosen = find_member(crew, visit.arguments)
    if chosen is None or chosen == crew.me:
        return Result(visit.session.having(view="team_members"), hint="stale")
    return Result(
        visit.session.having(view="team_members"),
        hint="handed_over",
        changes=(Edit(crew.me, replace(crew.me, role=Role.MEMBER)), *pass_on_lead(chosen, crew.reviews)),
        posts=(tell_member(chosen.user_id, "you_lead", crew.team),),
    )


@for_lead
def delete_team(visit: Visit) -> Result:
    """Delete the team with all that hangs on it; everybody is told."""
    crew = visit.crew
    # It has the name that the lead gave, and goes with them.
    told = (
        replace(tell_member(m.user_id, "team_was_deleted", crew.team), about=crew.me.user_id)
        for m in crew.members
        if m != crew.me
    )
    return Result(
        visit.session.having(view="team", team=None, checkin=None),
        hint="team_deleted",
        changes=(Drop(crew.team),),
        posts=tuple(told),
    )


LEAVING_HANDLERS: Mapping[str, Handler] = {
    "team_leave": open_view("team_leave"),
    "leave": leave_team,
    "remove": remove_member,
    "hand_over": hand_over_lead,
    "team_delete": open_view("team_delete"),
    "delete_team": delete_team,
}
