"""Runs every check, shows how far it is, and lists every fault."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path as Folder

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.check.advising import AdviceScreens, Bound
from bot.check.asking import asking_screens, longest_data_screens
from bot.check.buttons import button_faults
from bot.check.content import (
    texts_of_sources,
    too_many_questions,
    uncited_claims,
    unreachable_questions,
)
from bot.check.explore import all_answers, count_paths
from bot.check.influence import find_silence
from bot.check.looking import look_at, look_at_messages
from bot.check.measure import Measure
from bot.check.outcomes import Outcomes, find_outcomes
from bot.check.profile import profile_faults
from bot.check.proof import Proof, explore_core, explore_quick, explore_strengths
from bot.check.properties import PROPERTIES
from bot.check.readability import print_readability
from bot.check.slots import find_core
from bot.check.telegram_html import find_judge
from bot.check.wording import compare_languages, listen, names_in_code, unheard
from bot.services.presenter import Presenter
from flows.adviser.actions import Chosen
from flows.adviser.quick import advise_quickly
from flows.catalogue import CONTENT, Catalogue, load_catalogue
from flows.errors import ContentError
from flows.journey import Path, questions_of
from flows.screens import Block
from messages.renderer import ROOM, Renderer

SURROUNDINGS = {"bot_username": "b" * 32, "operator_contact": "o" * 200}
"""The longest that is put around the texts."""

PROJECT = Folder(__file__).parents[2]
LOOKS = 48
"""How many whole messages of each kind are looked at in every check."""


@dataclass
class Report:
    """What was checked, and the faults."""

    console: Console
    faults: dict[str, None] = field(default_factory=dict)
    lengths: list[Bound] = field(default_factory=list)

    def check(self, what: str, faults: Iterable[str]) -> None:
        """Run one check to its end, whatever it finds."""
        with self.console.status(what):
            found = list(dict.fromkeys(faults))
        self.faults.update(dict.fromkeys(found))
        self.console.print(f"{'✗' if found else '✓'} {what}" + (f": {len(found)} faults" if found else ""))

    def count(self, what: str) -> None:
        self.console.print(f"  {what}", highlight=True)


def run_checks(
    *,
    fast: bool,
    console: Console,
    readability: bool = False,
    content: Folder = CONTENT,
    room: Folder = ROOM,
) -> bool:
    """Check content and texts, and unless it must be fast prove all paths; whether all is well."""
    report = Report(console)
    catalogue = _load(report, content)
    renderer = _speak(report, room)
    if renderer:
        report.check("both languages say the same", compare_languages(renderer))
        if readability:
            print_readability(console, renderer)
    if catalogue:
        _check_content(report, catalogue)
    if catalogue and renderer:
        _check_messages(report, catalogue, renderer, fast=fast)
    _print_lengths(report)
    for fault in report.faults:
        console.print(f"[red]✗[/] {escape(fault)}", soft_wrap=True)
    console.print(f"{len(report.faults)} faults" if report.faults else "All is well.")
    return not report.faults


def _print_lengths(report: Report) -> None:
    """The longest that each view can be."""
    languages = sorted({bound.language for bound in report.lengths})
    table = Table("longest message", *languages, "limit", box=None)
    longest = {(bound.view, bound.language): bound for bound in report.lengths}
    for view in dict.fromkeys(bound.view for bound in report.lengths):
        bounds = [longest[view, language] for language in languages]
        table.add_row(view, *(str(bound.length) for bound in bounds), str(bounds[0].limit))
    if report.lengths:
        report.console.print(table)


def _load(report: Report, content: Folder) -> Catalogue | None:
    try:
        return load_catalogue(content)
    except ContentError as error:
        report.check("the content is consistent", error.faults)
        return None


def _speak(report: Report, room: Folder) -> Renderer | None:
    """The renderer, without the surroundings that may be empty."""
    try:
        return Renderer(room, SURROUNDINGS)
    except (LookupError, ValueError) as error:
        report.check("the texts can be read", [str(error)])
        return None


def _check_content(report: Report, catalogue: Catalogue) -> None:
    report.check("every question is asked of somebody", unreachable_questions(catalogue))
    report.check("P2 no path asks more than is said", too_many_questions(catalogue))
    for path in Path:
        paths = count_paths(catalogue, questions_of(catalogue, path))
        report.count(f"{paths.count:,} {path} answer paths")


def _check_messages(report: Report, catalogue: Catalogue, renderer: Renderer, *, fast: bool) -> None:
    report.check("every source has its text", texts_of_sources(catalogue, renderer))
    whole = Renderer(renderer.folder)
    heard = listen(renderer)
    name, judge = find_judge()
    measure = Measure(Presenter(catalogue, renderer), judge)
    report.count(f"messages are judged by {name}")
    report.check("every screen that asks fits and leads on", _asking(catalogue, measure))
    report.check("whole messages fit and lead on", look_at_messages(catalogue, measure, LOOKS))
    outcomes = find_outcomes(catalogue)
    cited = {source for element in outcomes.elements(*outcomes.slots) for source in element.sources}
    screens = AdviceScreens(outcomes, _all_actions(catalogue), measure, thin=True)
    cited |= {source for elements in screens.actions.values() for e in elements for source in e.sources}
    report.check("every claim steers something", uncited_claims(catalogue, cited))
    report.check("every paragraph of advice can be said", _said(screens))
    if not fast:
        proof = _prove(report, outcomes)
        screens = AdviceScreens(outcomes, _all_chosen(proof), measure)
        report.check("every view of advice fits", _bounded(report, screens))
        report.check("every first message is short", _first_messages(report, proof, screens))
        report.check("every quick message fits and leads on", _quick_messages(catalogue, measure))
    report.check("profile and commands fit", profile_faults(measure.presenter))
    _without_surroundings(renderer, measure)
    report.check("every text can be rendered and parsed", measure.faults)
    report.count(f"{measure.texts:,} different paragraphs judged")
    rooms = [PROJECT / name for name in ("flows", "bot", "messages")]
    names = names_in_code(rooms, renderer.folder / "pictures") | _stati(catalogue)
    report.check("every text is shown somewhere", unheard(whole, heard, names))


def _stati(catalogue: Catalogue) -> set[str]:
    """Where somebody can be within a step: the card names it."""
    return {status for step in catalogue.steps.values() for status in step.status.values()}


def _without_surroundings(renderer: Renderer, measure: Measure) -> None:
    """The texts that stand in for a name or a contact that nobody gave."""
    bare = Renderer(renderer.folder, dict.fromkeys(SURROUNDINGS, ""))
    bare.texts = renderer.texts
    alone = Measure(Presenter(measure.presenter.catalogue, bare), measure.judge)
    for language in bare.languages:
        alone.message(language, [Block("share/invitation"), Block("privacy")])
    measure.faults |= alone.faults


def _asking(catalogue: Catalogue, measure: Measure) -> Iterator[str]:
    data = chain.from_iterable(longest_data_screens(catalogue, path) for path in Path)
    for screen in chain(asking_screens(catalogue), data):
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            measure.screen(language, screen)


def _prove(report: Report, outcomes: Outcomes) -> Proof:
    """Explore everything, and prove the properties from it."""
    catalogue = outcomes.catalogue
    with report.console.status("exploring all answer paths"):
        core = explore_core(catalogue, find_core)
        proof = Proof(catalogue, outcomes, core, explore_strengths(catalogue), explore_quick(catalogue))
    report.count(f"{len(core.values()):,} different cores of advice, {outcomes.count:,} different elements")
    for name, holds in PROPERTIES.items():
        report.check(name, holds(proof))
    silence = find_silence(outcomes, core)
    report.check("P12 no influence is silent", silence.faults)
    report.count(f"{silence.pairs:,} changes of an outcome compared")
    return proof


def _all_chosen(proof: Proof) -> set[Chosen]:
    return {chosen for core in proof.core.values() for chosen in (core.first, core.second)}


def _all_actions(catalogue: Catalogue) -> set[Chosen]:
    """Every action, as if chosen for its dimension."""
    families = {step.lane_action for step in catalogue.steps.values()}
    return {
        Chosen(action.id, action.dimension, (action.dimension,) if action.dimension else ("lane",))
        for action in catalogue.actions.values()
        if action.id not in families
    }


def _said(screens: AdviceScreens) -> Iterator[str]:
    """Render everything; what cannot be rendered is collected by the measure."""
    list(screens.bounds())
    return iter(())


def _bounded(report: Report, screens: AdviceScreens) -> Iterator[str]:
    for bound in screens.bounds():
        report.lengths.append(bound)
        if bound.length > bound.limit:
            yield f"view {bound.view} ({bound.language}): up to {bound.length} units, {bound.limit} fit"


def _first_messages(report: Report, proof: Proof, screens: AdviceScreens) -> Iterator[str]:
    for bound in screens.first_messages(proof.core):
        report.lengths.append(bound)
        if bound.length > bound.limit:
            yield f"first message ({bound.language}): up to {bound.length} units, {bound.limit} are meant"


def _quick_messages(catalogue: Catalogue, measure: Measure) -> Iterator[str]:
    for answers in all_answers(catalogue, questions_of(catalogue, Path.QUICK)):
        yield from look_at(advise_quickly(catalogue, answers), measure)
