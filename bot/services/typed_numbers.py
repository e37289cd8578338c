"""What numbers in typed text say: one number and nothing else, or the limits of a quantity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.services.typed_forms import plain
from bot.services.typed_words import TypedWords

LARGEST = 9
"""Digits of a number that is looked at."""
LONGEST = 8
"""Words of one that is written out."""
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d{1,3}(?:\s000)+")
"""A number with its thousands apart."""
THOUSANDS = re.compile(r"(?<![\w.,])(\d{1,4})(?:[.,](\d))?\s?k\b", re.IGNORECASE)
"""A number of thousands, as in "1.5k"."""
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
        limits = sorted(words.below | words.above, key=len, reverse=True)
        self._limits = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, limits))})(?!\w)")

    def whole(self, text: str) -> int | None:
        """The number that a text is, if it is one and nothing else."""
        form = plain(in_digits(text.strip()))
        if form.isdecimal() and len(form) <= LARGEST:
            return int(form)
        known = self._words.numbers.get(form)
        return self._composed(form.split()) if known is None else known

    def quantity(self, text: str, question: str) -> int | None:
        """The same, also with the unit that a question asks for behind it."""
        form = plain(text)
        for unit in self._words.units(question):
            if form.endswith(unit) and (number := self.whole(form.removesuffix(unit))) is not None:
                return number
        return self.whole(text)

    def all_in(self, text: str) -> tuple[int, ...]:
        """Every number in a text."""
        return tuple(self._find_all(re.findall(r"\d+|[^\W\d]+", plain(in_digits(text)))))

    def _find_all(self, tokens: list[str]) -> Iterator[int]:
        at = 0
        while at < len(tokens):
            ends = range(min(len(tokens), at + LONGEST), at, -1)
            composed = ((end, self._composed(tokens[at:end])) for end in ends)
            end, number = next((one for one in composed if one[1] is not None), (at + 1, None))
            number = self._single(tokens[at]) if number is None else number
            if number is not None:
                yield number
            at = end

    def _single(self, token: str) -> int | None:
        if token.isdecimal():
            return int(token[:LARGEST])
        number = self._words.numbers.get(token)
        return None if number == ARTICLES else number

    def _composed(self, tokens: list[str]) -> int | None:
        """The number that words make together around "hundred" or a larger one, apart or in one word."""
        return self._around_large("".join(tokens)) if tokens and tokens[-1] not in self._words.joins else None

    def _around_large(self, word: str) -> int | None:
        for large, size in self._words.large:
            head, found, tail = word.partition(large)
            if found:
                many, rest = self._part(head, 1), self._part(self._unjoined(tail), 0)
                return None if many is None or rest is None or rest >= size else many * size + rest
        return None

    def _part(self, word: str, without: int) -> int | None:
        """A number beside a large one; `without`: where there is none."""
        if not word:
            return without
        if word.isdecimal():
            return int(word[:LARGEST])
        known = self._words.numbers.get(word)
        return self._around_large(word) if known is None else known

    def _unjoined(self, word: str) -> str:
        """What follows "and", if a number does."""
        joins = (join for join in self._words.joins if word.startswith(join) and word != join)
        return next((word.removeprefix(join) for join in joins), word)

    def span(self, text: str) -> Span | None:
        """The quantity that a text speaks of; None where there is no number in it."""
        numbers = self.all_in(text)
        if not numbers:
            return None
        if len(numbers) > 1:
            return Span(min(numbers), max(numbers))
        number = numbers[0]
        form = plain(text)
        limits = frozenset(self._limits.findall(form))
        if self._words.denies(self._limits.sub(" ", form)):
            return Span(0, None)
        below = bool(self._words.below & limits) or bool(SIGNS_BELOW & set(form))
        above = bool(self._words.above & limits) or bool(SIGNS_ABOVE & set(form))
        if below == above:
            return Span(number, number)
        return Span(0, max(0, number - 1)) if below else Span(number, None)


def in_digits(text: str) -> str:
    """A text whose numbers have no signs between their digits."""
    full = THOUSANDS.sub(lambda found: str(int(found[1]) * 1000 + int(found[2] or 0) * 100), text)
    return GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), full)
