"""What somebody means by what they type: a command, a number, a letter, or the very words of a button.

Nothing is guessed: what is none of these is asked back, with the likeliest buttons to tap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.services.presenter import Presenter
from bot.services.typed_buttons import TypedButtons
from bot.services.typed_dates import TypedDates
from bot.services.typed_forms import plain
from bot.services.typed_numbers import Span, TypedNumbers, in_digits
from bot.services.typed_plans import HALVES, TypedPlans
from bot.services.typed_words import LETTERS, TypedWords
from bot.services.typed_zones import TypedZones
from flows.handlers.asked_back import NAMES_SOMEBODY, ask_back_action
from flows.state.irreversible import IRREVERSIBLE, has_number
from flows.state.screen import Action, Button, Screen, answer_of, buttons_of

ZONE_SCREEN, AWAY_SCREEN = "team_zone", "team_away"

LONGEST = 200
"""Characters from which a typed text is no choice, whatever it begins with."""

LIKE = 60
"""Likeness (0 to 100) from which a button may be meant ..."""
NEAR = 20
"""... and how far it may be behind the likeliest."""
MOST_ASKED = 3
TELLING = 4
"""A word of this many letters says something by itself."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody looks at as they type. `whole`: with all its choices, where only some are shown; `below`:
    the reminder they type below.
    """

    shown: Screen
    whole: Screen
    below: str = ""
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks for, and the button that would have done the same, below a reminder or not."""

    action: Action
    button: Button | None = None
    below: bool = False


