"""The words people type, of every language at once: numbers, places, synonyms and commands."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bot.services.typed_forms import plain
from flows.catalogue.questions import UNKNOWN
from flows.state.screen import Action, parse_action
from messages.renderer import Renderer

ANY = "any"
"""Under which name stands what holds for every question."""
LETTERS = "ABCDEF"
LARGE = (100, 1000, 1_000_000)
"""What others are counted in, in the order in which a language lists their words."""


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text that lists them, in the form in which they are compared."""
    return tuple(plain(phrase) for phrase in text.split(","))


class TypedWords:
    """What `typed.toml` and `commands.toml` of every language say: each part is read when it is first asked
    for, since a start waits for none of them but the commands.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._languages = renderer.languages

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return dict(self._number_words())

    @cached_property
    def large(self) -> Sequence[tuple[str, int]]:
        return sorted(self._large_numbers(), key=lambda number: -number[1])

    @cached_property
    def joins(self) -> frozenset[str]:
        return self._listed("numbers", "joins")

    @cached_property
    def below(self) -> frozenset[str]:
        return self._listed("numbers", "below")

    @cached_property
    def above(self) -> frozenset[str]:
        return self._listed("numbers", "above")

    @cached_property
    def places(self) -> Mapping[str, str]:
        return dict(self._places())

    @cached_property
    def commands(self) -> Mapping[str, Action]:
        return dict(self._commands())

    @cached_property
    def places_of_zones(self) -> tuple[tuple[str, str], ...]:
        merged = self._merged("places").items()
        return tuple((zone, name) for zone, names in merged for name in sorted(names))

    @cached_property
    def when(self) -> frozenset[str]:
        return self._listed("plans", "when")

    @cached_property
    def then(self) -> frozenset[str]:
        return self._listed("plans", "then")

    @cached_property
    def denials(self) -> frozenset[str]:
        return self._listed("denial", "words")

    @cached_property
    def _answers(self) -> Mapping[str, frozenset[str]]:
        return self._merged("answers")

    @cached_property
    def _buttons(self) -> Mapping[str, frozenset[str]]:
        return self._merged("buttons")

    @cached_property
    def _units(self) -> Mapping[str, frozenset[str]]:
        return self._merged("units")

    @cached_property
    def _frames(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        return self._framing()

    def answer(self, question: str, option: str) -> frozenset[str]:
        """The known synonyms of an answer."""
        known = self._answers.get(f"{question}.{option}", frozenset())
        return known | self._answers.get(f"{ANY}.{option}", frozenset())

    def denies(self, form: str) -> bool:
        """Whether a text in the form that is compared denies something."""
        return not self.denials.isdisjoint(form.split())

    def affirmed(self, form: str) -> str:
        """The same without the words that deny, which make no two texts alike."""
        return " ".join(word for word in form.split() if word not in self.denials)

    def button(self, name: str) -> frozenset[str]:
        """The known synonyms of a button, by the name of its label."""
        return self._buttons.get(name, frozenset())

    def unframed(self, form: str, question: str) -> Iterator[str]:
        """What a text says without the words around it that change nothing; nothing where the rest denies: "I
        think not" says no "not".
        """
        for before, behind in (*self._frames[ANY], *self._frames.get(question, ())):
            inner = form.removeprefix(before).removesuffix(behind)
            if inner and form == f"{before}{inner}{behind}" and self._may_be_framed(inner):
                yield inner

    def _may_be_framed(self, inner: str) -> bool:
        return not self.denies(inner) or inner in self._answers[f"{ANY}.{UNKNOWN}"]

    def units(self, question: str) -> frozenset[str]:
        """What may stand behind a quantity that answers a question."""
        return self._units.get(question, frozenset())

    def _merged(self, branch: str) -> Mapping[str, frozenset[str]]:
        """The phrases of all languages under a branch, by their key."""
        merged: dict[str, frozenset[str]] = {}
        for language in self._languages:
            for key, text in _flat(self._renderer.branch(language, "typed", branch)):
                merged[key] = merged.get(key, frozenset()) | frozenset(phrases(text))
        return merged

    def _framing(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """What stands before and behind an answer that somebody frames, by question."""
        framing: dict[str, tuple[tuple[str, str], ...]] = {}
        for language in self._languages:
            for question, text in _flat(self._renderer.branch(language, "typed", "frames")):
                parts = (map(plain, frame.split("{}")) for frame in text.split(","))
                frames = ((f"{before} ".lstrip(), f" {behind}".rstrip()) for before, behind in parts)
                framing[question] = (*framing.get(question, ()), *frames)
        return framing

    def _listed(self, branch: str, key: str) -> frozenset[str]:
        return self._merged(branch)[key]

    def _number_words(self) -> Iterator[tuple[str, int]]:
        for language in self._languages:
            said = self._renderer.branch(language, "typed", "numbers")
            small = phrases(said["words"])
            yield from ((word, number) for number, word in enumerate(small))
            for place, ten in enumerate(phrases(said["tens"]), start=2):
                yield ten, 10 * place
                for unit in range(1, 10):
                    compound = said["compound"].format(ten=ten, unit=small[unit])
                    yield plain(compound), 10 * place + unit
                    yield plain(compound).replace(" ", ""), 10 * place + unit

    def _large_numbers(self) -> Iterator[tuple[str, int]]:
        for language in self._languages:
            said = self._renderer.branch(language, "typed", "numbers")
            yield from zip(phrases(said["large"]), LARGE, strict=True)

    def _places(self) -> Iterator[tuple[str, str]]:
        """How one says which of the options: phrase -> a letter or a number."""
        named = {letter.casefold(): letter for letter in LETTERS}
        named |= {str(number): str(number) for number in range(1, len(LETTERS) + 1)}
        named |= {word: str(n) for word, n in self.numbers.items() if 1 <= n <= len(LETTERS)}
        for language in self._languages:
            said = self._renderer.branch(language, "typed", "numbers")
            ordinals = {word: str(n) for n, word in enumerate(phrases(said["ordinals"]), start=1)}
            endings = phrases(said["ordinal_endings"])
            ordinals |= {f"{n}{ending}": str(n) for n in range(1, len(LETTERS) + 1) for ending in endings}
            for dressing in said["place"].split(","):
                for word, place in {**named, **ordinals}.items():
                    yield plain(dressing.replace("{}", word)), place

    def _commands(self) -> Iterator[tuple[str, Action]]:
        """What opens something wherever it is typed; a command's own name comes before any synonym."""
        for action, known in self._merged("commands").items():
            yield from ((phrase, parse_action(action)) for phrase in known)
        for language in self._languages:
            for action, command in self._renderer.branch(language, "commands").items():
                yield plain(command["name"]), parse_action(action)


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """The texts below a branch, by their keys joined with dots."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)
