"""Each way to break the content or a text is listed by file and key, however many there are."""

from pathlib import Path

import pytest
from rich.console import Console

from bot.check import run_checks
from bot.check.texts.telegram_html import find_judge
from bot.check.texts.written import Written
from flows.catalogue.catalogue import read_content
from tests.check.conftest import Copy


def test_the_content_as_it_is_has_no_faults(tmp_path: Path) -> None:
    with (tmp_path / "report").open("w") as report:
        assert run_checks(fast=True, console=Console(file=report)), (tmp_path / "report").read_text()


Planted = tuple[str, str, str, str]
"""A file, what stands there, what is put there instead, and what must be listed."""

PLANTED: dict[str, tuple[Planted, ...]] = {
    "content": (
        (
            "questions.toml",
            'ask_if = { management = ["against"',
            'ask_if = { management = ["againts"',
            "questions.toml: manager_use.ask_if: management has no option againts",
        ),
        (
            "questions.toml",
            'guard = "step_4_reached"',
            'guard = "step_5_reached"',
            "questions.toml: leverage.ask_if: no guard step_5_reached",
        ),
        (
            "questions.toml",
            'id = "medium", level = 2, min = 50',
            'id = "medium", level = 2, min = 51',
            "questions.toml: size.options: medium: min must be one more than max of small",
        ),
    ),
    "how much is asked, if nothing else is wrong": (
        ("questions.toml", "full = 12 }", "full = 11 }", "questions.toml: at_most.full"),
    ),
    "texts and templates": (
        (
            "nl/typed.toml",
            'product_leadership = "het beste, ',
            'product_leadership = "prijs, ',
            "typed.toml: answers.strategy: 'prijs' could mean operational_excellence or product_leadership",
        ),
        (
            "en/typed.toml",
            'stop = "stop, ',
            'stop = "help, ',
            "typed.toml: buttons: 'help' could mean help or stop",
        ),
        (
            "nl/typed.toml",
            'none = "nooit, ',
            'none = "twee, ',
            "typed.toml: answers.routine: 'twee' also says a place",
        ),
        (
            "en/typed.toml",
            '"Europe/Berlin" = ',
            '"Europe/Berln" = ',
            "en/typed.toml: places.Europe/Berln: there is no such zone",
        ),
        ("nl/actions.toml", 'done = "', 'gedaan = "', "nl/actions.toml: train_basics.strategic.done"),
        (
            "en/actions.toml",
            "title = \"{% if answers.get('management')",
            "title = \"{% if answrs.get('management')",
            "en/actions.toml: run_pilot.title: 'answrs' is undefined",
        ),
        (
            "templates/full/scale.html.j2",
            ", resources,",
            ", resorces,",
            "templates/full/scale.html.j2: line 2",
        ),
        (
            "nl/templates/team/owner.html.j2",
            '" %}\n\n',
            '" %}\n',
            "nl/templates/team/owner.html.j2: line 3: the line break after the tag is lost",
        ),
        (
            "templates/checkin/own_action.html.j2",
            '{% include "action_title.html.j2" %}\n\n',
            '{% include "action_title.html.j2" %}\n',
            "templates/checkin/own_action.html.j2: line 3: the line break after the tag is lost",
        ),
        ("nl/scale.toml", 'principle = "', 'principle = "<p>', 'Unsupported start tag "p"'),
        ("en/states.toml", 'text = "', 'text = "<b>', "en/states.toml: "),
        ("nl/steps.toml", "stap 3", "stap 33", "nl/steps.toml: 2.text: has the numbers 33"),
        ("en/hints.toml", 'stale = "', f'stale = "{"x" * 200}', "en/hints.toml: stale: more than 200"),
        ("nl/interface.toml", 'help = "Hulp"', f'help = "{"x" * 33}"', "button help (nl)"),
        (
            "en/questions.toml",
            'line = "I do the work myself, or I advise about it."',
            "",
            "en/questions.toml: role.options.does.line: is missing",
        ),
    ),
    "what nothing shows, if nothing else is wrong": (
        ("nl/interface.toml", "step = ", 'never_shown = "x"\nstep = ', "nl/interface.toml: never_shown"),
    ),
    "a file that cannot be read": (("en/interface.toml", "step = ", "step = = ", "en/interface.toml"),),
}
"""What can be wrong at the same moment is planted at once: a run of the check takes long."""


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_faults_are_listed_by_file_and_key(copy: Copy, planted: tuple[Planted, ...]) -> None:
    for file, old, new, _ in planted:
        copy.replace(file, old, new)

    listed = copy.faults()

    assert [expected for *_, expected in planted if expected not in listed] == []


