"""How a team forms: made, invited to, joined."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from flows.adviser.advice import Advice
from flows.dialogue import Dialogue
from flows.move import Arguments, Handler, Move, Occasion, Post
from flows.session import Session
from flows.teams.agenda import plan_member
from flows.teams.calendar import COUNTRIES
from flows.teams.changes import Change, Drop, Edit, Put, put_or_edit
from flows.teams.guarding import Visit, for_lead, number_of, opening
from flows.teams.model import Contribution, Guest, Invitation, Member, Role, Round, Team
from flows.teams.plan import review_day, start_plan
from flows.teams.tidy import tidy

TOKEN = "t_"  # noqa: S105 - how a link to an invitation begins
LONGEST_NAME = 32
LONGEST_FIRST_NAME = 24
TRIES_AN_HOUR = 20
MOST_TEAMS = 20
HOUR = 3_600.0
HOLDS = 72 * HOUR
USES = 50
FIRST_WEEKDAY, FIRST_HOUR = 1, 9

TOPICS: Mapping[str, str] = {
    "joined": "member",
    "member_left": "member",
    "given_action": "action",
    "taken_action": "action",
    "you_lead": "standing",
    "you_are_removed": "standing",
    "team_was_deleted": "standing",
}
"""What a line to another member is about: the next one about the same makes it outdated."""


def team(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The team named, or looked at, or the only one; else the choice between them."""
    mine = [found.id for found in occasion.teams.teams]
    wanted = number_of(arguments) or session.team
    only = mine[0] if len(mine) == 1 else None
    return Move(session.having(view="team", team=wanted if wanted in mine else only, changing=None))


