"""What somebody means by what they type: a command, a number, a letter, or roughly a button's text."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from bot.services.presenter import Presenter
from flows.screens import Action, Screen, parse_action

LONGEST = 200
"""Characters of a typed text that are looked at."""

CLOSE_ENOUGH = 82
"""Likeness (0 to 100) from which a typed text counts as a button's."""

SYMBOLS = re.compile(r"[^\w\s]", re.UNICODE)


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

    def read(self, text: str, screen: Screen) -> Action:
        """The action a text asks for, given what is on screen; a hint where that is not clear."""
        text = text[:LONGEST].strip()
        if text.startswith("/"):
            return self._command(text)
        offered = [button.action for row in screen.rows for button in row]
        if text.isdecimal():
            place = int(text)
            return offered[place - 1] if 1 <= place <= len(offered) else Action("hint", ("unclear",))
        return self._roughly(text, offered) or Action("hint", ("unclear",))

    def _command(self, text: str) -> Action:
        name, _, payload = text[1:].partition(" ")
        action = self._commands.get(name.partition("@")[0].lower())
        if action is None:
            return Action("hint", ("unknown_command",))
        if action.name == "start" and payload:
            return Action("start", (payload.strip(),))
        return action

    def _roughly(self, text: str, offered: list[Action]) -> Action | None:
        """The button whose words come closest, if it is close enough and no other is as close."""
        wanted = _plain(text)
        said = {words: action for action in offered for words in self._words(action)}
        if wanted in said:
            return said[wanted]
        if len(wanted) < 3:
            return None
        ranked = process.extract(
            wanted, list(said), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH, limit=len(said)
        )
        best = [said[words] for words, score, _ in ranked if score == ranked[0][1]]
        return best[0] if best and all(action == best[0] for action in best) else None

    def _words(self, action: Action) -> Iterator[str]:
        """Everything an action can be called: its label, its full line, its letter."""
        for language in self._renderer.languages:
            yield _plain(re.sub(r"^[A-F]\. ", "", self._presenter.label(language, action)))
            if action.name != "answer":
                continue
            question, option = action.arguments
            if letter := self._presenter.letter(language, question, option):
                yield letter.lower()
            texts = self._renderer.branch(language, "questions", question, "options", option)
            yield from (_plain(texts[key]) for key in ("line", "said") if key in texts)


def _plain(text: str) -> str:
    """A text without case, symbols and double spaces."""
    return " ".join(SYMBOLS.sub(" ", text).casefold().split())
