"""After a change of content every screen and reminder of a team with an older diagnosis still comes (G9)."""

from dataclasses import replace

import pytest

from bot.assembly import build_rooms
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import sample_crews
from bot.check.screens.teams import nudges_of, views_of
from flows.questionnaire.progress import Path

ROOMS = build_rooms()
CATALOGUE = ROOMS.presenter.catalogue
ANSWERS = next(spread_answers(CATALOGUE, Path.FULL, 1))


@pytest.mark.parametrize("question", sorted(ANSWERS))
@pytest.mark.parametrize("change", ["an option was withdrawn", "the question is new"])
def test_a_team_goes_on_after_its_answers_are_not_on_offer_any_more(question: str, change: str) -> None:
    for crew in sample_crews(CATALOGUE, ANSWERS):
        rounds = []
        for one in crew.rounds:
            kept = {name: said for name, said in one.answers.items() if name != question}
            gone = {**kept, question: "withdrawn"} if change == "an option was withdrawn" else kept
            rounds.append(replace(one, answers=gone if one.answers else {}))
        older = replace(crew, rounds=tuple(rounds))
        for screen in (*views_of(ROOMS.conversation, older, ANSWERS), *nudges_of(CATALOGUE, older)):
            ROOMS.presenter.show("nl", screen)
