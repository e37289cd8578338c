"""The screens on which a team forms, and the one it comes home to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flows.adviser.advice import Advice
from flows.reminders.schedule import upcoming
from flows.state.reader import SessionReader
from flows.state.result import TurnContext
from flows.state.screen import Block, Button, Screen, button, labelled, sure
from flows.state.session import Session
from flows.state.visit import Visit
from flows.teams.calendar import COUNTRIES, local_day
from flows.teams.checkins import checkin_of, open_period
from flows.teams.lookup import find_member, number_of
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Invitation, Member, Role, Team
from flows.teams.statistics import overview, too_small
from flows.teams.tidy import LONGEST_NAME

PAGE = 8
"""Members on a page."""
NOTES = 5
"""Notes on the screen of a team; each may be long, and a message is not."""

Rows = tuple[tuple[Button, ...], ...]

TO_START: Rows = ((button("cancel"),),)


def to_team(team: Team) -> tuple[Button, ...]:
    """The way back to the team."""
    return (labelled("to_team", "team", team.id),)


def moment(ahead: Appointment | None, crew: Crew) -> dict[str, str | int | None]:
    """When something happens, as day and time where somebody lives. To who lives in another zone than the
    team also as the moment itself, which phones tell in their own; where others live is told nobody (G12).
    """
    if ahead is None:
        return {"next_on": None, "next_at": None, "next_unix": None}
    at = datetime.fromtimestamp(ahead.due_at, ZoneInfo(crew.me.zone))
    return {
        "next_on": at.date().isoformat(),
        "next_at": at.strftime("%H:%M"),
        "next_unix": int(ahead.due_at) if crew.me.zone != crew.team.zone else None,
    }


def next_checkin(visit: Visit) -> tuple[Appointment | None, str | None]:
    """The next own check-in once the plan is agreed, and the day of the holiday that moved it."""
    crew, context = visit.crew, visit.context
    return upcoming(crew.team, crew.me, context.now) if crew.team.agreed else (None, None)


def list_screen(reader: SessionReader, session: Session, context: TurnContext) -> Screen:
    """The teams somebody is in, or what a team is for; a new one needs a full advice."""
    teams = context.teams.teams
    ready = isinstance(reader.standing_advice(session), Advice)
    rows = tuple((labelled("team_named", "team", team.id, name=team.name),) for team in teams)
    onward = (button("team_new"),) if ready else (button("full"),)
    block = Block("team/list", {"count": len(teams), "ready": ready})
    return Screen("team_list", (block,), (*rows, onward, *TO_START))


def new_screen() -> Screen:
    """The name of a new team, to be typed."""
    return Screen("team_new", (Block("team/new", {"longest": LONGEST_NAME}),), TO_START, writes=True)


def country_screen(name: str) -> Screen:
    """The country, for time zone and holidays."""
    countries = tuple(button("team_make", country) for country in COUNTRIES)
    return Screen("team_country", (Block("team/country", {"name": name}),), (countries, *TO_START))


def join_screen(invited: tuple[Team, Member, Invitation, int], *, wholly: bool = False) -> Screen:
    """Before joining: who asks, where the team stands, what is shared with whom; and nobody else's name.
    `wholly`: to the letter, which takes more than one phone screen.
    """
    team, lead, _, members = invited
    values = {
        "team": team.name,
        "lead": lead.name,
        "members": members,
        "group": team.group_id is not None,
        "step": team.step,
        "every": team.every,
    }
    asking = (button("join"),), (button("decline"), button("settings"))
    if wholly:
        return Screen("team_join", (Block("team/join_wholly", values),), (*asking, *TO_START))
    rows = (*asking, (button("join_wholly"), button("cancel")))
    return Screen("team_join", (Block("team/join", values),), rows)


def declined_screen() -> Screen:
    """After a no: who hears of it, and what else there is."""
    return Screen("team_declined", (Block("team/declined"),), ((button("quick"),), *TO_START))


def home_screen(visit: Visit) -> Screen:
    """Where the team stands, and everything one can do from there."""
    crew, context = visit.crew, visit.context
    seen = overview(visit.reader.catalogue, crew, context.today)
    ahead, because = next_checkin(visit)
    period = open_period(crew, context.now)
    values = {
        "seen": seen,
        "agreed": crew.team.agreed,
        "checked_in": checkin_of(crew, period) is not None,
        "open": period is not None,
        **moment(ahead, crew),
        "because": because,
        "country": crew.team.country,
        "away_until": crew.me.away_until(context.today),
        "cue": crew.me.cue,
        "routine": crew.me.routine,
        **_shared_notes(crew, period),
    }
    return Screen("team", (Block("team/home", values),), _home_rows(visit, period))


def _shared_notes(crew: Crew, period: str | None) -> dict[str, object]:
    """This week's notes that their writers shared: the newest, in an order that does not tell whose they are,
    and how many more there are; none where it is plain whose it is.
    """
    found = crew.shared_notes(period) if period is not None and not too_small(crew) else ()
    newest = sorted(found, key=lambda checkin: checkin.at, reverse=True)[:NOTES]
    notes = sorted(checkin.note for checkin in newest if checkin.note)
    return {"notes": tuple(notes), "more_notes": len(found) - len(newest)}


def _home_rows(visit: Visit, period: str | None) -> Rows:
    """What is done now comes first; all the rest is one tap further."""
    return tuple(row for row in (*_own_rows(visit, period), *_end_rows(visit)) if row)


def _own_rows(visit: Visit, period: str | None) -> Rows:
    crew, lead = visit.crew, _leads(visit)
    if not crew.team.agreed:
        arranging = (button("team_members"), button("team_settings"))
        inviting = (button("invite"),) if lead else ()
        return (button("plan"),), (button("round"), button("routine")), arranging, inviting
    open_now = period is not None and checkin_of(crew, period) is None
    due = lead and crew.team.review_on <= visit.context.today
    return (
        (button("checkin"),) if open_now else (),
        (button("review"),) if due else (),
        (button("plan"), button("picture")),
        (button("round"), button("team_members")),
        (button("team_more"),),
    )


def _end_rows(visit: Visit) -> Rows:
    resuming = (button("resume"),) if visit.reader.under_way(visit.session) else ()
    others = (button("teams"),) if len(visit.context.teams.teams) > 1 else ()
    return resuming, (*others, button("cancel"))


def more_screen(visit: Visit) -> Screen:
    """Everything else of a team, grouped as people look for it: mine, what to show, who and when."""
    crew, lead = visit.crew, _leads(visit)
    period = open_period(crew, visit.context.now)
    said = (labelled("my_checkin", "checkin"),) if checkin_of(crew, period) is not None else ()
    rows = (
        (button("weeks"), *said),
        (button("routine"),),
        (button("report"), *((button("review"),) if lead else ())),
        (button("brief"),) if lead else (),
        (button("invite"),) if lead else (),
        (button("team_settings"),),
        to_team(crew.team),
    )
    return Screen("team_more", (Block("team/more", {"team": crew.team.name}),), tuple(r for r in rows if r))


def _leads(visit: Visit) -> bool:
    return visit.crew.me.role is Role.LEAD


def members_screen(visit: Visit) -> Screen:
    """Who is in the team; the lead can open each of the others."""
    crew, lead = visit.crew, visit.crew.me.role is Role.LEAD
    page, pages = number_of(visit.arguments) or 0, (len(crew.members) - 1) // PAGE + 1
    shown = crew.members[page * PAGE : (page + 1) * PAGE]
    invitation = crew.invitation
    holds = invitation is not None and invitation.expires_at > visit.context.now and invitation.uses_left > 0
    values = {
        "members": tuple((member.name, member.role is Role.LEAD, member == crew.me) for member in shown),
        "count": len(crew.members),
        "page": page + 1,
        "pages": pages,
        "until": local_day(invitation.expires_at, crew.me.zone) if invitation and holds and lead else None,
        "uses_left": invitation.uses_left if invitation else 0,
    }
    others = [member for member in shown if member != crew.me and lead]
    named = tuple((labelled("member_named", "team_member", m.user_id, name=m.name),) for m in others)
    turning = turn_pages("team_members", page, pages)
    inviting = (button("invite"), *([sure("revoke")] if holds else [])) if lead else ()
    leaving = (button("team_leave"), *([button("team_delete")] if lead else []))
    rows = tuple(row for row in (*named, turning, inviting, leaving, to_team(crew.team)) if row)
    return Screen("team_members", (Block("team/members", values),), rows)


def turn_pages(name: str, page: int, pages: int, *arguments: object) -> tuple[Button, ...]:
    """The buttons to the page before and the next."""
    before = (labelled("page_before", name, *arguments, page - 1),) if page > 0 else ()
    after = (labelled("page_after", name, *arguments, page + 1),) if page + 1 < pages else ()
    return (*before, *after)


def member_screen(visit: Visit) -> Screen:
    """What the lead can do with somebody: hand over the lead, or take them off."""
    crew, member = visit.crew, find_member(visit.crew, visit.arguments)
    if member is None or member == crew.me or crew.me.role is not Role.LEAD:
        return members_screen(Visit(visit.reader, visit.session, (), visit.context, crew))
    rows = (
        (sure("hand_over", member.user_id),),
        (sure("remove", member.user_id),),
        (labelled("back", "team_members"),),
    )
    return Screen("team_member", (Block("team/member", {"name": member.name}),), rows)


def leave_screen(visit: Visit) -> Screen:
    """Leave, and what then happens to the own answers."""
    crew = visit.crew
    heirs = [member.name for member in crew.members if member != crew.me]
    lead = crew.me.role is Role.LEAD
    values = {"team": crew.team.name, "lead": lead, "heir": heirs[0] if heirs and lead else None}
    rows = ((button("leave"),), to_team(crew.team))
    return Screen("team_leave", (Block("team/leave", values),), rows)


def delete_screen(visit: Visit) -> Screen:
    """Delete the team with everything of it."""
    values = {"team": visit.crew.team.name, "members": visit.crew.headcount}
    rows = ((button("delete_team"),), to_team(visit.crew.team))
    return Screen("team_delete", (Block("team/delete", values),), rows)
