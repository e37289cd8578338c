"""What somebody means by what they type: a command, a number, a letter, or roughly an answer's text."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.services.presenter import Presenter
from flows.screens import Action, Button, Screen, parse_action

LONGEST = 200
"""Characters of a typed text that are looked at."""

CLOSE_ENOUGH = 80
"""Likeness (0 to 100) from which a typed text counts as an answer's ..."""
MARGIN = 8
"""... if no other answer comes this near to it."""

ROUGHLY = ("answer", "show")
"""What may be asked for roughly. Whatever changes more than one answer must be said exactly."""

SYMBOLS = re.compile(r"[^\w\s]", re.UNICODE)
LETTER = re.compile(r"([a-f])[.)]?", re.IGNORECASE)
NEGATIONS = frozenset({"niet", "geen", "nooit", "not", "no", "never", "dont"})
TELLING = 4
"""A word of this many letters says something by itself."""

UNCLEAR = Action("hint", ("unclear",))


class Understanding:
    """Reads typed text in every language at once."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._renderer = presenter.renderer
        self._commands = {
            command["name"]: parse_action(action)
            for language in self._renderer.languages
            for action, command in self._renderer.branch(language, "commands").items()
        }

    def read(self, text: str, screen: Screen, *, numbered: bool = False) -> Action:
        """The action a text asks for, given what is on screen; a hint where that is not clear.

        `numbered`: every button was shown with a number, not only the answers.
        """
        text = text[:LONGEST].strip()
        if text.startswith("/"):
            return self._command(text)
        offered = [button for row in screen.rows for button in row]
        if screen.writes and not (numbered and text.isdecimal()):
            return Action("write", (text,))
        if text.isdecimal():
            return _at(int(text), offered, numbered=numbered)
        wanted = _plain(text)
        if wanted in self._commands:
            return self._commands[wanted]
        return self._exactly(text, offered) or self._roughly(wanted, offered) or UNCLEAR

    def _command(self, text: str) -> Action:
        name, _, payload = text[1:].partition(" ")
        action = self._commands.get(name.partition("@")[0].lower())
        if action is None:
            return Action("hint", ("unknown_command",))
        if action.name == "start" and payload:
            return Action("start", (payload.strip(),))
        return action

    def _exactly(self, text: str, offered: Sequence[Button]) -> Action | None:
        """The button with this letter, or with these very words."""
        if letter := LETTER.fullmatch(text):
            named = (b.action for b in offered if self._letter(b.action) == letter[1].upper())
            return next(named, None)
        wanted = _plain(text)
        return next((button.action for button in offered if wanted in self._words(button)), None)

    def _roughly(self, wanted: str, offered: Sequence[Button]) -> Action | None:
        """The answer whose words come clearly closest."""
        near = {
            button.action: max(_likeness(wanted, words) for words in self._words(button))
            for button in offered
            if button.action.name in ROUGHLY
        }
        ranked = sorted(near, key=lambda action: -near[action])
        if not ranked or near[ranked[0]] < CLOSE_ENOUGH:
            return None
        second = near[ranked[1]] if len(ranked) > 1 else 0.0
        return ranked[0] if near[ranked[0]] - second >= MARGIN else None

    def _letter(self, action: Action) -> str | None:
        if action.name != "answer":
            return None
        return self._presenter.letter(self._renderer.languages[0], *action.arguments)

    def _words(self, button: Button) -> Iterator[str]:
        """Everything a button can be called: its label, and an answer's full line."""
        action = button.action
        for language in self._renderer.languages:
            label = self._presenter.words(language, button)
            yield _plain(label.removeprefix(f"{self._letter(action)}. "))
            if action.name == "answer":
                question, option = action.arguments
                texts = self._renderer.branch(language, "questions", question, "options", option)
                yield from (_plain(texts[key]) for key in ("line", "said") if key in texts)


def _at(number: int, buttons: Sequence[Button], *, numbered: bool) -> Action:
    offered = [button.action for button in buttons]
    answers = [action for action in offered if action.name == "answer"]
    choices = offered if numbered or not answers else answers
    return choices[number - 1] if 1 <= number <= len(choices) else UNCLEAR


def _likeness(wanted: str, words: str) -> float:
    """How like two texts are; telling words that all occur count, but never against a "not"."""
    mine, theirs = wanted.split(), words.split()
    if NEGATIONS.intersection(mine) != NEGATIONS.intersection(theirs):
        return 0.0
    telling = [word for word in mine if len(word) >= TELLING]
    if len(telling) > 1 and all(_occurs(word, theirs) for word in telling):
        return 100.0
    return fuzz.token_sort_ratio(wanted, words) if len(wanted) >= TELLING else 0.0


def _occurs(word: str, words: Sequence[str]) -> bool:
    return process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH) is not None


def _plain(text: str) -> str:
    """A text without case, symbols and double spaces; apostrophes join."""
    together = text.replace("’", "").replace("'", "")
    return " ".join(SYMBOLS.sub(" ", together).casefold().split())
