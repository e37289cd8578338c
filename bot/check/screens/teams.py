"""Every screen, reminder and caption of teams, to members of teams of every kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import (
    ME,
    NOW,
    PERIODS,
    TEAM,
    WIDEST,
    SampleCrew,
    SampleTeams,
    sample_crews,
    sample_member,
)
from bot.check.surroundings import DAY
from bot.services.presenter import Presenter
from flows.catalogue.catalogue import Catalogue
from flows.conversation import Conversation
from flows.handlers.joining import MOST_TEAMS
from flows.handlers.plan import SEEN
from flows.questionnaire.progress import Path
from flows.reminders.kinds import KINDS, ReminderScreen
from flows.reminders.names import ReminderKind
from flows.screens.brief_list import LONGEST_LINE, ListedLine, listed_lines
from flows.screens.captions import brief_caption, invitation_caption, team_caption, weeks_caption
from flows.screens.in_place import (
    notice_screen,
    over_screen,
    put_off_screen,
    reminding_screen,
    state_screen,
)
from flows.screens.inline import inline_invitation, public_screen
from flows.screens.reminders import group_screen, nudge_screen
from flows.screens.team import IN_TEAM
from flows.screens.team_checkin import question_blocks
from flows.screens.team_sure import OF_SOMEBODY
from flows.state.irreversible import ASKED_FIRST
from flows.state.result import TurnContext
from flows.state.screen import Block, Screen
from flows.state.session import BriefDraft, CheckingIn, Finished, Session, WrittenLine
from flows.state.views import WHOLLY, Place, place
from flows.teams.calendar import RHYTHMS, moment_on
from flows.teams.plan import OWN
from flows.teams.ports import TeamFacts
from flows.teams.records import Appointment, CheckIn, Invitation, Reminding, Review, Role, Round, State, Team
from flows.teams.statistics import overview, own_weeks
from flows.teams.tidy import LONGEST_ACTION, LONGEST_FIRST_NAME, LONGEST_NAME

LINK = f"https://t.me/{'x' * 32}?start=t_{'x' * 22}"
EVE = (date.fromisoformat(DAY) - timedelta(days=1)).isoformat()


def team_screens(catalogue: Catalogue, number: int) -> Iterator[Screen]:
    """Everything that can be shown to members of a number of teams of every kind."""
    conversation = Conversation(catalogue, ())
    for answers in spread_answers(catalogue, Path.FULL, number):
        for crew in sample_crews(catalogue, answers):
            yield from views_of(conversation, crew, answers)
            yield from nudges_of(catalogue, crew)
            yield _my_data(conversation, crew, answers)
    yield from ways_in(conversation)


def team_captions(catalogue: Catalogue, number: int) -> Iterator[Screen]:
    """Everything that is said with a picture of a team."""
    for answers in spread_answers(catalogue, Path.FULL, number):
        for crew in sample_crews(catalogue, answers):
            yield team_caption(overview(catalogue, crew, DAY))
            yield weeks_caption(own_weeks(crew.team, crew.me, crew.my_checkins))
    yield brief_caption(WIDEST * LONGEST_NAME, DAY, DAY)
    yield invitation_caption(WIDEST * LONGEST_NAME, "W" * LONGEST_FIRST_NAME, LINK, DAY, 50)
    for kind in ("checkin", "review", "action"):
        yield Screen("calendar", (Block("calendar/moment", {"kind": kind, "team": WIDEST * LONGEST_NAME}),))


def inline_screens() -> Iterator[Screen]:
    """Everything that can be passed on in any chat."""
    yield public_screen()
    yield inline_invitation(WIDEST * LONGEST_NAME, "W" * LONGEST_FIRST_NAME, LINK, DAY, 50)


def asks_beyond_review(catalogue: Catalogue, presenter: Presenter) -> Iterator[str]:
    """A check-in that asks how sure people are of more than what is due by the review: its light turns red by
    itself, for actions may end later.
    """
    crew = next(iter(sample_crews(catalogue, next(spread_answers(catalogue, Path.FULL, 1)))))
    blocks = question_blocks(catalogue, crew, "confidence", 2, PERIODS[0])
    for language in presenter.renderer.languages:
        review = presenter.renderer.text(language, "brief", "date", on=crew.team.review_on)
        asked = " ".join(presenter.paragraphs(language, blocks)).replace("\u00a0", " ")
        if review not in asked:
            yield f"{language}/questions.toml: confidence.ask: does not name the day of the review"


def views_of(conversation: Conversation, crew: SampleCrew, answers: Mapping[str, str]) -> Iterator[Screen]:
    """Every view on a team, to the one who looks."""
    last = Finished(path=Path.FULL, answers=answers, on=DAY)
    session = Session(team=crew.team.id, last=last, draft=WIDEST * 80)
    lines = listed_lines(conversation.reader, session, crew, DAY)
    arguments = {
        "team_action": ("1", "2", "3", "9"),
        "team_owner": ("1", "3"),
        "team_swap": ("1",),
        "team_member": ("2",),
        "team_members": ("0", "1"),
        "team_sure": tuple(
            f"{name}:2" if name in OF_SOMEBODY else f"{name}:1" for name in sorted(ASKED_FIRST)
        ),
        "team_brief_line": tuple(one.line.id for one in lines),
        "team_report": ("month", "start"),
    }
    context = _occasion(SampleTeams([crew]))
    for view in IN_TEAM:
        for argument in arguments.get(view, ("",)):
            named = Place(f"{view}:{argument}" if argument else view)
            for there in _sessions(session.having(view=named)):
                yield conversation.screen(there, context)
    for draft in _drafts(crew, lines):
        yield conversation.screen(session.having(view="team_brief", brief=draft), context)
    for barrier in conversation.catalogue.offered("hindrance"):
        checkins = [replace(one, state=State.STUCK, barrier=barrier) for one in crew.my_checkins]
        stuck = _occasion(SampleTeams([replace(crew, my_checkins=checkins)]))
        yield conversation.screen(session.having(view="checkin_done"), stuck)


def _drafts(crew: SampleCrew, lines: Sequence[ListedLine]) -> Iterator[BriefDraft]:
    """The brief with nothing in it, and with every line in other words."""
    names = tuple(one.line.id for one in lines)
    written = {one.line.id: WrittenLine(text=WIDEST * LONGEST_LINE, of=one.fingerprint) for one in lines}
    yield BriefDraft(team=crew.team.id, left_out=names)
    yield BriefDraft(team=crew.team.id, written=written)


def _sessions(base: Session) -> Iterator[Session]:
    yield base
    yield base.having(path=Path.FULL, answers={"strategy": "mixed"})
    if base.view == "checkin":
        first = {"own_action": "stuck", "routine": "none"}
        for given in (first, {**first, "confidence": "8"}):
            yield base.having(checkin=CheckingIn(team=base.team or 0, period=PERIODS[0], answers=given))


def _my_data(conversation: Conversation, crew: SampleCrew, answers: Mapping[str, str]) -> Screen:
    """What is stored of somebody who is in many teams."""
    last = Finished(path=Path.FULL, answers=answers, on=DAY)
    session = Session(view="mydata", path=Path.FULL, answers=answers, last=last)
    return conversation.screen(session, _occasion(SampleTeams([crew] * MOST_TEAMS)))


def nudges_of(catalogue: Catalogue, crew: SampleCrew) -> Iterator[Screen]:
    """Every reminder to the one who looks, and what its group hears."""
    for kind in (kind for kind, rule in KINDS.items() if rule.screen is not None):
        subject = _subject_of(kind)
        appointment = Appointment(kind, TEAM, ME, subject, NOW)
        for asks in (False, True):
            yield nudge_screen(catalogue, appointment, crew, asks=asks, today=DAY)
        yield over_screen(crew, appointment)
        yield over_screen(crew, appointment, repeated=True)
        yield put_off_screen(crew, appointment)
    for eventful in _eventful(crew):
        opened = Appointment(ReminderKind.CHECKIN, TEAM, ME, PERIODS[0], NOW)
        yield nudge_screen(catalogue, opened, eventful, asks=False, today=DAY)
        yield nudge_screen(catalogue, opened, eventful, asks=True, today=DAY)
    yield group_screen(crew)
    for reminding in Reminding:
        me = replace(crew.me, reminding=reminding, paused_until=DAY)
        yield reminding_screen(crew, me, Appointment(ReminderKind.CHECKIN, TEAM, ME, PERIODS[0], NOW))
    for state in State:
        yield state_screen(catalogue, crew, crew.actions[0], replace(crew.actions[0], state=state))
    for thing in SEEN:
        yield notice_screen(catalogue, crew, (thing, "1"))
    silent = replace(crew.me, reminding=Reminding.OFF, cue=None, routine=None)
    for barrier in ("none", "means"):
        stuck = replace(
            crew, me=silent, my_checkins=[replace(c, barrier=barrier) for c in crew.my_checkins[:1]]
        )
        yield nudge_screen(
            catalogue, Appointment(ReminderKind.STUCK, TEAM, ME, "", NOW), stuck, asks=False, today=DAY
        )


def _eventful(crew: SampleCrew) -> Iterator[SampleCrew]:
    """The team in weeks in which something happened that the next check-in tells."""
    owners = {action.number: ME if action.number == 1 else 2 for action in crew.actions}
    done = [replace(action, state=State.DONE, done_on=EVE) for action in crew.actions]
    stuck = [replace(action, state=State.STUCK, target_on=DAY) for action in crew.actions]
    quiet = replace(crew, owners={}, reviews=(), rounds=(), weeks=(), my_checkins=())
    morning = moment_on(DAY, 9, crew.me.zone)
    kudos = [Appointment(ReminderKind.KUDOS, TEAM, ME, f"1:{giver}", morning) for giver in range(2)]
    moved = Review(TEAM, EVE, crew.team.step, (), moved=True)
    yield replace(crew, actions=done, owners=owners)
    for new in (1, 5):
        came = [replace(one, joined_at=moment_on(EVE, 9, one.zone)) for one in crew.members[1 : 1 + new]]
        yield replace(quiet, actions=(), members=[crew.me, *came])
    for reminders in (kudos, kudos[:1]):
        yield replace(quiet, actions=done[:1], owners=owners, reminders=reminders, reviews=(moved,))
    yield replace(quiet, actions=stuck, owners=owners)
    for barrier in ("none", "means"):
        twice = [
            replace(_said_in(week), number=1, state=State.STUCK, barrier=barrier) for week in PERIODS[:2]
        ]
        yield replace(quiet, actions=stuck[:1], owners={1: ME}, my_checkins=twice)
    yield replace(quiet, actions=stuck[:1], owners={1: ME}, rounds=(Round(TEAM, 2, EVE),))
    for every in RHYTHMS:
        agreed = replace(crew.team, agreed=True, agreed_at=moment_on(EVE, 9, crew.team.zone), every=every)
        yield replace(quiet, actions=(), team=agreed)
    yield replace(quiet, actions=(), rounds=(Round(TEAM, 1, EVE, EVE),), weeks=crew.weeks)
    said = [_said_in(week) for week in PERIODS[:4]]
    yield replace(quiet, actions=(), my_checkins=said, rounds=(Round(TEAM, 2, EVE), Round(TEAM, 1, EVE, EVE)))
    typed = replace(crew.actions[0], action=OWN, title=WIDEST * LONGEST_ACTION)
    yield replace(quiet, actions=[typed], owners={typed.number: ME})


def _said_in(period: str) -> CheckIn:
    return CheckIn(TEAM, ME, period, 7, "none", NOW, done="none")


def _subject_of(kind: str) -> str:
    """What a reminder of this kind is about: an action and a day, or a week."""
    of_an_action = KINDS[kind].screen in (ReminderScreen.ACTION, ReminderScreen.GIVEN)
    return f"1:{DAY}" if of_an_action else PERIODS[0]


def kinds_without_words(catalogue: Catalogue, presenter: Presenter) -> Iterator[str]:
    """Kinds of reminders that read like another one, though neither is the other put off."""
    crew = next(sample_crews(catalogue, next(spread_answers(catalogue, Path.FULL, 1))))
    shown = [(kind, rule.comes_back_as or kind) for kind, rule in KINDS.items() if rule.screen is not None]
    for language in presenter.renderer.languages:
        read: dict[str, str] = {}
        for kind, comes_back_as in shown:
            reminder = Appointment(kind, TEAM, ME, _subject_of(kind), NOW)
            screen = nudge_screen(catalogue, reminder, crew, asks=True, today=DAY)
            other = read.setdefault(presenter.show(language, screen).text, comes_back_as)
            if other != comes_back_as:
                yield f"{language}: reminder {kind}: has no words of its own in nudge/"


def ways_in(conversation: Conversation) -> Iterator[Screen]:
    team = Team(
        TEAM, WIDEST * LONGEST_NAME, "BE", "Europe/Brussels", "nl", 1, 9, 1, "undecided", "small", DAY, DAY
    )
    lead = sample_member(2, Role.LEAD)
    for members in (1, 500):
        invited = SampleTeams(invitation=(team, lead, Invitation(TEAM, "", NOW, 1), members))
        for asked in (place("team_join"), place("team_join", WHOLLY)):
            session = Session(view=asked, invitation="hash")
            yield conversation.screen(session, _occasion(invited))
    for view in ("team_new", "team_country", "team_declined", "team"):
        yield conversation.screen(Session(view=view, draft=WIDEST * LONGEST_NAME), _occasion(SampleTeams()))


def _occasion(teams: TeamFacts) -> TurnContext:
    return TurnContext(DAY, now=NOW, person=ME, language="nl", teams=teams)
