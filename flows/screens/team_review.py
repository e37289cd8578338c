"""The screens of the team's diagnosis and of the review."""

from dataclasses import replace

from flows.adviser.advice import Advice
from flows.screens.team_home import to_team
from flows.state.lead_answers import leading_answers, leading_step, own_answers
from flows.state.screen import Block, Button, Screen, button, labelled, sure
from flows.state.visit import Visit
from flows.teams.answers import all_published, as_offered, open_round, published, team_answers
from flows.teams.disclosure import LEAST_ANSWERS
from flows.teams.records import Role
from flows.teams.statistics import overview
from flows.teams.step_review import criteria, judge
from flows.teams.talk import moved, topics


def round_screen(visit: Visit) -> Screen:
    """The team's diagnosis: what came out, what to talk about first, and what moved since the one before. How
    many answered is told nobody.
    """
    crew, opened, catalogue = visit.crew, open_round(visit.crew), visit.reader.catalogue
    told = tuple(
        replace(one, answers=as_offered(catalogue, one.answers)) for one in all_published(crew.rounds)
    )
    found = next(iter(told), None)
    advice = visit.reader.standing_advice(visit.session)
    values = {
        "open": opened is not None,
        "closed": any(one.closed_on for one in crew.rounds),
        "contributed": crew.contributed(opened.number) if opened else False,
        "least": LEAST_ANSWERS,
        "small": crew.headcount < LEAST_ANSWERS,
        "step": found.step if found else None,
        "lane": found.lane if found else None,
        "on": found.closed_on if found else None,
        "topics": topics(visit.reader.catalogue, told),
        "moved": moved(visit.reader.catalogue, told),
        "before": told[1].closed_on if told[1:] else None,
        "apart": any(one.gaps for one in told[:1]),
        "own_on": visit.session.last.on if visit.session.last and isinstance(advice, Advice) else None,
    }
    return Screen(
        "team_round", (Block("team/round", values),), _round_rows(visit, isinstance(advice, Advice))
    )


def _round_rows(visit: Visit, ready: bool) -> tuple[tuple[Button, ...], ...]:  # noqa: FBT001 - a fact
    crew, opened, found = visit.crew, open_round(visit.crew), published(visit.crew.rounds)
    lead = crew.me.role is Role.LEAD
    answering = opened is not None
    again = "diagnose_again" if ready else "diagnose_first"
    rows = (
        (button("contribute"),) if opened and ready and _has_more_to_say(visit, opened.number) else (),
        (labelled(again, "diagnose_again"),) if answering else (),
        (sure("close_round"),) if answering and lead else (),
        (sure("rebuild"),) if lead and found is not None and found.number == 1 and not answering else (),
        to_team(crew.team),
    )
    return tuple(row for row in rows if row)


def _has_more_to_say(visit: Visit, number: int) -> bool:
    """Whether the own answers do not count in the round yet as they are now."""
    given = visit.crew.contributions(number).get(visit.crew.me.user_id)
    return given != dict(own_answers(visit.reader, visit.session))


def review_screen(visit: Visit) -> Screen:
    """Where the team stands against the next step, and what the lead may decide."""
    crew, catalogue = visit.crew, visit.reader.catalogue
    lead, told = crew.me.role is Role.LEAD, published(crew.rounds) is not None
    # Where nothing may be told of the team, the lead sees how far the own answers are, and nobody else does.
    own_step = leading_step(visit.reader, visit.session, crew) if lead else 0
    known = (
        leading_answers(visit.reader, visit.session, crew)
        if lead
        else team_answers(visit.reader.catalogue, crew.rounds)
    )
    verdict = judge(crew, own_step)
    values = {
        "seen": overview(catalogue, crew, visit.context.today),
        "criteria": criteria(catalogue, crew.team.step, known),
        "known": told or lead,
        "own": lead and not told,
        "direction": verdict.direction,
        "reasons": verdict.reasons,
        "blocked": verdict.blocked if lead else (),
        "open": open_round(crew) is not None,
        "lead": lead,
    }
    rows = (
        (sure("move_up"),) if verdict.direction == "up" and lead else (),
        (sure("move_back"),) if verdict.direction == "down" and lead else (),
        (button("round") if open_round(crew) else sure("open_round"),) if lead else (),
        (button("stay"),) if lead else (),
        to_team(crew.team),
    )
    return Screen("team_review", (Block("team/review", values),), tuple(row for row in rows if row))
