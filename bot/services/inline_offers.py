"""What `@bot` offers in any chat. Nothing of it is stored, and whoever asks too often is offered less."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.services.clock import Time
from bot.services.invitation_links import InvitationLinks
from bot.services.ports import Storage, StorageError, Unit
from bot.services.presenter import Presenter, RenderedScreen
from flows.screens.inline import inline_invitation, public_screen
from flows.teams.calendar import local_day
from flows.teams.records import Invitation, Member, Role, Team

PUBLIC = "public"
MOST_TEAMS = 10
EVERY = 1.0
"""Seconds in which somebody's teams are looked up once at most: each letter typed asks anew."""
REMEMBERED = 2_000
"""People of whom the last time is known."""
AT_ONCE = 20
"""Lookups under way; who comes on top of these is offered what is for everybody."""


@dataclass(frozen=True, slots=True)
class InlineOffer:
    """One of the things to choose from."""

    id: str
    title: str
    about: str
    message: RenderedScreen


@dataclass(frozen=True, slots=True)
class InlineOffers:
    """All that is offered, and what the way into the private conversation says where an invitation is still
    to be made.
    """

    offers: tuple[InlineOffer, ...]
    onward: str | None = None


@dataclass(frozen=True, slots=True)
class _Leading:
    """What is known of who asks: their language, the invitations that hold, and whether one is missing."""

    language: str | None = None
    invitations: tuple[tuple[Team, Member, Invitation], ...] = ()
    missing: bool = False


NOBODY = _Leading()


class InlineDesk:
    """Looks up what to offer somebody."""

    def __init__(self, storage: Storage, presenter: Presenter, links: InvitationLinks, clock: Time) -> None:
        self._storage = storage
        self._presenter = presenter
        self._links = links
        self._clock = clock
        self._asked: OrderedDict[int, float] = OrderedDict()
        self._under_way = 0

    async def offer(self, user_id: int, language_code: str | None) -> InlineOffers:
        """What somebody may pass on: of a person we do not know only what is for everybody."""
        leading = await self._look_up(user_id)
        language = leading.language or self._presenter.renderer.language_for(language_code)
        teams = (self._invitation(language, *one) for one in leading.invitations)
        onward = self._text(language, "make_invitation") if leading.missing else None
        return InlineOffers((self._public(language), *teams), onward)

    async def _look_up(self, user_id: int) -> _Leading:
        if self._under_way >= AT_ONCE or not self._may_ask(user_id):
            return NOBODY
        self._under_way += 1
        try:
            return await self._storage.run(lambda unit: self._leading(unit, user_id))
        except StorageError:
            return NOBODY
        finally:
            self._under_way -= 1

    def _may_ask(self, user_id: int) -> bool:
        now = self._clock()
        before = self._asked.pop(user_id, None)
        may = before is None or abs(now - before) >= EVERY
        self._asked[user_id] = now if may or before is None else before
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return may

    def _leading(self, unit: Unit, user_id: int) -> _Leading:
        row = unit.look(user_id)
        if row is None:
            return NOBODY
        now, found, missing = self._clock(), list[tuple[Team, Member, Invitation]](), False
        for member in unit.find(Member, user_id=user_id, role=Role.LEAD)[:MOST_TEAMS]:
            invitation = next(iter(unit.find(Invitation, team_id=member.team_id)), None)
            if invitation is None or not self._links.holds(invitation, now):
                missing = True
                continue
            found += ((team, member, invitation) for team in unit.find(Team, id=member.team_id))
        return _Leading(self._known(row.language), tuple(found), missing)

    def _known(self, language: str) -> str | None:
        return language if language in self._presenter.renderer.languages else None

    def _public(self, language: str) -> InlineOffer:
        shown = self._presenter.show(language, public_screen())
        return InlineOffer(PUBLIC, self._text(language, "title"), self._text(language, "about"), shown)

    def _invitation(self, language: str, team: Team, lead: Member, invitation: Invitation) -> InlineOffer:
        until = local_day(invitation.expires_at, lead.zone)
        link = self._links.link(invitation)
        shown = self._presenter.show(
            language, inline_invitation(team.name, lead.name, link, until, invitation.uses_left)
        )
        about = self._text(language, "team_about")
        return InlineOffer(
            f"team:{team.id}", self._text(language, "team_title", team=team.name), about, shown
        )

    def _text(self, language: str, name: str, **values: object) -> str:
        return self._presenter.plain(language, "interface", "inline", name, **values)