class TypedText:
    """Reads typed text in every language at once. What that takes is put together when the first text comes
    that is no command: it takes longer than a turn, and who only taps does without.
    """

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._words = TypedWords(presenter.renderer)

    @cached_property
    def _numbers(self) -> TypedNumbers:
        return TypedNumbers(self._words)

    @cached_property
    def _buttons(self) -> TypedButtons:
        return TypedButtons(self._presenter, self._words, self._numbers)

    @cached_property
    def _plans(self) -> TypedPlans:
        return TypedPlans(self._words)

    @cached_property
    def _zones(self) -> TypedZones:
        return TypedZones(self._presenter.renderer, self._words)

    @cached_property
    def _dates(self) -> TypedDates:
        return TypedDates(self._presenter.renderer)

    def read(self, text: str, seen: Seen, language: str, *, numbered: bool = False) -> Reading:
        """What a text asks for, given what its writer looks at in this language.

        `numbered`: every button was shown with a number, not only the answers.
        """
        text = text.strip()
        if text.startswith("/"):
            return Reading(self._command(text))
        read = self._read(text, seen, language, numbered=numbered)
        if read.button is not None and self._doubts(text, read.button):
            return Reading(ask_back_action(seen.below, [read.button.action]))
        return read

    def _read(self, text: str, seen: Seen, language: str, *, numbered: bool) -> Reading:
        offered = tuple(dict.fromkeys((*buttons_of(seen.shown), *buttons_of(seen.whole))))
        if numbered and (button := _at(self._numbers.whole(text), buttons_of(seen.shown))):
            return Reading(button.action, button)
        said = self._said(text, offered, language)
        if len(said) == 1:
            return Reading(said[0].action, said[0], below=bool(seen.below))
        found = None if said else self._freely(text, seen)
        return found or self._placed(text, seen) or self._ask_back(text, said or offered, seen.below)

    def _freely(self, text: str, seen: Seen) -> Reading | None:
        """What no button on screen says: a command, or words where words are asked for."""
        named = self._is_named(text)
        if seen.whole.name == ZONE_SCREEN and (not named or self._zones.knows(text)):
            return self._zone(text, seen)
        if known := self._words.commands.get(plain(text)):
            return Reading(known)
        if seen.whole.name == AWAY_SCREEN and not named:
            day = self._dates.read(text[:LONGEST], seen.now)
            return Reading(Action("away", (day.isoformat(),) if day else ()))
        if named or not seen.whole.writes:
            return None
        plan = self._plans.read(text, seen.whole.name) if seen.whole.name in HALVES else (text,)
        return None if any(map(self._is_named, plan)) else Reading(Action("write", plan))

    def _doubts(self, text: str, button: Button) -> bool:
        """Whether an answer is put as a question, other than by its own words."""
        return text.endswith("?") and answer_of(button) is not None and not self._buttons.asks(button)

    def _command(self, text: str) -> Action:
        name, _, payload = text[1:].partition(" ")
        action = self._words.commands.get(name.partition("@")[0].lower())
        if action is None:
            return Action("hint", ("unknown_command",))
        if action.name == "start" and payload:
            return Action("start", (payload.strip(),))
        return action

    def _zone(self, text: str, seen: Seen) -> Reading:
        """Where somebody lives: stored where only one place can be meant, and it is not put as a question."""
        zones, certain = self._zones.read(text[:LONGEST], seen.now)
        actions = [Action("zone", tuple(zone.split("/"))) for zone in zones]
        if certain and not text.endswith("?"):
            return Reading(actions[0])
        return Reading(ask_back_action(seen.below, actions))

    def _is_named(self, text: str) -> bool:
        """Whether a text is what a button or command is called, on screen or not."""
        form = plain(text)
        return form in self._buttons.names or form in self._words.commands

    # ------------------------------------------------------------ exactly

    def _said(self, text: str, offered: Sequence[Button], language: str) -> list[Button]:
        """The buttons with these very words or this quantity on them, or the answer that is framed so."""
        if len(text) > LONGEST:
            return []
        return self._stated(text, offered, language) or self._framed(text, offered, language)

    def _framed(self, text: str, offered: Sequence[Button], language: str) -> list[Button]:
        """The answers that are said with words around them that change nothing."""
        answers = [button for button in offered if answer_of(button)]
        question, _ = (answer_of(answers[0]) if answers else None) or ("", "")
        inner = dict.fromkeys(self._words.unframed(plain(in_digits(text)), question)) if answers else {}
        return list(dict.fromkeys(one for said in inner for one in self._stated(said, answers, language)))

    def _stated(self, text: str, offered: Sequence[Button], language: str) -> list[Button]:
        forms = {plain(text)} - {""}
        if (number := self._numbers.whole(text)) is not None:
            forms.add(str(number))
        named = [button for button in offered if not forms.isdisjoint(self._buttons.forms(button, language))]
        return named or [button for button in offered if self._buttons.counts(button, text)]

    def _placed(self, text: str, seen: Seen) -> Reading | None:
        """The answer with this letter, or in this place among those that have one on screen; asked back where
        no letters are shown, or where a number may be meant as one.
        """
        place = self._words.places.get(plain(text)) if len(text) <= LONGEST else None
        answers = [button for button in buttons_of(seen.whole) if answer_of(button)]
        if place is None or (buttons_of(seen.shown) != buttons_of(seen.whole) and place.isdecimal()):
            return None
        button = _at(int(place) if place.isdecimal() else LETTERS.index(place) + 1, answers)
        if button is None:
            return None
        if not self._buttons.letter(button) or (
            self._numbers.whole(text) is not None and self._buttons.is_counting(button)
        ):
            return Reading(ask_back_action(seen.below, [button.action]))
        return Reading(button.action, button)

    # ------------------------------------------------------------ roughly

    def _ask_back(self, text: str, offered: Sequence[Button], below: str) -> Reading:
        """Ask which button was meant; where none is like it, any."""
        asked = [button for button in offered if _may_be_asked(button)]
        meant = self._likeliest(text[:LONGEST], asked)
        return Reading(ask_back_action(below, [button.action for button in meant]))

    def _likeliest(self, text: str, offered: Sequence[Button]) -> list[Button]:
        """The few that may be meant; none where too many may just as well."""
        wanted, numbers, span = plain(text), self._numbers.all_in(text), self._numbers.span(text)
        near = {
            button: self._likeness(wanted, button, span)
            for button in offered
            if not numbers or self._may_mean(button, numbers, span)
        }
        likest = max(near.values(), default=0.0)
        if [*near.values()].count(likest) > MOST_ASKED:
            return []
        ranked = sorted(near, key=lambda button: -near[button])
        return [button for button in ranked if near[button] >= max(LIKE, likest - NEAR)][:MOST_ASKED]

    def _may_mean(self, button: Button, numbers: Sequence[int], span: Span | None) -> bool:
        """Whether the numbers in a text are those of the button, or within its range."""
        if limits := self._buttons.span(button):
            return span is not None and span.meets(*limits)
        theirs = self._buttons.numbers(button)
        return theirs.issuperset(numbers) or (_is_number(button) and not theirs.isdisjoint(numbers))

    def _likeness(self, wanted: str, button: Button, span: Span | None) -> float:
        """How like what is on a button a text is: a quantity in its range is as like as can be, and what
        denies is unlike what does not, however many words they share.
        """
        denies = self._words.denies(wanted)
        if span is not None and (self._buttons.span(button) or (_is_number(button) and not denies)):
            return 100.0
        forms = (form for form in self._buttons.all_forms(button) if self._words.denies(form) == denies)
        said = self._words.affirmed(wanted)
        alike = (
            _likeness(said, self._words.affirmed(form)) if said else _likeness(wanted, form) for form in forms
        )
        return max(alike, default=0.0)


def _at(number: int | None, buttons: Sequence[Button]) -> Button | None:
    """The button with this number, of those that are shown with one."""
    counted = [button for button in buttons if has_number(button.action)]
    return counted[number - 1] if number is not None and 1 <= number <= len(counted) else None


def _is_number(button: Button) -> bool:
    """Whether an answer is itself a number."""
    answer = answer_of(button)
    return answer is not None and answer[1].isdecimal()


def _may_be_asked(button: Button) -> bool:
    """What cannot be undone is said in full or tapped; and nobody's name is kept with another person."""
    return button.action.name not in IRREVERSIBLE and button.action.name not in NAMES_SOMEBODY


def _likeness(wanted: str, form: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - 3 MB that whoever only taps does without

    telling = any(len(word) >= TELLING for word in wanted.split())
    return max(fuzz.token_sort_ratio(wanted, form), fuzz.token_set_ratio(wanted, form) if telling else 0.0)
