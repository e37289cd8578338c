"""Back leads to what was there before: from B, reached from A, it is A."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.check.screens.crews import NOW, SampleTeams, sample_crews
from flows.conversation import Conversation
from flows.questionnaire.progress import Path
from flows.state.result import TurnContext
from flows.state.screen import Action, Button, buttons_of
from flows.state.session import Finished, Session
from flows.state.views import Place
from flows.teams.records import Role
from tests.flows.people import READY

TODAY = TurnContext("2026-11-21")
ASIDE = ("forget_all", "language", "answer", "new")
"""What changes the facts: then what was there before is another screen."""
DOING = ("language", "forget_all", "restart", "new", "quick", "full", "checkin", "diagnose_again")
"""What begins something else, whose way back is its own."""


def after(
    conversation: Conversation, session: Session, action: Action, context: TurnContext = TODAY
) -> Session:
    return conversation.respond(session, action, context).result.session


def steps(
    conversation: Conversation, start: Session, context: TurnContext = TODAY
) -> Iterator[tuple[Session, Button, Session]]:
    """Every place that buttons lead to, each once: where from, by which button, and there."""
    seen, waiting = {start.view}, [start]
    while waiting:
        here = waiting.pop()
        for button in buttons_of(conversation.screen(here, context)):
            there = after(conversation, here, button.action, context)
            if button.action.name in ASIDE or there.view == here.view:
                continue
            yield here, button, there
            if there.view not in seen:
                seen.add(there.view)
                waiting.append(there)


@pytest.mark.parametrize("path", list(Path))
def test_back_from_b_reached_from_a_is_a(conversation: Conversation, path: Path) -> None:
    walk = conversation.reader.walk(path, READY | {"pilots": "unknown"}, finished=True)
    answers = dict(walk.active)
    done = Session(path=path, answers=answers, last=Finished(path=path, answers=answers, on="2026-11-20"))
    looked_at = set()
    for here, button, there in steps(conversation, done.having(view="welcome", completed=True)):
        last = conversation.screen(there, TODAY).rows[-1]
        back = next((each for each in last if str(each.action) in ("cancel", "show:advice")), None)
        if back is None or len(there.trail) <= len(here.trail):
            continue  # It has gone back, or a way begins there
        looked_at.add(there.view)
        before = after(conversation, there, back.action)
        assert conversation.screen(before, TODAY) == conversation.screen(here, TODAY), (here.view, button)
    assert {"menu", "why_barriers", "projects", "privacy", "settings"} <= looked_at


@pytest.mark.parametrize("role", list(Role))
def test_back_in_a_team_leads_to_what_was_there_before(conversation: Conversation, role: Role) -> None:
    """Also where one came to a place of the team from elsewhere, as below a notice or by a command."""
    walk = conversation.reader.walk(Path.FULL, READY, finished=True)
    answers = dict(walk.active)
    crew = next(one for one in sample_crews(conversation.catalogue, answers) if one.me.role is role)
    context = replace(TODAY, person=crew.me.user_id, now=NOW, teams=SampleTeams([crew]))
    done = Session(
        path=Path.FULL, answers=answers, last=Finished(path=Path.FULL, answers=answers, on="2026-11-20")
    )
    looked_at = set()
    for start in ("advice", "team", "team_plan", "team_action:1", "team_round", "team_settings", "help"):
        begun = done.having(view=Place(start), team=crew.team.id, completed=True)
        for here, button, there in steps(conversation, begun, context):
            back = next(
                (each for each in conversation.screen(there, context).rows[-1] if _leads_back(each)), None
            )
            if back is None or len(there.trail) <= len(here.trail) or button.action.name in DOING:
                continue
            looked_at.add(there.view.partition(":")[0])
            before = after(conversation, there, back.action, context)
            shown, was = conversation.screen(before, context), conversation.screen(here, context)
            assert shown == was, (here.view, str(button.action), str(back.action))
    expected = {"team_plan", "team_action", "team_settings", "team_zone", "team_members", "team_round"}
    assert expected <= looked_at


def _leads_back(button: Button) -> bool:
    return str(button.action) in ("cancel", "show:advice") or button.says in (
        "to_team",
        "to_plan",
        "back",
        "no",
    )
