"""Everything that can be said: rendered, judged, measured; and, when asked, proved for all paths."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from bot.check.beside import beside
from bot.check.content.claims import (
    half_spelt_out,
    texts_of_facts,
    texts_of_sources,
    uncited_claims,
    waiting_without_words,
    words_of_sectors,
    worked_out_alike,
)
from bot.check.content.organisations import organisations
from bot.check.proof.explore import all_answers
from bot.check.proof.explored import Proof, explore_core, explore_quick, explore_strengths
from bot.check.proof.influence import find_silence
from bot.check.proof.outcomes import Outcomes, find_outcomes
from bot.check.proof.properties import PROPERTIES
from bot.check.proof.slots import find_core
from bot.check.report import Report
from bot.check.screens.advising import AdviceScreens
from bot.check.screens.asking import asking_screens, longest_data_screens
from bot.check.screens.buttons import button_faults
from bot.check.screens.coherence import Coherence, contradictions
from bot.check.screens.looking import look_at, look_at_messages
from bot.check.screens.measure import CAPTION_LIMIT, Measure
from bot.check.screens.profile import profile_faults
from bot.check.screens.teams import (
    asks_beyond_review,
    inline_screens,
    kinds_without_words,
    team_captions,
    team_screens,
)
from bot.check.surroundings import DAY, DECIDING, ROOMS, SURROUNDINGS
from bot.check.texts.aloud import read_all
from bot.check.texts.judging import reading_faults
from bot.check.texts.listening import ListeningRenderer, names_in_code, unheard, unopened
from bot.check.texts.names import misspelt_names
from bot.check.texts.speech import Listener
from bot.check.texts.telegram_html import find_judge
from bot.check.texts.typed import typed_faults
from flows.adviser.actions import Chosen
from flows.adviser.quick import advise_quickly
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path, questions_of
from flows.screens.advice import COUNTRIES
from flows.screens.asked_back import asked_back_screen
from flows.state.screen import Action, Block
from flows.state.session import AskedBack

TEAMS = 12
"""How many teams of each kind are looked at."""
LOOKS = 48
"""How many whole messages of each kind are looked at in every check."""


def check_messages(
    report: Report,
    catalogue: Catalogue,
    renderer: ListeningRenderer,
    explained: frozenset[str],
    *,
    whole: bool,
    prove: bool,
) -> None:
    """Say everything in every language; `explained` are faults of texts that need not be told again.

    Only if all is `whole` so far, it says something that a claim or text is never used.
    """
    report.check("every name of a closed set is used", misspelt_names(renderer, DECIDING))
    report.check("every source has its text", texts_of_sources(catalogue, renderer))
    report.check("every channel and duty has its text", texts_of_facts(catalogue, renderer))
    report.check("a question spells out all its options or none", half_spelt_out(catalogue, renderer))
    report.check("every sector has all its words", words_of_sectors(catalogue, renderer))
    report.check("every pilot and action is worked out by itself", worked_out_alike(renderer))
    report.check("what takes a yes says what can be done without", waiting_without_words(catalogue, renderer))
    _, judge = find_judge()
    measure = Measure(catalogue, renderer, judge, explained)
    report.check("every screen that asks fits and leads on", _asking(catalogue, measure))
    report.check("whole messages fit and lead on", look_at_messages(catalogue, measure, LOOKS))
    report.check("what was typed is noted or asked back", _noted(catalogue, measure))
    report.check("every message of teams fits and leads on", _of_teams(catalogue, measure))
    report.check(
        "the check-in asks how sure of what is due", asks_beyond_review(catalogue, measure.presenter)
    )
    report.check("every kind of reminder has its words", kinds_without_words(catalogue, measure.presenter))
    outcomes = find_outcomes(catalogue, thin=not prove)
    if prove:
        screens = _prove_advice(report, outcomes, renderer, measure)
    else:
        screens = AdviceScreens(outcomes, _all_actions(catalogue), measure, thin=True)
        report.check("every paragraph of advice can be said", _said(screens))
    if whole:
        report.check("every claim steers something", uncited_claims(catalogue, _cited(outcomes, screens)))
    report.check("profile and commands fit", profile_faults(measure))
    report.check("what can be typed means one thing", typed_faults(catalogue, renderer))
    _without_surroundings(renderer, measure)
    report.check("every text can be rendered and parsed", measure.faults)
    _read_aloud(report, catalogue, measure, each_lane=prove)
    report.count(f"{measure.texts:,} different paragraphs judged")
    _check_use(report, catalogue, renderer, whole=whole and not measure.faults)


def _prove_advice(
    report: Report, outcomes: Outcomes, renderer: ListeningRenderer, measure: Measure
) -> AdviceScreens:
    """Prove the advice for all answers, and that all that is said of it is true and fits."""
    proof = _prove(report, outcomes)
    cohering = beside(partial(_incoherences, proof, renderer, measure))
    screens = AdviceScreens(outcomes, _all_chosen(proof), measure)
    report.check("every view of advice fits", _bounded(report, screens))
    report.check("every first message is short", _first_messages(report, proof, screens))
    report.check("every quick message fits and leads on", _quick_messages(outcomes.catalogue, measure))
    for what, faults in cohering().items():
        report.check(what, faults)
    return screens


def _cited(outcomes: Outcomes, screens: AdviceScreens) -> set[str]:
    """The claims that anything of the advice names."""
    cited = {source for seen in outcomes.seen(*outcomes.slots) for source in seen.sources}
    return cited | {source for all_ in screens.actions.values() for one in all_ for source in one.sources}


def _read_aloud(report: Report, catalogue: Catalogue, measure: Measure, *, each_lane: bool) -> None:
    """All advice of organisations of every kind, as they read it; once all of it can be said."""
    what = "what an organisation reads is theirs, no surer than it is, and said once"
    if measure.faults:
        report.postpone(what)
        return
    read = read_all(measure.presenter, organisations(catalogue, each_lane=each_lane), COUNTRIES)
    report.check(what, reading_faults(read))


def _check_use(report: Report, catalogue: Catalogue, renderer: ListeningRenderer, *, whole: bool) -> None:
    """Whether anything is written for nothing; what was never said because of a fault is no reason."""
    if not whole:
        report.postpone("every text and template is shown somewhere")
        return
    names = names_in_code(ROOMS, renderer.folder / "pictures") | _stati(catalogue)
    report.check("every text is shown somewhere", unheard(renderer, names))
    report.check("every template is used", unopened(renderer))


def _stati(catalogue: Catalogue) -> set[str]:
    """Where somebody can be within a step: the card names it."""
    return {status for step in catalogue.steps.values() for status in step.status.values()}


def _without_surroundings(renderer: ListeningRenderer, measure: Measure) -> None:
    """The texts that stand in for a name or a contact that nobody gave."""
    bare = ListeningRenderer(renderer.folder, dict.fromkeys(SURROUNDINGS, ""))
    bare.texts = renderer.texts
    alone = Measure(measure.presenter.catalogue, bare, measure.judge, measure.explained)
    for language in bare.languages:
        alone.message(language, [Block("share/invitation"), Block("privacy")])
    measure.faults.update(alone.faults)


def _asking(catalogue: Catalogue, measure: Measure) -> Iterator[str]:
    data = chain.from_iterable(longest_data_screens(catalogue, path) for path in Path)
    for screen in chain(asking_screens(catalogue, measure.languages), data):
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            measure.screen(language, screen)


def _noted(catalogue: Catalogue, measure: Measure) -> Iterator[str]:
    """The lines after what was typed: noted, or asked back."""
    asking = next(iter(asking_screens(catalogue, ())))
    for meant in ((), asking.rows[0], (*asking.rows[0], *asking.rows[1])):
        asked = AskedBack(below="7", meant=tuple(str(button.action) for button in meant))
        screen = asked_back_screen(asked, asking)
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            measure.screen(language, screen)
    for language in measure.languages:
        for way_back in (None, measure.presenter.label(language, Action("back"))):
            said = measure.presenter.words(language, asking.rows[0][0])
            measure.length(language, Block("noted", {"said": said, "way_back": way_back}))


def _of_teams(catalogue: Catalogue, measure: Measure) -> Iterator[str]:
    for screen in chain(team_screens(catalogue, TEAMS), inline_screens()):
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            measure.screen(language, screen)
    for screen in team_captions(catalogue, TEAMS):
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            length = measure.screen(language, screen)
            if length > CAPTION_LIMIT:
                yield f"caption {screen.name} ({language}): {length} units, {CAPTION_LIMIT} fit"


def _incoherences(proof: Proof, renderer: ListeningRenderer, measure: Measure) -> dict[str, list[str]]:
    """What is said and untrue, contradicts something else, or is said twice, by property."""
    # What is said hangs on how an element reads, not on all answers it may name.
    screens = AdviceScreens(proof.outcomes, _all_chosen(proof), measure, thin=True)
    coherence = Coherence(proof.outcomes, proof.core, screens, Listener(proof.catalogue, renderer))
    return {
        "P13 no two words contradict each other": list(contradictions(proof.catalogue)),
        "P14 what is said holds": list(coherence.untrue()),
        "P15 what is said, is said once": list(coherence.repeated()),
    }


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
        yield from look_at(advise_quickly(catalogue, answers, DAY), measure)
