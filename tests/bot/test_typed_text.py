"""Whatever is typed: an answer is stored only where it is said in full, and nothing that it does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assembly import Rooms
from bot.services.typed_text import Seen, TypedText
from flows.questionnaire.progress import Path, Progress
from flows.screens.questions import question_screen
from flows.state.screen import Screen, button
from flows.state.session import Session

DEGREES = (
    *("niet", "geen", "nooit", "nauwelijks", "minder", "meer", "bijna", "haast", "soms", "zonder", "behalve"),
    *("niet echt", "vroeger", "misschien", "half", "of", "liever niet", "volgend jaar", "10", "twaalf", "❌"),
    *("not", "no", "never", "hardly", "less", "more", "almost", "sometimes", "without", "except", "isn't"),
)
"""Words that turn what stands beside them."""

MAY_MEAN = {
    "resources": {
        "met echt budget": "temporary structural",
        "with a real budget": "temporary structural",
        "zonder vaste uren en jaarbudget": "none junior temporary",
        "no intern or junior": "none temporary structural",
        "veel uren, geen geld": "",
    },
    "measure": {
        "vastgelegd en gemeten": "business activity",
        "geen likes, volgers en berichten": "nothing business",
        "vooraf geen doel, met een KPI": "activity nothing",
    },
    "size": {
        "1": "tiny",
        "twaalf": "small",
        "49": "small",
        "50": "medium",
        "249 mensen": "medium",
        "250": "large",
        "1.000": "large",
        "1 200 medewerkers": "large",
        "meer dan 50": "medium large",
        "minder dan 500": "small medium large",
        "50+": "medium large",
        "<250": "small medium",
        "een stuk of 30": "small",
        "rond de 50": "small medium",
        "50%": "",
        "- 5": "",
        "50-": "",
        "negen tien": "",
        "honderden": "",
        "50 249": "",
        "-3": "",
        "1,5": "small",
        "tien tot vijftig": "small medium",
        "0": "",
    },
    "routine": {
        "3": "three_or_more",
        "drie": "three_or_more",
        "3x": "three_or_more",
        "2 keer": "once_or_twice",
        "0": "none",
        "niet één keer": "none",
        "niet drie keer of vaker": "once_or_twice none",
    },
    "strategy": {
        "goedkoop": "operational_excellence",
        "niet goedkoop": "customer_intimacy product_leadership mixed",
        "geen prijs": "customer_intimacy product_leadership mixed",
        "prijs of maatwerk": "",
        "5": "",
        "de eerste of de tweede": "",
        "geen idee": "unknown",
        "!prijs": "customer_intimacy product_leadership mixed",
        "P̶r̶i̶j̶s̶": "customer_intimacy product_leadership mixed",
    },
    "habits": {"3": "", "twee": "", "2": "", "een paar": "believers", "de derde": "departments"},
    "pilots": {"één": "", "1": "", "one": "", "2 pilots": "", "b": "ad_hoc"},
    "confidence": {"7": "7", "zeven": "7", "-7": "", "7-": "", "7 van 10": "7", "11": "", "geen 7": ""},
}
"""What these words may be stored as, without asking back."""


@pytest.fixture(scope="module")
def typed_text(rooms: Rooms) -> TypedText:
    return TypedText(rooms.presenter)


def asking(rooms: Rooms, question: str) -> Screen:
    """The screen on which a question is asked."""
    catalogue = rooms.presenter.catalogue
    if question in catalogue.checkin:
        options = catalogue.offered(question)
        return Screen("checkin", (), tuple((button("answer", question, option),) for option in options))
    session, progress = Session(path=Path.FULL), Progress({}, question)
    return question_screen(catalogue, session, progress, question, why=False)


def stored(typed_text: TypedText, rooms: Rooms, question: str, text: str) -> str | None:
    """The option that a text is stored as, typed where a question is asked."""
    screen = asking(rooms, question)
    action = typed_text.read(text, Seen(screen, screen), "nl").action
    return action.arguments[1] if action.name == "answer" else None


def labels(rooms: Rooms) -> list[tuple[str, str, str]]:
    """Every question, option and label, in every language."""
    catalogue, renderer = rooms.presenter.catalogue, rooms.presenter.renderer
    questions = (*catalogue.questions, *catalogue.checkin)
    return [
        (question, option, renderer.text(language, "questions", question, "options", option, "label"))
        for language in renderer.languages
        for question in questions
        for option in catalogue.offered(question)
    ]


def test_every_label_in_every_language_is_the_answer(typed_text: TypedText, rooms: Rooms) -> None:
    for question, option, label in labels(rooms):
        assert stored(typed_text, rooms, question, label) == option
        assert stored(typed_text, rooms, question, label.upper() + "!") == option


def test_a_word_of_denial_or_degree_in_a_label_is_never_stored_as_that_label(
    typed_text: TypedText, rooms: Rooms
) -> None:
    tried = 0
    for question, option, label in labels(rooms):
        words = label.split()
        for place in range(len(words) + 1):
            for degree in DEGREES:
                changed = " ".join((*words[:place], degree, *words[place:]))
                tried += 1
                assert stored(typed_text, rooms, question, changed) != option, changed
    assert tried > 10_000


def test_a_label_without_one_of_its_words_is_not_stored_as_another(
    typed_text: TypedText, rooms: Rooms
) -> None:
    for question, option, label in labels(rooms):
        words = label.split()
        for place in range(len(words)):
            shorter = " ".join((*words[:place], *words[place + 1 :]))
            assert stored(typed_text, rooms, question, shorter) in (None, option), shorter


@pytest.mark.parametrize(
    ("question", "text", "options"),
    [(question, text, options) for question, texts in MAY_MEAN.items() for text, options in texts.items()],
)
def test_what_is_stored_at_once_is_what_the_words_say(
    typed_text: TypedText, rooms: Rooms, question: str, text: str, options: str
) -> None:
    assert stored(typed_text, rooms, question, text) in (None, *options.split())


@pytest.mark.parametrize(
    ("question", "text", "option"),
    [
        ("size", "3", "tiny"),
        ("size", "twaalf", "small"),
        ("size", "60 mensen", "medium"),
        ("size", "1.000", "large"),
        ("size", "10 000", "large"),
        ("size", "1,5k", "large"),
        ("size", "tweehonderd vijftig", "large"),
        ("size", "tweehonderdnegenenveertig", "medium"),
        ("size", "two hundred and fifty", "large"),
        ("size", "tweeduizend man", "large"),
        ("own_action", "🟢", "done"),
        ("routine", "elke dag", "three_or_more"),
        ("manager_use", "nooit", "never"),
        ("sector", "ziekenhuis", "care"),
        ("role", "directeur", "decides"),
        ("strategy", "de 2e", "customer_intimacy"),
        ("strategy", "the second one", "customer_intimacy"),
        ("strategy", "doe maar b", "customer_intimacy"),
        ("routine", "3", "three_or_more"),
        ("routine", "twee keer", "once_or_twice"),
        ("routine", "nul", "none"),
        ("confidence", "zeven", "7"),
        ("strategy", "goedkoop", "operational_excellence"),
        ("strategy", "weet niet", "unknown"),
        ("strategy", "2", "customer_intimacy"),
    ],
)
def test_a_quantity_or_a_known_synonym_is_the_answer(
    typed_text: TypedText, rooms: Rooms, question: str, text: str, option: str
) -> None:
    assert stored(typed_text, rooms, question, text) == option


@given(quantity=st.integers(0, 10**9 - 1))
def test_a_number_of_people_is_stored_only_as_the_range_that_holds_it(
    typed_text: TypedText, rooms: Rooms, quantity: int
) -> None:
    catalogue = rooms.presenter.catalogue
    option = stored(typed_text, rooms, "size", str(quantity))
    assert option is None or catalogue.option("size", option).holds(quantity)
    assert (option is None) == (quantity == 0)


@given(text=st.text(max_size=60))
def test_what_nobody_listed_is_never_stored(typed_text: TypedText, rooms: Rooms, text: str) -> None:
    """Random words are no label, letter, number or synonym; with a handful of letters they may be one."""
    if len(text.split()) > 3:
        assert all(stored(typed_text, rooms, q, text) is None for q in ("strategy", "management", "pilots"))


@pytest.mark.parametrize("text", ["minder dan 500", "meer dan 50", "een stuk of 30", "between 250 and 500"])
def test_the_numbers_in_a_text_fall_in_the_range_of_what_is_asked_back(
    typed_text: TypedText, rooms: Rooms, text: str
) -> None:
    screen = asking(rooms, "size")
    action = typed_text.read(text, Seen(screen, screen), "nl").action
    expected = {
        "minder dan 500": set(),
        "meer dan 50": {"medium", "large"},
        "een stuk of 30": {"small"},
        "between 250 and 500": {"large"},
    }
    assert action.name == "ask_back"
    assert {meant.rpartition(":")[2] for meant in action.arguments[1:]} == expected[text]


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("size", "optie 2", "small"),
        ("size", "b", "small"),
        ("own_action", "de derde", "stuck"),
        ("habits", "3", "departments"),
        ("pilots", "één", "nobody"),
        ("confidence", "een 7", "7"),
        ("confidence", "7/10", "7"),
        ("size", "bijna 50", "small"),
        ("size", "niet meer dan 60", "small"),
        ("size", "meer dan 60", "large"),
    ],
)
def test_what_may_be_a_place_or_a_number_is_asked_back(
    typed_text: TypedText, rooms: Rooms, question: str, text: str, meant: str
) -> None:
    screen = asking(rooms, question)
    action = typed_text.read(text, Seen(screen, screen), "nl").action
    assert action.name == "ask_back"
    assert meant in {button.rpartition(":")[2] for button in action.arguments[1:]}


@pytest.mark.parametrize("text", ["niet op maat", "we are not the cheapest", "wij zijn niet goedkoop"])
def test_that_both_deny_makes_no_two_texts_alike(typed_text: TypedText, rooms: Rooms, text: str) -> None:
    screen = asking(rooms, "strategy")
    assert typed_text.read(text, Seen(screen, screen), "nl").action.arguments == ("",)


def test_where_numbers_are_shown_a_number_is_the_option_with_it(typed_text: TypedText, rooms: Rooms) -> None:
    screen = asking(rooms, "size")
    action = typed_text.read("2", Seen(screen, screen), "nl", numbered=True).action
    assert action.arguments == ("size", "small")


@pytest.mark.parametrize(
    "text", ["1", "a", "ja", "wis", "ja wis alles", "de eerste", "Yes, erase everything about me"]
)
@pytest.mark.parametrize("numbered", [False, True])
def test_what_cannot_be_undone_is_done_only_by_its_full_words(
    typed_text: TypedText,
    text: str,
    numbered: bool,
) -> None:
    screen = Screen("forget", (), ((button("forget_all"),), (button("cancel"),)))
    seen = Seen(screen, screen)
    assert typed_text.read(text, seen, "nl", numbered=numbered).action.name != "forget_all"
    assert typed_text.read("ja, wis alles van mij", seen, "nl").action.name == "forget_all"


@pytest.mark.parametrize(
    ("question", "text", "never"),
    [
        ("resources", "met echt budget", "junior"),
        ("measure", "vastgelegd en gemeten", "nothing"),
        ("management", "isn't visibly behind it", "carries"),
    ],
)
def test_what_denies_is_not_proposed_to_who_does_not_nor_the_other_way_round(
    typed_text: TypedText, rooms: Rooms, question: str, text: str, never: str
) -> None:
    screen = asking(rooms, question)
    action = typed_text.read(text, Seen(screen, screen), "nl").action
    assert action.name == "ask_back"
    assert not any(meant.endswith(f":{never}") for meant in action.arguments[1:])
