"""`vierstap advise`, `diagram`: advice for a file of answers, in every form, or one line why not."""

import orjson
import pytest
from typer.testing import CliRunner, Result

import bot.__main__
from tests.bot.answers import FULL
from tests.bot.markup import MOST_IN_A_TEXT, parse

QUESTIONS = (
    "sector", "role", "strategy", "management", "resources", "manager_use", "knowledge", "knowledge_gap",
    "habits", "pilots", "measure", "size",
)  # fmt: skip
ANSWERS = dict(zip(QUESTIONS, FULL, strict=True))
FULL_KEYS = {
    "step", "status", "limiting", "lane", "source", "second_lane", "barriers", "next_needs", "actions",
    "pilots", "management_element", "scale_element", "kpi_element", "combinations_shown",
    "combinations_all", "unknown_count", "elements", "messages", "sector", "role", "ask", "hours",
    "provisional", "assumed_barriers", "pilots_mode", "pilots_at_once", "kpis", "this_week", "memo",
}  # fmt: skip
QUICK_KEYS = {
    "provisional_step", "range", "lane", "barriers", "actions", "ask", "hours", "elements", "messages",
}  # fmt: skip


def run(*arguments: str, given: object = ANSWERS) -> Result:
    typed = given if isinstance(given, bytes) else orjson.dumps(given)
    return CliRunner().invoke(bot.__main__.app, ["advise", "-", *arguments], input=typed)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("arguments", "keys"), [((), FULL_KEYS), (("--quick",), QUICK_KEYS)])
def test_advice_as_data(language: str, arguments: tuple[str, ...], keys: set[str]) -> None:
    result = run("--format", "json", "--language", language, *arguments)
    assert result.exit_code == 0
    document = orjson.loads(result.stdout_bytes)
    assert set(document) == keys
    for message in document["messages"]:
        parse(message, html=True, most=MOST_IN_A_TEXT)
    for element in document["elements"]:
        assert set(element) == {"id", "causes", "sources", "text"}
        assert element["sources"]
        assert all(ANSWERS[question] == option for question, option in element["causes"].items())


def test_the_numbers_are_the_same_in_both_languages() -> None:
    dutch, english = (
        orjson.loads(run("--format", "json", "--language", language).stdout_bytes)
        for language in ("nl", "en")
    )
    for document in (dutch, english):
        for written in ("messages", "memo", "this_week"):
            del document[written]
        for element in document["elements"]:
            del element["text"]
    assert dutch == english


def test_sector_and_role_may_be_left_out_and_are_then_no_reason() -> None:
    """Files from before they were asked keep working."""
    given = {question: option for question, option in ANSWERS.items() if question not in ("sector", "role")}
    document = orjson.loads(run("--format", "json", given=given).stdout_bytes)
    assert (document["sector"], document["role"]) == ("other", "does")
    assert not {"sector", "role"} & {question for e in document["elements"] for question in e["causes"]}


def test_the_first_week_is_at_most_one_move_a_day_from_the_three_actions() -> None:
    document = orjson.loads(run("--format", "json").stdout_bytes)
    days = [line["day"] for line in document["this_week"]]
    assert len(set(days)) == len(days) <= 5
    assert {line["action"] for line in document["this_week"]} == set(document["actions"])
    parse(document["memo"], html=True, most=MOST_IN_A_TEXT)


def test_the_day_dates_the_memo() -> None:
    first, later = (
        orjson.loads(run("--format", "json", "--today", day).stdout_bytes)["memo"]
        for day in ("2026-11-30", "2027-03-01")
    )
    assert "2026" in first
    assert "2027" in later
    assert first != later


@pytest.mark.fault(40)
@pytest.mark.promise("G8")
def test_the_same_answers_give_the_same_bytes() -> None:
    assert run("--format", "json").stdout_bytes == run("--format", "json").stdout_bytes


def test_a_list_gives_a_list_in_its_order() -> None:
    others = {**ANSWERS, "strategy": "product_leadership"}
    documents = orjson.loads(run("--format", "json", given=[ANSWERS, others]).stdout_bytes)
    assert [document["lane"] for document in documents] == ["customer_intimacy", "product_leadership"]
    assert orjson.loads(run("--format", "json", given=[]).stdout_bytes) == []


@pytest.mark.parametrize("form", ["text", "html"])
def test_texts_are_separated_by_a_line(form: str) -> None:
    result = run("--format", form, given=[ANSWERS, ANSWERS])
    first, second = result.stdout.split("\n---\n")
    assert first.strip() == second.strip()
    assert ("<b>" in first) == (form == "html")


def test_a_file_is_read_as_standard_input_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("answers") / "answers.json"
    file.write_bytes(orjson.dumps(ANSWERS))
    result = CliRunner().invoke(bot.__main__.app, ["advise", str(file)])
    assert result.stdout == run().stdout


def test_an_answer_to_a_question_that_is_not_asked_is_ignored() -> None:
    assert run(given={**ANSWERS, "walk_away": "customer_intimacy"}).stdout == run().stdout


@pytest.mark.parametrize(("given", "named"), [
    ({**ANSWERS, "favourite_colour": "red"}, "favourite_colour"),
    ({**ANSWERS, "strategy": "cheapest"}, "cheapest"),
    ({**ANSWERS, "sector": "space"}, "space"),
    ({**ANSWERS, "role": 1}, "role"),
    ({**ANSWERS, "size": "unknown"}, "size"),
    ({**ANSWERS, "size": 7}, "size"),
    ({**ANSWERS, "strategy": None}, "strategy"),
    ({key: value for key, value in ANSWERS.items() if key != "habits"}, "habits"),
    ({}, "strategy"),
    ([ANSWERS, {**ANSWERS, "pilots": "many"}], "2"),
    ([ANSWERS, ANSWERS, 3], "3"),
    (7, "object"),
    (None, "object"),
    (b"no json", "JSON"),
    (b"", "JSON"),
    (b"\xff", "JSON"),
    (b"[" * 5_000, "JSON"),
    (b" " * 10_000_000, "larger"),
])  # fmt: skip
def test_what_is_wrong_with_the_answers_is_said_in_one_line(given: object, named: str) -> None:
    result = run(given=given)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert named in result.stderr
    assert result.stdout == ""


def test_a_line_break_in_a_wrong_answer_does_not_make_it_two_lines() -> None:
    for given in ({**ANSWERS, "a\nb": "red"}, {**ANSWERS, "strategy": "a\nb"}):
        result = run(given=given)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_file_that_is_not_there_is_named_in_one_line() -> None:
    result = CliRunner().invoke(bot.__main__.app, ["advise", "/nowhere/answers.json"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "/nowhere/answers.json" in result.stderr


def test_the_diagram_is_mermaid_and_names_every_question() -> None:
    result = CliRunner().invoke(bot.__main__.app, ["diagram"])
    assert result.exit_code == 0
    assert result.stdout.startswith("stateDiagram")
    assert all(question in result.stdout for question in QUESTIONS)
