"""How a team forms: made, invited to, joined."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from flows.adviser.advice import Advice
from flows.handlers.access import for_lead, open_view
from flows.reminders.schedule import plan_member
from flows.state.hints import Hint
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, SideMessage, Topic, TurnContext
from flows.state.session import Session
from flows.state.views import WHOLLY, place
from flows.state.visit import Visit
from flows.teams.calendar import COUNTRIES
from flows.teams.changes import Change, Drop, Edit, Put, put_or_edit
from flows.teams.lookup import number_of
from flows.teams.plan import review_day, start_plan
from flows.teams.records import Contribution, Guest, Invitation, Member, Role, Round, Team
from flows.teams.tidy import LONGEST_FIRST_NAME, LONGEST_NAME, tidy

TOKEN = "t_"  # noqa: S105 - how a link to an invitation begins
TRIES_AN_HOUR = 20
MOST_TEAMS = 20
HOUR = 3_600.0
HOLDS = 14 * 24 * HOUR
USES = 50
PARTS = 1_000_000
"""Of a second: each invitation ends at another one, and its token is made from that."""
FIRST_WEEKDAY, FIRST_HOUR = 1, 9

TOPICS: Mapping[Hint, Topic] = {
    "joined": "newcomers",
    "member_left": "member",
    "taken_action": "action",
    "you_lead": "standing",
    "you_are_removed": "standing",
    "team_was_deleted": "standing",
}
"""What a line to another member is about: the next one about the same makes it outdated."""
LEADS_TO: Mapping[Hint, tuple[str, ...]] = {
    "joined": ("members",),
    "member_left": ("plan",),
    "taken_action": ("plan",),
    "you_lead": ("team",),
}
"""What of the team the button below such a line opens; below others there is none."""


def open_team(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """The team named, or looked at, or the only one; else the choice between them."""
    mine = [found.id for found in context.teams.teams]
    wanted = number_of(arguments) or session.team
    only = mine[0] if len(mine) == 1 else None
    return Result(session.having(view="team", team=wanted if wanted in mine else only, changing=None))


def choose_team(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The choice between one's teams, and a new one."""
    return Result(session.having(view="team", team=None, changing=None))


