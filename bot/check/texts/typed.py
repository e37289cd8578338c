"""What people type instead of tapping: every synonym names one thing, whatever else is on the screen."""

from collections.abc import Iterator, Mapping

from bot.check.texts.written import where
from bot.services.typed_forms import plain, spoken
from bot.services.typed_words import ANY, TypedWords, phrases
from bot.services.typed_zones import FRAMED
from flows.catalogue.catalogue import Catalogue
from flows.state.irreversible import IRREVERSIBLE
from flows.state.screen import parse_action
from flows.teams.zones import KNOWN
from messages.renderer import Renderer

Meanings = dict[str, set[str]]
"""A phrase, and what it stands for."""


def typed_faults(catalogue: Catalogue, renderer: Renderer) -> Iterator[str]:
    """Synonyms of what is not there, and those that could mean two things."""
    words = TypedWords(renderer)
    commands = _commands(renderer)
    yield from _twofold(commands, renderer)
    for question in (*catalogue.questions, *catalogue.checkin):
        options = _options(catalogue, renderer, question)
        for phrase, meant in sorted(options.items()):
            others = meant | commands.get(phrase, set())
            if len(others) > 1:
                yield f"typed.toml: answers.{question}: {phrase!r} could mean {_listed(others)}"
            elif phrase in words.places and not phrase.isdecimal():
                yield f"typed.toml: answers.{question}: {phrase!r} also says a place"
    for language in renderer.languages:
        yield from _unknown(catalogue, renderer, language)
        yield from _unknown_frames(catalogue, renderer, language)
        yield from _unknown_places(renderer, language)


def _options(catalogue: Catalogue, renderer: Renderer, question: str) -> Meanings:
    """Everything that stands for an option of a question, in every language."""
    words, found = TypedWords(renderer), Meanings()
    for option in catalogue.offered(question):
        for language in renderer.languages:
            texts = renderer.branch(language, "questions", question, "options", option)
            for text in (texts["label"], texts.get("line", "")):
                for form in {plain(text), spoken(text)} - {""}:
                    found.setdefault(form, set()).add(option)
        for phrase in words.answer(question, option):
            found.setdefault(phrase, set()).add(option)
    return found


def _commands(renderer: Renderer) -> Meanings:
    found = Meanings()
    for language in renderer.languages:
        for action, command in renderer.branch(language, "commands").items():
            found.setdefault(plain(command["name"]), set()).add(action)
        for action, text in renderer.branch(language, "typed", "commands").items():
            for phrase in phrases(text):
                found.setdefault(phrase, set()).add(action)
    return found


def _twofold(commands: Meanings, renderer: Renderer) -> Iterator[str]:
    """Phrases of commands and of buttons that stand for more than one."""
    for phrase, actions in sorted(commands.items()):
        if len(actions) > 1:
            yield f"typed.toml: commands: {phrase!r} could mean {_listed(actions)}"
    buttons = Meanings()
    for language in renderer.languages:
        for name, text in renderer.branch(language, "typed", "buttons").items():
            for phrase in phrases(text):
                buttons.setdefault(phrase, set()).add(name)
    for phrase, names in sorted(buttons.items()):
        if len(names | commands.get(phrase, set())) > 1:
            yield f"typed.toml: buttons: {phrase!r} could mean {_listed(names | commands.get(phrase, set()))}"


def _unknown(catalogue: Catalogue, renderer: Renderer, language: str) -> Iterator[str]:
    """Keys that name nothing, or something that cannot be undone."""
    questions = {**catalogue.questions, **catalogue.checkin}
    for question, answers in renderer.branch(language, "typed", "answers").items():
        known = _offered(catalogue, question)
        for option in answers:
            _ = answers[option]
            if option not in known:
                yield f"{where(language, ('typed', 'answers', question, option))}: there is no such answer"
    for question in renderer.branch(language, "typed", "units"):
        if question not in questions or not any(option.counted for option in questions[question].options):
            place = where(language, ("typed", "units", question))
            yield f"{place}: no question with quantities"
    labels = renderer.branch(language, "interface", "buttons")
    for name in renderer.branch(language, "typed", "buttons"):
        if name not in labels or parse_action(name).name in IRREVERSIBLE:
            yield f"{where(language, ('typed', 'buttons', name))}: no button that may have other words"
    commands: Mapping[str, object] = renderer.branch(language, "commands")
    for action in renderer.branch(language, "typed", "commands"):
        if action not in commands:
            yield f"{where(language, ('typed', 'commands', action))}: there is no such command"


def _unknown_frames(catalogue: Catalogue, renderer: Renderer, language: str) -> Iterator[str]:
    """Frames of answers to what is never asked, or without a place for the answer."""
    questions = {ANY, FRAMED, *catalogue.questions, *catalogue.checkin}
    for question, frames in renderer.branch(language, "typed", "frames").items():
        place = where(language, ("typed", "frames", question))
        if question not in questions:
            yield f"{place}: there is no such question"
        yield from (f"{place}: {one!r} has no {{}}" for one in frames.split(",") if one.count("{}") != 1)


def _unknown_places(renderer: Renderer, language: str) -> Iterator[str]:
    """Places in a time zone that there is not."""
    for zone, names in renderer.branch(language, "typed", "places").items():
        if zone not in KNOWN or not names:
            yield f"{where(language, ('typed', 'places', zone))}: there is no such zone"


def _offered(catalogue: Catalogue, question: str) -> set[str]:
    """The options of a question; for what holds for every question, those of any."""
    questions = {**catalogue.questions, **catalogue.checkin}
    wanted = questions if question == ANY else [question] if question in questions else []
    return {option for name in wanted for option in catalogue.offered(name)}


def _listed(names: set[str]) -> str:
    return " or ".join(sorted(names))
