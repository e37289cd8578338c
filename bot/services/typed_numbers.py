"""What numbers in typed text say: one number and nothing else, or the limits of a quantity."""

import re
from dataclasses import dataclass

from bot.services.typed_forms import plain
from bot.services.typed_words import TypedWords

LARGEST = 9
"""Digits of a number that is looked at."""
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
"""A number with its thousands apart."""
ARTICLES = 1
"""The number whose word is also an article or a pronoun: it counts only where it stands alone."""
SIGNS_BELOW, SIGNS_ABOVE = frozenset("<≤"), frozenset(">≥+")


@dataclass(frozen=True, slots=True)
class Span:
    """A quantity between two limits; `most` None: without end."""

    least: int
    most: int | None

    def meets(self, least: int, most: int | None) -> bool:
        """Whether a range holds any of it."""
        return (most is None or self.least <= most) and (self.most is None or least <= self.most)


class TypedNumbers:
    """Reads numbers in digits and in the words of every language."""

    def __init__(self, words: TypedWords) -> None:
        self._words = words

    def whole(self, text: str) -> int | None:
        """The number that a text is, if it is one and nothing else."""
        if GROUPED.fullmatch(text.strip()):
            return int(re.sub(r"\D", "", text))
        form = plain(text)
        if form.isdecimal() and len(form) <= LARGEST:
            return int(form)
        return self._words.numbers.get(form)

    def quantity(self, text: str, question: str) -> int | None:
        """The same, also with the unit that a question asks for behind it."""
        form = plain(text)
        for unit in self._words.units(question):
            if form.endswith(unit) and (number := self.whole(form.removesuffix(unit))) is not None:
                return number
        return self.whole(text)

    def all_in(self, text: str) -> tuple[int, ...]:
        """Every number in a text."""
        together = GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), text)
        found = [self._number(token) for token in re.findall(r"\d+|[^\W\d]+", plain(together))]
        return tuple(number for number in found if number is not None)

    def _number(self, token: str) -> int | None:
        if token.isdecimal():
            return int(token[:LARGEST])
        number = self._words.numbers.get(token)
        return None if number == ARTICLES else number

    def span(self, text: str) -> Span | None:
        """The quantity that a text speaks of; None where there is no number in it."""
        numbers = self.all_in(text)
        if not numbers:
            return None
        if len(numbers) > 1:
            return Span(min(numbers), max(numbers))
        number = numbers[0]
        form = f" {plain(text)} "
        below = _says(form, self._words.below) or bool(SIGNS_BELOW & set(form))
        above = _says(form, self._words.above) or bool(SIGNS_ABOVE & set(form))
        if below == above:
            return Span(number, number)
        return Span(0, max(0, number - 1)) if below else Span(number, None)


def _says(form: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in form for phrase in phrases)