def test_a_question_that_nobody_is_asked_is_a_fault(copy: Copy) -> None:
    copy.replace(
        "questions.toml",
        'id = "extra_euro"\nquick = true\nhelper = true\nask_if = { strategy = ["mixed", "unknown"] }',
        'id = "extra_euro"\nquick = true\nhelper = true\n'
        'ask_if = { strategy = ["customer_intimacy"], walk_away = ["unknown"] }',
    )

    assert "questions.toml: extra_euro: is never asked" in copy.faults()


def test_all_faults_are_listed_in_one_run_each_once(copy: Copy) -> None:
    copy.replace("questions.toml", 'ask_if = { management = ["against"', 'ask_if = { management = ["againts"')
    copy.replace(
        "questions.toml",
        'id = "extra_euro"\nquick = true\nhelper = true\nask_if = { strategy = ["mixed", "unknown"] }',
        'id = "extra_euro"\nquick = true\nhelper = true\n'
        'ask_if = { strategy = ["customer_intimacy"], walk_away = ["unknown"] }',
    )
    copy.remove("nl/hints.toml", "stale")
    copy.replace("templates/full/scale.html.j2", ", resources,", ", resorces,")
    copy.replace("en/templates/help.html.j2", "{{ command.menu", "{{ comand.menu")
    copy.replace("nl/scale.toml", 'principle = "', 'principle = "<p>')

    assert copy.listed() == {
        "questions.toml: manager_use.ask_if: management has no option againts",
        "questions.toml: extra_euro: is never asked",
        "nl/hints.toml: stale: is missing",
        "templates/full/scale.html.j2: line 2: 'resorces' is undefined",
        "en/templates/help.html.j2: line 7: 'comand' is undefined",
        'nl/scale.toml: principle: Can\'t parse entities: Unsupported start tag "p"',
    }


def test_a_file_that_cannot_be_read_hides_no_other(copy: Copy) -> None:
    for file in ("questions.toml", "pilots.toml", "nl/hints.toml", "en/steps.toml"):
        copy.append(file, "= broken")
    copy.replace("actions.toml", "weeks = ", "wekes = ")
    copy.replace("nl/scale.toml", 'principle = "', 'principle = "<p>')

    faults = "\n".join(sorted(copy.listed()))

    for expected in (
        "questions.toml: ",
        "pilots.toml: ",
        "nl/hints.toml: ",
        "en/steps.toml: ",
        "wekes: Extra inputs",
        "nl/scale.toml: principle: ",
    ):
        assert expected in faults
    assert "question: Field required" not in faults


def test_a_template_that_no_view_uses_is_a_fault(copy: Copy) -> None:
    (copy.room / "templates" / "forgotten.html.j2").write_text("<b>nobody</b>")

    assert copy.listed() == {"templates/forgotten.html.j2: no view uses it"}


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (" ", "is blank"),
        ("3 < 4", "&lt;"),
        ('<a href="www.example.org">here</a>', "'www.example.org' must begin with https://"),
        ("<a href=www.example.org>here</a>", "'www.example.org' must begin with https://"),
        ('<a href="javascript:alert()">here</a>', "must begin with https://"),
    ],
)
def test_a_text_that_says_nothing_or_leads_nowhere_is_a_fault(written: str, named: str) -> None:
    _, judge = find_judge()

    faults = list(Written("nl/hints.toml: stale", written).faults((), judge))

    assert faults
    assert all(fault.startswith("nl/hints.toml: stale: ") for fault in faults)
    assert named in faults[0]


def test_a_question_copied_without_an_id_of_its_own_is_named_at_once(copy: Copy) -> None:
    path = copy.content / "questions.toml"
    rows = path.read_text(encoding="utf-8").split("[[question]]")
    path.write_text("[[question]]".join([*rows, rows[-1]]), encoding="utf-8")

    content, faults = read_content(copy.content)

    assert content is None
    assert any("leverage stands there 2 times" in fault for fault in faults)


def test_what_is_misspelt_is_named_by_the_id_of_its_row(copy: Copy) -> None:
    copy.replace("questions.toml", 'id = "extra_euro"\nquick', 'id = "extra_euro"\nquik')
    copy.replace("questions.toml", '{ id = "medium", level', '{ id = "medium", levle')

    _, faults = read_content(copy.content)

    assert [fault.rpartition(": ")[0] for fault in faults] == [
        "questions.toml: question.extra_euro.quik",
        "questions.toml: question.size.options.medium.levle",
    ]


def test_a_file_saved_with_a_byte_order_mark_is_read(copy: Copy) -> None:
    path = copy.content / "questions.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read_content(copy.content)[1] == []


def test_an_answer_that_holds_back_needs_an_action_in_its_step(copy: Copy) -> None:
    copy.replace("advice.toml", '{ dimension = "measure", action = "business_kpis" },', "")

    assert any(
        "none for measure, which has an option with cap = 3" in f for f in read_content(copy.content)[1]
    )