def begin_team(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """A new team starts from a full advice: first it gets a name."""
    if not isinstance(reader.standing_advice(session), Advice):
        return Result(session, hint="team_needs_advice")
    if _has_enough(context):
        return Result(session, hint="enough_teams")
    return Result(session.having(view="team_new", draft=None, changing=None))


def write_name(session: Session, text: str) -> Result:
    """The name of a new team; the country comes next."""
    written = tidy(text, LONGEST_NAME)
    if not written:
        return Result(session, hint="empty")
    return Result(session.having(view="team_country", draft=written))


def create_team(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The team: its maker leads it, the plan follows from the maker's advice, a diagnosis is open."""
    advice = reader.standing_advice(session)
    country = arguments[0] if arguments else ""
    if not isinstance(advice, Advice) or session.draft is None or country not in COUNTRIES:
        return Result(session.having(view="team"), hint="stale")
    if _has_enough(context):
        return Result(session.having(view="team"), hint="enough_teams")
    answers = dict(reader.active_answers(session))
    made = Team(
        id=context.fresh,
        name=session.draft,
        country=country,
        zone=COUNTRIES[country],
        language=context.language,
        weekday=FIRST_WEEKDAY,
        hour=FIRST_HOUR,
        step=advice.outcome.number,
        lane=advice.strategy.lane,
        size=answers["size"],
        sector=answers.get("sector", ""),
        started_on=context.today,
        review_on=review_day(context.today, country),
    )
    changes: tuple[Change, ...] = (
        Put(made),
        Put(_newcomer(made, context, Role.LEAD)),
        *(Put(action) for action in start_plan(reader.catalogue, made.id, answers, context.today)),
        Put(Round(made.id, 1, context.today)),
        Put(Contribution(made.id, 1, context.person, answers)),
    )
    return Result(session.having(view="team_plan", team=made.id, draft=None), changes=changes)


def _has_enough(context: TurnContext) -> bool:
    """Whether somebody is in as many teams as a screen can list."""
    return len(context.teams.teams) >= MOST_TEAMS


def _newcomer(joined: Team, context: TurnContext, role: Role) -> Member:
    first_name = tidy(context.name, LONGEST_FIRST_NAME) or "?"
    return Member(joined.id, context.person, first_name, role, joined.zone, context.now)


@for_lead
def create_invitation(visit: Visit) -> Result:
    """A new invitation, in the place of the one before. It stands at once, so that it can be revoked; its
    token is made when it is written, and what is in the place of its hash until then is the hash of none.
    """
    team, context = visit.crew.team, visit.context
    until = context.now + HOLDS + context.fresh % PARTS / PARTS
    standing = Invitation(team.id, f"unwritten:{context.fresh}", until, USES)
    session = visit.session.having(view="team_members", team=team.id, changing=None)
    posts = (SideMessage("invitation", team_id=team.id),)
    return Result(
        session, hint="invited", posts=posts, changes=(put_or_edit(visit.crew.invitation, standing),)
    )


@for_lead
def revoke_invitation(visit: Visit) -> Result:
    """No longer let in who comes with the invitation."""
    dropped = (Drop(visit.crew.invitation),) if visit.crew.invitation else ()
    return Result(visit.session.having(view="team_members"), hint="revoked", changes=dropped)


def open_invitation(session: Session, token: str, context: TurnContext) -> Result:
    """Somebody came with a token: what joining means is shown first. Guessing is slowed down."""
    tries = tuple(at for at in session.tries if abs(context.now - at) < HOUR)
    if len(tries) >= TRIES_AN_HOUR:
        return Result(session.having(tries=tries), hint="too_many_tries")
    token_hash = sha256(token.encode()).hexdigest()
    invited = context.teams.invited(token_hash)
    if invited is None:
        return Result(session.having(tries=(*tries, context.now)), hint="invitation_unknown")
    joined, _, invitation, _ = invited
    if context.teams.crew(joined.id) is not None:
        return Result(session.having(view="team", team=joined.id, changing=None), hint="already_member")
    if not _holds(invitation, context):
        return Result(session, hint="invitation_expired")
    looking = Guest(context.person, joined.id)
    changes = (Drop(looking), Put(looking))  # One at a time, the newest
    return Result(session.having(view="team_join", invitation=token_hash, changing=None), changes=changes)


def read_wholly(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """What joining means, to the letter."""
    return Result(session.having(view=place("team_join", WHOLLY), changing=None))


def join_team(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """Become a member; the lead is told. Then come the plan and the own routine."""
    invited = context.teams.invited(session.invitation) if session.invitation else None
    session = session.having(invitation=None)
    if invited is None or not _holds(invited[2], context):
        return Result(session.having(view="team"), hint="invitation_expired")
    joined, lead, invitation, _ = invited
    session = session.having(team=joined.id, view="team")
    if context.teams.crew(joined.id) is not None:
        return Result(session, hint="already_member")
    if _has_enough(context):
        return Result(session.having(view="team", team=None), hint="enough_teams")
    member = _newcomer(joined, context, Role.MEMBER)
    used = replace(invitation, uses_left=invitation.uses_left - 1)
    ahead = plan_member(joined, member, context.now) if joined.agreed else ()
    # Once there are check-ins, the lead's next one says it.
    posts = () if joined.agreed else (_tell_who_came(member, lead, invited[3] + 1, joined),)
    return Result(
        session.having(view="team_take"),
        posts=posts,
        changes=(Edit(invitation, used), Put(member), Drop(Guest(context.person, joined.id)), *ahead),
    )


def _tell_who_came(member: Member, lead: Member, members: int, team: Team) -> SideMessage:
    """Who joined, and how many they are then: whoever comes soon after takes the place of this line."""
    told = tell_about_member(member, lead.user_id, "joined", team)
    return replace(told, values=(*told.values, ("members", str(members))))


def decline_invitation(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """No, thank you: nobody hears it, and nothing of it stays."""
    invited = context.teams.invited(session.invitation) if session.invitation else None
    dropped = (Drop(Guest(context.person, invited[0].id)),) if invited is not None else ()
    return Result(session.having(view="team_declined", invitation=None), changes=dropped)


def _holds(invitation: Invitation, context: TurnContext) -> bool:
    return invitation.uses_left > 0 and context.now < invitation.expires_at


def tell_member(person: int, hint: Hint, team: Team, *leads_to: str) -> SideMessage:
    """A line to another member, with a button to what it speaks of."""
    return SideMessage(
        "told",
        team_id=team.id,
        to=person,
        hint=hint,
        values=(("team", team.name),),
        topic=TOPICS[hint],
        leads_to=leads_to or LEADS_TO.get(hint, ()),
    )


def tell_about_member(who: Member, person: int, hint: Hint, team: Team, *leads_to: str) -> SideMessage:
    """A line to another member that names somebody."""
    told = tell_member(person, hint, team, *leads_to)
    return replace(told, values=(*told.values, ("name", who.name)), about=who.user_id)


JOINING_HANDLERS: Mapping[str, Handler] = {
    "team": open_team,
    "teams": choose_team,
    "team_new": begin_team,
    "team_make": create_team,
    "team_more": open_view("team_more"),
    "team_members": open_view("team_members"),
    "team_member": open_view("team_member"),
    "invite": create_invitation,
    "revoke": revoke_invitation,
    "join": join_team,
    "join_wholly": read_wholly,
    "decline": decline_invitation,
}
