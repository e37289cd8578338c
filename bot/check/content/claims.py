"""The content by itself: every claim cited, every source said, every question asked."""

from collections.abc import Collection, Iterator

from bot.check.proof.explore import count_paths
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.content import Content
from flows.catalogue.questions import UNKNOWN
from flows.questionnaire.progress import Path, questions_of
from messages.renderer import Renderer
from messages.texts import SECTORS, leaves


def without_conditions_at_fault(content: Content, faults: Collection[str]) -> Content:
    """The content as if faulty conditions were not there, so that the rest can be looked at all the same."""

    def is_at_fault(place: str) -> bool:
        return any(fault.startswith(f"{place}: ") for fault in faults)

    questions = tuple(
        row.model_copy(update={"ask_if": None}) if is_at_fault(f"questions.toml: {row.id}.ask_if") else row
        for row in content.question
    )
    combinations = tuple(
        row for row in content.combination if not is_at_fault(f"combinations.toml: {row.id}.when")
    )
    return content.model_copy(update={"question": questions, "combination": combinations})


def uncited_claims(catalogue: Catalogue, cited: Collection[str]) -> Iterator[str]:
    """Claims that should steer something, and stand behind no question or element."""
    asked = {source for question in catalogue.content.question for source in question.sources}
    for claim in catalogue.content.claims:
        if not claim.context and claim.id not in asked and claim.id not in cited:
            yield f"sources.toml: {claim.id}: nothing cites it"


def texts_of_sources(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Claims and sources without a text, and texts of what is no claim."""
    claims = {claim.id for claim in catalogue.content.claims}
    public = set(catalogue.content.public)
    for language in renderer.languages:
        for where, path, ids in (
            ("claims.toml", ("claims",), claims | {f"pub:{name}" for name in public} | {"own"}),
            ("sources.toml: public", ("sources", "public"), public),
        ):
            written = set(renderer.branch(language, *path))
            yield from (f"{language}/{where}: {name}: is missing" for name in sorted(ids - written))
            yield from (f"{language}/{where}: {name}: is no claim" for name in sorted(written - ids))


def texts_of_facts(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Channels and duties without a text, and texts of none."""
    facts = {fact.id for fact in catalogue.content.fact}
    for language in renderer.languages:
        written = set(renderer.branch(language, "facts"))
        yield from (f"{language}/facts.toml: {name}: is missing" for name in sorted(facts - written))
        yield from (f"{language}/facts.toml: {name}: is no row" for name in sorted(written - facts))


def words_of_sectors(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Sectors without a file, files of no sector, and words that one sector has and another has not."""
    sectors = set(catalogue.offered("sector"))
    for language in renderer.languages:
        files = renderer.branch(language, SECTORS)
        folder = f"{language}/{SECTORS}"
        yield from (f"{folder}/{name}.toml: is missing" for name in sorted(sectors - set(files)))
        yield from (f"{folder}/{name}.toml: is no sector" for name in sorted(set(files) - sectors))
        keys = {name: {path for path, _ in leaves(tree)} for name, tree in files.items()}
        wanted = set().union(*keys.values()) | {("pilots", pilot) for pilot in catalogue.pilots}
        for name, own in sorted(keys.items()):
            for path in sorted(wanted - own):
                yield f"{language}/{SECTORS}/{name}.toml: {'.'.join(path)}: is missing"


WORKED_OUT = {"pilots": None, "actions": ("do",)}
"""What every entry of a file works out by itself: all of it, or these texts."""


def worked_out_alike(renderer: Renderer) -> Iterator[str]:
    """Pilots and actions that are worked out in the words of another one."""
    for language in renderer.languages:
        for file, wanted in WORKED_OUT.items():
            first: dict[str, str] = {}
            for path, text in leaves(renderer.branch(language, file)):
                if wanted is not None and path[-1] not in wanted:
                    continue
                place = f"{language}/{file}.toml: {'.'.join(path)}"
                if (other := first.setdefault(text, place)) != place:
                    yield f"{place}: is what stands at {other}"


WAITING = ("title", "who", "done", "do")
"""What an action that waits for permission says instead."""


def waiting_without_words(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Actions that take somebody's yes, and do not say what can be done until then."""
    for language in renderer.languages:
        for action in catalogue.actions.values():
            waiting = renderer.branch(language, "actions", action.id).get("waiting", {})
            for key in WAITING if action.permission else ():
                if key not in waiting:
                    yield f"{language}/actions.toml: {action.id}.waiting.{key}: is missing"


def half_spelt_out(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Options without a line where another of the question has one: a lettered list without them misleads."""
    for language in renderer.languages:
        for question in catalogue.questions:
            texts = renderer.branch(language, "questions", question, "options")
            options = [option for option in catalogue.offered(question) if option != UNKNOWN]
            bare = [option for option in options if "line" not in texts[option]]
            if len(bare) < len(options):
                yield from (
                    f"{language}/questions.toml: {question}.options.{o}.line: is missing" for o in bare
                )


def unreachable_questions(catalogue: Catalogue) -> Iterator[str]:
    """Questions whose condition never holds."""
    asked = count_paths(catalogue, questions_of(catalogue, Path.FULL)).asked
    for question in catalogue.questions:
        if question not in asked:
            yield f"questions.toml: {question}: is never asked"


def too_many_questions(catalogue: Catalogue) -> Iterator[str]:
    """P2: a path with more questions than people are told."""
    for path in Path:
        longest = max(count_paths(catalogue, questions_of(catalogue, path)).lengths)
        if longest > catalogue.content.at_most[path]:
            yield f"questions.toml: at_most.{path}: a path asks {longest} questions"
