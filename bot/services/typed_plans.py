"""An if-then plan as people say it, without the words that stand around its halves already."""

import re

from bot.services.typed_words import TypedWords

HALVES = ("team_cue", "team_routine")
"""The screens that ask for the moment and for the small action."""
AROUND = " \t\n.,;:…"


class TypedPlans:
    """Reads the halves of a plan in every language."""

    def __init__(self, words: TypedWords) -> None:
        when, then = _any_of(words.when), _any_of(words.then)
        self._begins = {
            "team_cue": re.compile(rf"(?:(?:{when})\b[{AROUND}]*)+", re.IGNORECASE),
            "team_routine": re.compile(rf"(?:(?:{then})\b[{AROUND}]*)+", re.IGNORECASE),
        }
        self._turn = re.compile(rf"\s*[,;…]+\s*(?:{then})\b", re.IGNORECASE)

    def read(self, text: str, screen: str) -> tuple[str, ...]:
        """A half; or both, where the moment is asked for and the action is said along with it."""
        if screen == "team_routine":
            return (self._bare(text, screen),)
        cue, *then = self._turn.split(text, maxsplit=1)
        both = (self._bare(cue, screen), *(self._bare(half, "team_routine") for half in then))
        return tuple(half for half in both if half) or ("",)

    def _bare(self, text: str, screen: str) -> str:
        begins = self._begins[screen].match(text)
        return text[begins.end() if begins else 0 :].strip(AROUND)


def _any_of(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))