def choose(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The choice between one's teams, and a new one."""
    return Move(session.having(view="team", team=None, changing=None))


def begin(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """A new team starts from a full advice: first it gets a name."""
    if not isinstance(dialogue.standing_advice(session), Advice):
        return Move(session, hint="team_needs_advice")
    if _has_enough(occasion):
        return Move(session, hint="enough_teams")
    return Move(session.having(view="team_new", draft=None, changing=None))


def write_name(session: Session, text: str) -> Move:
    """The name of a new team; the country comes next."""
    written = tidy(text, LONGEST_NAME)
    if not written:
        return Move(session, hint="empty")
    return Move(session.having(view="team_country", draft=written))


def make(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The team: its maker leads it, the plan follows from the maker's advice, a diagnosis is open."""
    advice = dialogue.standing_advice(session)
    country = arguments[0] if arguments else ""
    if not isinstance(advice, Advice) or session.draft is None or country not in COUNTRIES:
        return Move(session.having(view="team"), hint="stale")
    if _has_enough(occasion):
        return Move(session.having(view="team"), hint="enough_teams")
    answers = dict(dialogue.active_answers(session))
    made = Team(
        id=occasion.fresh,
        name=session.draft,
        country=country,
        zone=COUNTRIES[country],
        language=occasion.language,
        weekday=FIRST_WEEKDAY,
        hour=FIRST_HOUR,
        step=advice.outcome.number,
        lane=advice.strategy.lane,
        size=answers["size"],
        started_on=occasion.today,
        review_on=review_day(occasion.today),
    )
    changes: tuple[Change, ...] = (
        Put(made),
        Put(_newcomer(made, occasion, Role.LEAD)),
        *(Put(action) for action in start_plan(dialogue.catalogue, made.id, answers, occasion.today)),
        Put(Round(made.id, 1, occasion.today)),
        Put(Contribution(made.id, 1, occasion.person, answers)),
    )
    return Move(session.having(view="team_plan", team=made.id, draft=None), changes=changes)


def _has_enough(occasion: Occasion) -> bool:
    """Whether somebody is in as many teams as a screen can list."""
    return len(occasion.teams.teams) >= MOST_TEAMS


def _newcomer(joined: Team, occasion: Occasion, role: Role) -> Member:
    first_name = tidy(occasion.name, LONGEST_FIRST_NAME) or "?"
    return Member(joined.id, occasion.person, first_name, role, joined.zone, occasion.now)


@for_lead
def invite(visit: Visit) -> Move:
    """A new invitation, in the place of the one before. It stands at once, so that it can be revoked; its
    token is made when it is written, and what is in the place of its hash until then is the hash of none.
    """
    team, occasion = visit.crew.team, visit.occasion
    standing = Invitation(team.id, f"unwritten:{occasion.fresh}", occasion.now + HOLDS, USES)
    session = visit.session.having(view="team_members", team=team.id, changing=None)
    posts = (Post("invitation", team_id=team.id),)
    return Move(session, hint="invited", posts=posts, changes=(put_or_edit(visit.crew.invitation, standing),))


@for_lead
def revoke(visit: Visit) -> Move:
    """No longer let in who comes with the invitation."""
    dropped = (Drop(visit.crew.invitation),) if visit.crew.invitation else ()
    return Move(visit.session, hint="revoked", changes=dropped)


def come(session: Session, token: str, occasion: Occasion) -> Move:
    """Somebody came with a token: what joining means is shown first. Guessing is slowed down."""
    tries = tuple(at for at in session.tries if abs(occasion.now - at) < HOUR)
    if len(tries) >= TRIES_AN_HOUR:
        return Move(session.having(tries=tries), hint="too_many_tries")
    token_hash = sha256(token.encode()).hexdigest()
    invited = occasion.teams.invited(token_hash)
    if invited is None:
        return Move(session.having(tries=(*tries, occasion.now)), hint="invitation_unknown")
    joined, _, invitation, _ = invited
    if occasion.teams.crew(joined.id) is not None:
        return Move(session.having(view="team", team=joined.id, changing=None), hint="already_member")
    if not _holds(invitation, occasion):
        return Move(session, hint="invitation_expired")
    looking = Guest(occasion.person, joined.id)
    changes = (Drop(looking), Put(looking))  # One at a time, the newest
    return Move(session.having(view="team_join", invitation=token_hash, changing=None), changes=changes)


def join(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Become a member; the lead is told. Then comes the if-then plan."""
    invited = occasion.teams.invited(session.invitation) if session.invitation else None
    session = session.having(invitation=None)
    if invited is None or not _holds(invited[2], occasion):
        return Move(session.having(view="team"), hint="invitation_expired")
    joined, lead, invitation, _ = invited
    session = session.having(team=joined.id, view="team")
    if occasion.teams.crew(joined.id) is not None:
        return Move(session, hint="already_member")
    if _has_enough(occasion):
        return Move(session.having(view="team", team=None), hint="enough_teams")
    member = _newcomer(joined, occasion, Role.MEMBER)
    used = replace(invitation, uses_left=invitation.uses_left - 1)
    ahead = plan_member(joined, member, occasion.now) if joined.agreed else ()
    return Move(
        session.having(view="team_cue"),
        posts=(tell_of(member, lead.user_id, "joined", joined),),
        changes=(Edit(invitation, used), Put(member), Drop(Guest(occasion.person, joined.id)), *ahead),
    )


def _holds(invitation: Invitation, occasion: Occasion) -> bool:
    return invitation.uses_left > 0 and occasion.now < invitation.expires_at


def tell(person: int, hint: str, team: Team) -> Post:
    """A line to another member."""
    values = (("team", team.name),)
    return Post("told", team_id=team.id, to=person, hint=hint, values=values, topic=TOPICS[hint])


def tell_of(who: Member, person: int, hint: str, team: Team) -> Post:
    """A line to another member that names somebody."""
    told = tell(person, hint, team)
    return replace(told, values=(*told.values, ("name", who.name)), about=who.user_id)


JOINING: Mapping[str, Handler] = {
    "team": team,
    "teams": choose,
    "team_new": begin,
    "team_make": make,
    "team_members": opening("team_members"),
    "team_member": opening("team_member"),
    "invite": invite,
    "revoke": revoke,
    "join": join,
}
