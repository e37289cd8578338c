"""What a team talks about first after its diagnosis, and what moved since the one before."""

from dataclasses import replace

from flows.catalogue.catalogue import Catalogue
from flows.teams.records import Round
from flows.teams.talk import MOST_TOPICS, TalkReason, moved, topics
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM

ANSWERS = READY | {"knowledge": "few", "habits": "believers", "management": "approves"}
FIRST = Round(TEAM, 1, PERIODS[0], PERIODS[1], 5, ANSWERS, "customer_intimacy", 1)


def again(gaps: tuple[str, ...] = (), **answers: str) -> tuple[Round, ...]:
    return (replace(FIRST, number=2, answers=ANSWERS | answers, gaps=gaps), FIRST)


def test_what_lies_far_apart_comes_first_then_what_fell_then_what_holds(catalogue: Catalogue) -> None:
    found = topics(catalogue, again(("measure",), management="tolerates"))
    assert [one.why for one in found][:2] == [TalkReason.APART, TalkReason.FELL]
    assert [one.question for one in found][:2] == ["measure", "management"]
    assert found[2].why is TalkReason.HOLDS


def test_of_two_that_lie_apart_the_one_that_holds_the_step_comes_first(catalogue: Catalogue) -> None:
    assert topics(catalogue, again(("measure", "knowledge")))[0].question == "knowledge"


def test_no_question_comes_up_twice_and_no_more_than_fit_a_talk(catalogue: Catalogue) -> None:
    found = topics(catalogue, again(("knowledge", "habits", "measure", "pilots"), knowledge="hardly"))
    assert len({one.question for one in found}) == len(found) == MOST_TOPICS


def test_the_second_time_it_is_told_what_moved_and_whereto(catalogue: Catalogue) -> None:
    found = {one.question: one for one in moved(catalogue, again(knowledge="skilled", habits="intentions"))}
    assert (found["knowledge"].now, found["knowledge"].up) == ("skilled", True)
    assert (found["habits"].now, found["habits"].up) == ("intentions", False)
    assert "management" not in found


def test_of_a_first_diagnosis_and_of_none_nothing_moved(catalogue: Catalogue) -> None:
    assert moved(catalogue, (FIRST,)) == moved(catalogue, ()) == ()
    assert topics(catalogue, ()) == ()
