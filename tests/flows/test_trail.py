"""Back leads to what was there before: from B, reached from A, it is A."""

from collections.abc import Iterator

import pytest

from flows.conversation import Conversation
from flows.questionnaire.progress import Path
from flows.state.result import TurnContext
from flows.state.screen import Action, Button, buttons_of
from flows.state.session import Finished, Session
from tests.flows.people import READY

TODAY = TurnContext("2026-11-21")
ASIDE = ("forget_all", "language", "answer", "new")
"""What changes the facts: then what was there before is another screen."""


def after(conversation: Conversation, session: Session, action: Action) -> Session:
    return conversation.respond(session, action, TODAY).result.session


def steps(conversation: Conversation, start: Session) -> Iterator[tuple[Session, Button, Session]]:
    """Every place that buttons lead to, each once: where from, by which button, and there."""
    seen, waiting = {start.view}, [start]
    while waiting:
        here = waiting.pop()
        for button in buttons_of(conversation.screen(here, TODAY)):
            there = after(conversation, here, button.action)
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
