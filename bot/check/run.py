"""Runs every check: what is written by itself, then the content, then all that can be said with both."""

from collections.abc import Mapping
from pathlib import Path as Folder

from rich.console import Console

from bot.check.content.claims import too_many_questions, unreachable_questions, without_conditions_at_fault
from bot.check.content.organisations import organisations
from bot.check.messages import check_messages
from bot.check.proof.explore import count_paths
from bot.check.report import Report
from bot.check.surroundings import ROOMS, SURROUNDINGS
from bot.check.texts.addressing import out_of_use, two_addressees
from bot.check.texts.aloud import read_all, shared_sentences
from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.readability import print_readability
from bot.check.texts.saying import strange_sayings
from bot.check.texts.saying import unsaid as unsaid_lines
from bot.check.texts.telegram_html import find_judge
from bot.check.texts.wording import compare_languages, unknown_languages
from bot.check.texts.written import all_given, all_written
from bot.services.presenter import Presenter
from flows.adviser.facts import is_due
from flows.catalogue.catalogue import CONTENT, Catalogue, read_content
from flows.questionnaire.progress import Path, questions_of
from messages.renderer import ROOM
from messages.texts import Tree, read_texts


def run_checks(  # noqa: PLR0913 - the options of a command
    *,
    fast: bool,
    console: Console,
    readability: bool = False,
    unsaid: bool = False,
    shared: bool = False,
    today: str = "",
    content: Folder = CONTENT,
    room: Folder = ROOM,
) -> bool:
    """Check content and texts, and unless it must be fast prove all paths; whether all is well."""
    report = Report(console)
    texts = _read_texts(report, room)
    at_fault = _check_written(report, texts, room)
    catalogue = _check_content(report, content)
    whole = not report.faults
    report.check("all languages say the same", compare_languages(texts, room, at_fault))
    report.check("what is spoken by default has texts", unknown_languages(room, texts))
    renderer = _speak(report, room)
    if renderer and readability:
        print_readability(console, renderer)
    if catalogue and renderer:
        report.check("what texts say is in the vocabulary", strange_sayings(catalogue, texts))
        print_unsaid(console, texts, in_full=unsaid)
        print_due(console, catalogue, today)
    if catalogue and renderer and shared and whole:
        print_shared(console, Presenter(catalogue, renderer))
    if catalogue and renderer:
        explained = frozenset(fault for faults in at_fault.values() for fault in faults)
        with report.as_far_as_possible("what can be said"):
            check_messages(report, catalogue, renderer, explained, whole=whole, prove=whole and not fast)
    return report.conclude()


def print_due(console: Console, catalogue: Catalogue, today: str) -> None:
    """The channels and duties that are not shown any more until somebody has checked them."""
    for row in catalogue.content.fact:
        if is_due(row, today):
            console.print(f"  facts.toml: {row.id}: was to be checked by {row.check_by}", highlight=True)


def print_shared(console: Console, presenter: Presenter) -> None:
    """How much of what an organisation reads half of all read, and which sentences these are."""
    for found in shared_sentences(read_all(presenter, organisations(presenter.catalogue))):
        for sentence, count in found.sentences:
            console.print(f"{count} of {found.organisations}: {sentence}", markup=False, soft_wrap=True)
        console.print(
            f"  {found.language}: {found.share:.1%} of the sentences are read by half of all", highlight=True
        )


def print_unsaid(console: Console, texts: Mapping[str, Tree], *, in_full: bool) -> None:
    """How many texts commit to something that they do not say; in full, which."""
    lines = [line for language, tree in texts.items() for line in unsaid_lines(language, tree)]
    for line in lines if in_full else ():
        console.print(line, markup=False, soft_wrap=True)
    console.print(f"  {len(lines)} texts commit and say nothing: vierstap check --unsaid", highlight=True)


def _read_texts(report: Report, room: Folder) -> Mapping[str, Tree]:
    """The texts of every language, without the files that cannot be read."""
    read = {
        folder.name: read_texts(folder) for folder in sorted({path.parent for path in room.glob("*/*.toml")})
    }
    report.check("the texts can be read", (fault for _, faults in read.values() for fault in faults))
    return {language: texts for language, (texts, _) in read.items()}


def _check_written(report: Report, texts: Mapping[str, Tree], room: Folder) -> dict[str, list[str]]:
    """Check all texts and templates by themselves; what is wrong with each that is at fault."""
    name, judge = find_judge()
    report.count(f"messages are judged by {name}")
    written = all_written(texts, room)
    given = all_given(written, ROOMS, SURROUNDINGS)
    faults = {one.where: list(one.faults(given, judge)) for one in written}
    report.check("every text and template is well written", (f for found in faults.values() for f in found))
    report.check("no sentence speaks to two", two_addressees(texts))
    report.check("no text has words that are out of use", out_of_use(written, texts))
    return {
        place: [fault.removeprefix(f"{place}: ") for fault in found]
        for place, found in faults.items()
        if found
    }


def _check_content(report: Report, folder: Folder) -> Catalogue | None:
    """The content, also when only its references are wrong; faulty conditions are left out of it."""
    content, faults = read_content(folder)
    report.check("the content is consistent", faults)
    if content is None:
        return None
    with report.as_far_as_possible("every question is asked of somebody"):
        catalogue = Catalogue(without_conditions_at_fault(content, faults) if faults else content)
        report.check("every question is asked of somebody", unreachable_questions(catalogue))
        if not faults:
            report.check("P2 no path asks more than is said", too_many_questions(catalogue))
            for path in Path:
                paths = count_paths(catalogue, questions_of(catalogue, path))
                report.count(f"{paths.count:,} {path} answer paths")
        return catalogue
    return None


def _speak(report: Report, room: Folder) -> ListeningRenderer | None:
    with report.as_far_as_possible("what can be said"):
        return ListeningRenderer(room, SURROUNDINGS)
    return None
