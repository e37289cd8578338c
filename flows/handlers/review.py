"""The team's diagnosis, and the review every four weeks at which its lead may move it."""

from collections.abc import Mapping
from dataclasses import replace

from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.conditions import Facts
from flows.handlers.access import for_lead, of_team, open_view
from flows.questionnaire.progress import Path
from flows.reminders.appointments import tell_all
from flows.reminders.names import ReminderKind
from flows.state.hints import Hint
from flows.state.lead_answers import leading_answers, leading_step, own_answers
from flows.state.result import After, Handler, Result, SideMessage
from flows.state.visit import Visit
from flows.teams.answers import open_round, published
from flows.teams.changes import Change, Drop, Edit, Put
from flows.teams.diagnosis import close_round
from flows.teams.plan import review_day, start_plan
from flows.teams.records import Contribution, Review, Round, State, Team
from flows.teams.shares import part_of
from flows.teams.step_review import judge


@of_team
def contribute_answers(visit: Visit) -> Result:
    """The own diagnosis counts for the team's; nobody sees whose is whose."""
    crew = visit.crew
    opened = open_round(crew)
    if opened is None:
        return Result(visit.session, hint="no_round")
    answers = dict(own_answers(visit.reader, visit.session))
    if not answers:
        return Result(visit.session, hint="diagnosis_first")
    given = Contribution(crew.team.id, opened.number, crew.me.user_id, answers)
    session = visit.session.having(view="team_round", team=crew.team.id)
    # In the place of what they answered before.
    return Result(session, hint="contributed", changes=(Drop(given), Put(given)))


@of_team
def restart_diagnosis(visit: Visit) -> Result:
    """The diagnosis, with the answers of last time as suggestions; a questionnaire under way goes on."""
    going_on = visit.reader.under_way(visit.session)
    session = visit.session if going_on else visit.session.starting(Path.FULL)
    team = visit.crew.team.id
    return Result(session.having(view="question", path=Path.FULL, changing=None, team=team))


@for_lead
def open_new_round(visit: Visit) -> Result:
    """A new diagnosis: everybody answers once more."""
    if open_round(visit.crew) is not None:
        return Result(visit.session.having(view="team_round"), hint="round_open")
    number = 1 + max((found.number for found in visit.crew.rounds), default=0)
    opened = Put(Round(visit.crew.team.id, number, visit.context.today))
    changes = (opened, *_news(ReminderKind.ROUND, visit))
    return Result(visit.session.having(view="team_round"), hint="round_opened", changes=changes)


def _news(kind: ReminderKind, visit: Visit) -> tuple[Put, ...]:
    return tell_all(kind, visit.crew, visit.context.today, visit.context.now)


@for_lead
def publish_round(visit: Visit) -> Result:
    """Publish what may be told of what is there; what comes later waits for the next diagnosis."""
    crew = visit.crew
    opened = open_round(crew)
    if opened is None:
        return Result(visit.session, hint="no_round")
    closed = close_round(visit.reader.catalogue, crew, opened, visit.context.today)
    said = part_of(closed, crew.contributions(opened.number))
    changes: tuple[Change, ...] = (Edit(opened, closed), *said, *_news(ReminderKind.OUTCOME, visit))
    return Result(visit.session.having(view="team_round"), changes=changes)


@for_lead
def rebuild_plan(visit: Visit) -> Result:
    """The plan from the team's first diagnosis instead of the lead's own."""
    crew = visit.crew
    found = published(crew.rounds)
    if found is None or found.number != 1:
        return Result(visit.session, hint="stale")
    answers = leading_answers(visit.reader, visit.session, crew)
    if not answers:
        return Result(visit.session, hint="lead_needs_advice")
    team = _standing_on(visit, answers, found.step or crew.team.step)
    changes = (Edit(crew.team, team), *_new_actions(visit, answers))
    return Result(visit.session.having(view="team_plan"), changes=changes, after=_timed(team))


def _standing_on(visit: Visit, answers: Facts, step: int) -> Team:
    lane = find_strategy(visit.reader.catalogue, answers).lane
    return replace(visit.crew.team, step=step, lane=lane)


def _new_actions(visit: Visit, answers: Facts) -> tuple[Change, ...]:
    """A new plan in the place of the old one; owners choose again."""
    crew = visit.crew
    first = 1 + max((action.number for action in crew.actions), default=0)
    done = [action.action for action in crew.actions if action.state is State.DONE]
    fresh = start_plan(visit.reader.catalogue, crew.team.id, answers, visit.context.today, done)
    numbered = (replace(action, number=first + place) for place, action in enumerate(fresh))
    return (*map(Drop, crew.actions), *map(Put, numbered))


def _timed(team: Team) -> After | None:
    return After.PLANNED if team.agreed else None


@for_lead
def move_step_up(visit: Visit) -> Result:
    """One step up: only where the rules of a review allow it."""
    crew = visit.crew
    own_step = leading_step(visit.reader, visit.session, crew)
    if judge(crew, own_step).direction != "up":
        return Result(visit.session.having(view="team_review"), hint="not_yet_up")
    return _reviewed(visit, crew.team.step + 1)


@for_lead
def move_step_back(visit: Visit) -> Result:
    """One step back, after two diagnoses that were lower: never by itself."""
    crew = visit.crew
    if judge(crew).direction != "down":
        return Result(visit.session.having(view="team_review"), hint="stale")
    return _reviewed(visit, crew.team.step - 1)


def _reviewed(visit: Visit, step: int) -> Result:
    """On another step: with new actions, and the next review in four weeks."""
    crew, today = visit.crew, visit.context.today
    answers = leading_answers(visit.reader, visit.session, crew)
    if not answers:
        return Result(visit.session, hint="lead_needs_advice")
    team = replace(_standing_on(visit, answers, step), review_on=review_day(today, crew.team.country))
    news = _news(ReminderKind.MOVED, visit)
    reviewed: tuple[Change, ...] = (*_review(visit, moved=True), Edit(crew.team, team))
    changes = (*reviewed, *_new_actions(visit, answers), *news)
    up = step > crew.team.step
    hint: Hint = "moved_up" if up else "moved_back"
    session = visit.session.having(view="team_plan")
    picture = (SideMessage("team_picture", team_id=team.id, shows=f"step:{step}"),) if up else ()
    return Result(session, hint, picture, changes, After.PLANNED, festive=up)


@for_lead
def stay_on_step(visit: Visit) -> Result:
    """Four weeks more on this step, with the same plan."""
    team = visit.crew.team
    team = replace(team, review_on=review_day(visit.context.today, team.country))
    session = visit.session.having(view="team")
    changes = (*_review(visit, moved=False), Edit(visit.crew.team, team))
    return Result(session, hint="stayed", changes=changes, after=After.PLANNED)


def _review(visit: Visit, *, moved: bool) -> tuple[Change, ...]:
    """What today's review came to, in the place of an earlier one of today."""
    team, answers = visit.crew.team, leading_answers(visit.reader, visit.session, visit.crew)
    limiting = find_step(visit.reader.catalogue, answers).limiting if answers else ()
    review = Review(team.id, visit.context.today, team.step, limiting, moved)
    return (Drop(review), Put(review))


REVIEW_HANDLERS: Mapping[str, Handler] = {
    "round": open_view("team_round"),
    "contribute": contribute_answers,
    "diagnose_again": restart_diagnosis,
    "open_round": open_new_round,
    "close_round": publish_round,
    "rebuild": rebuild_plan,
    "review": open_view("team_review"),
    "move_up": move_step_up,
    "move_back": move_step_back,
    "stay": stay_on_step,
}
