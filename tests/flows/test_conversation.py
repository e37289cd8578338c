"""What a person does, and what is remembered of it."""

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.conversation import Conversation
from flows.questionnaire.progress import Path
from flows.state.result import TurnContext
from flows.state.screen import Action, ByPhone, Screen
from flows.state.session import Left, Session
from tests.flows.people import READY

TODAY = TurnContext("2026-11-21")
BEGUN = {"sector": "other", "role": "does"}
"""What the full diagnosis asks first."""


class Person:
    """Somebody who does one thing after another."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self.session = Session()
        self.hint: str | None = None
        self.posts: list[str] = []

    def do(self, name: str, *arguments: str, context: TurnContext = TODAY) -> "Person":
        outcome = self._conversation.respond(self.session, Action(name, arguments), context)
        self.session, self.hint = outcome.result.session, outcome.result.hint
        self.posts += [post.kind for post in outcome.result.posts]
        return self

    def begin(self) -> "Person":
        """Begin the full diagnosis, up to the first question about social media."""
        self.do("full")
        for question, option in BEGUN.items():
            self.do("answer", question, option)
        return self

    def answer_all(self, **changes: str) -> "Person":
        """Answer until there is advice."""
        answers = READY | changes
        while question := self.question:
            self.do("answer", question, answers[question])
        return self

    @property
    def screen(self) -> Screen:
        return self._conversation.screen(self.session, TODAY)

    @property
    def question(self) -> str | None:
        """The question on screen."""
        first = self.screen.blocks[0]
        return str(first.values["question"]) if self.screen.name == "question" else None

    @property
    def marked(self) -> list[str]:
        """The answer that the screen suggests."""
        return [str(b.action) for row in self.screen.rows for b in row if b.marked]


@pytest.fixture
def person(conversation: Conversation) -> Person:
    return Person(conversation)


def test_three_answers_lead_to_quick_advice(person: Person) -> None:
    person.do("quick").answer_all()

    assert person.screen.name == "quick_advice"
    assert list(person.session.answers) == ["strategy", "management", "resources"]


def test_the_full_diagnosis_does_not_ask_again_what_was_quickly_answered(person: Person) -> None:
    person.do("quick").answer_all().begin()

    assert person.question == "knowledge"


def test_back_takes_an_answer_back_and_keeps_it_as_suggestion(person: Person) -> None:
    person.begin().do("answer", "strategy", "mixed").do("back")

    assert person.question == "strategy"
    assert person.session.answers == BEGUN
    assert person.marked == ["answer:strategy:mixed"]


def test_a_changed_answer_keeps_the_others(person: Person) -> None:
    person.do("full").answer_all().do("change", "size").do("answer", "size", "large")

    assert person.screen.name == "advice"
    assert person.session.last is not None
    assert person.session.last.answers["size"] == "large"
    assert len(person.session.answers) == 12


def test_a_changed_answer_asks_what_it_switches_on_and_remembers_the_rest(person: Person) -> None:
    person.do("full").answer_all().do("change", "management").do("answer", "management", "approves")

    assert person.question == "manager_use"
    person.do("answer", "manager_use", "guru")
    assert person.screen.name == "advice"


def test_the_card_comes_by_itself_once_and_whenever_it_is_asked_for(person: Person) -> None:
    person.do("full").answer_all()
    assert person.posts == ["card"]

    person.do("change", "size").do("answer", "size", "large")
    assert person.posts == ["card"]

    person.do("card").do("card")
    assert person.posts == ["card", "card", "card"]


def test_starting_anew_keeps_old_answers_as_suggestions_and_the_advice(person: Person) -> None:
    person.do("full").answer_all().do("restart").do("new", "full")

    assert person.question == "sector"
    assert person.marked == ["answer:sector:other"]
    assert person.session.last is not None


def test_after_a_week_answers_under_way_are_only_suggestions(person: Person) -> None:
    person.begin().do("answer", "strategy", "mixed")

    person.do("start", context=TurnContext("2026-12-01", days_away=8))

    assert person.session.answers == {}
    assert person.session.suggestion("strategy") == "mixed"


def test_an_answer_to_another_question_changes_nothing(person: Person) -> None:
    person.do("full").do("answer", "size", "small")

    assert (person.session.answers, person.hint) == ({}, "stale")


def test_an_answer_that_is_not_on_offer_changes_nothing(person: Person) -> None:
    person.begin().do("answer", "strategy", "world_domination")

    assert (person.session.answers, person.hint) == (BEGUN, "unclear")


@pytest.mark.parametrize("name", ["hack", "show", "card", "share", "change", "answer", "language", "new"])
def test_whatever_is_asked_there_is_a_screen(person: Person, name: str) -> None:
    person.do(name)

    assert person.screen.blocks
    assert person.hint is not None


@pytest.mark.fault(37)
@pytest.mark.promise("G9")
def test_an_answer_that_left_the_content_is_asked_again(person: Person) -> None:
    person.do("full").answer_all()
    answers = person.session.answers | {"habits": "gone"}
    person.session = person.session.having(answers=answers, view="question")

    assert person.question == "habits"
    assert person.screen.blocks[0].values["withdrawn"] is True


@pytest.mark.fault(37)
@pytest.mark.promise("G9")
def test_advice_with_a_hole_after_changed_content_leads_back_to_the_start(person: Person) -> None:
    person.do("full").answer_all()
    assert person.session.last is not None
    last = person.session.last.model_copy(update={"answers": {}})
    person.session = person.session.having(last=last)

    assert person.screen.name == "welcome"


@pytest.mark.parametrize("asked", ["show", "share"])
def test_advice_to_which_a_question_was_added_asks_it_and_is_there_again(person: Person, asked: str) -> None:
    person.do("full").answer_all()
    assert person.session.last is not None
    answers = {question: answer for question, answer in READY.items() if question != "measure"}
    last = person.session.last.model_copy(update={"answers": answers})
    person.session = person.session.having(last=last, answers=answers, view="help")

    assert person.do(asked).hint == "question_added"
    assert person.question == "measure"
    person.do("answer", "measure", READY["measure"])
    assert person.screen.name == "advice"


def test_progress_counts_no_helper_questions(person: Person) -> None:
    person.begin().do("answer", "strategy", "mixed")
    assert person.screen.blocks[0].values["helper"] is True

    for question in ("walk_away", "extra_euro"):
        person.do("answer", question, "customer_intimacy")
    assert person.question == "management"
    assert person.screen.blocks[0].values["number"] == 4


def test_every_button_of_every_view_leads_on(person: Person) -> None:
    person.do("full").answer_all(pilots="unknown", management="approves")
    seen: set[str] = set()
    waiting = [person.session]
    while waiting:
        person.session = waiting.pop()
        for row in person.screen.rows:
            for button in row:
                if button.action.name in list(ByPhone):  # the phone itself leads on
                    continue
                before = person.session
                person.do(button.action.name, *button.action.arguments)
                if str(button.action) not in seen:
                    seen.add(str(button.action))
                    assert person.hint in (None, "shared", "exported", "language", "file_sent", "rated"), str(
                        button.action
                    )
                    waiting.append(person.session)
                person.session = before
    assert {"show:projects", "show:find_out", "share", "overview"} <= seen


def test_the_path_is_part_of_what_is_remembered(person: Person) -> None:
    assert person.do("start", "quick").session.path is Path.QUICK


def test_who_had_advice_before_sector_and_role_were_asked_keeps_it_and_may_tell_them(person: Person) -> None:
    person.do("full").answer_all()
    assert person.session.last is not None
    old = {question: option for question, option in person.session.answers.items() if question not in BEGUN}
    last = person.session.last.model_copy(update={"answers": old})
    person.session = person.session.having(answers=old, last=last)

    assert person.do("show").screen.name == "advice"
    assert person.screen.rows[0][0].action.name == "tell"
    assert person.do("tell").question == "sector"
    assert person.do("answer", "sector", "care").question == "role"
    person.do("answer", "role", "leads")
    assert person.screen.name == "advice"
    assert person.session.last is not None
    assert person.session.last.answers == old | {"sector": "care", "role": "leads"}
    assert person.screen.rows[0][0].action.name != "tell"


def test_below_quick_advice_the_sector_can_be_set(person: Person) -> None:
    person.do("quick").answer_all()
    assert person.do("tell").question == "sector"

    person.do("answer", "sector", "care")

    assert person.screen.name == "quick_advice"
    assert person.session.last is not None
    assert person.session.last.answers["sector"] == "care"
    assert not any(button.action.name == "tell" for row in person.screen.rows for button in row)


def test_whoever_was_halfway_is_asked_sector_and_role_and_loses_nothing(person: Person) -> None:
    person.begin().do("answer", "strategy", "mixed").do("answer", "walk_away", "customer_intimacy")
    kept = {question: option for question, option in person.session.answers.items() if question not in BEGUN}
    person.session = person.session.having(answers=kept)

    assert person.do("resume").question == "sector"
    person.do("answer", "sector", "care").do("answer", "role", "does")
    assert person.question == "extra_euro"
    assert person.session.answers.items() >= kept.items()


def test_back_leads_past_places_that_show_what_is_in_view_already(catalogue: Catalogue) -> None:
    """As where the team that somebody was invited to is gone: what was its invitation shows the same list."""
    conversation = Conversation(catalogue, ("en", "nl"))
    trail = (Left(view="welcome"), Left(view="team_join"))
    there = Session(view="team", trail=trail)
    back = conversation.respond(there, Action("cancel"), TODAY)
    assert back.screen != conversation.screen(there, TODAY)
    assert back.result.session.view == "welcome"


@pytest.mark.parametrize(
    "changed", [{}, {"management": "against"}, {"knowledge": "few"}, {"habits": "intentions"}]
)
def test_the_last_question_is_counted_as_the_last(
    conversation: Conversation, changed: dict[str, str]
) -> None:
    """Nobody ends at "11/12": the count ends where the questions do."""
    answers = dict(conversation.reader.walk(Path.FULL, READY | changed, finished=True).active)
    *_, last = answers
    open_last = {name: option for name, option in answers.items() if name != last}
    session = Session(view="question", path=Path.FULL, answers=open_last)
    values = conversation.screen(session, TurnContext("2026-10-01")).blocks[0].values
    assert values["question"] == last
    assert values["number"] == values["at_most"]
