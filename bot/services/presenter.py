"""Fills in what `flows` wants to show with what `messages` can say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape

import orjson

from bot.services.phone_buttons import carried_by, of_phone
from flows.adviser.elements import Element
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.questions import UNKNOWN
from flows.state.hints import Hint
from flows.state.screen import Action, Block, Button, Screen, answer_of, parse_action, way_back
from messages.renderer import Renderer
from messages.texts import SECTORS
from messages.written import as_written

LETTERS = "ABCDEF"
MARK = "✓"
"""Before the answer given earlier."""

FOLD, UNFOLD = "<blockquote expandable>", "</blockquote>"
Keyboard = Sequence[Sequence[Sequence[str]]]
"""Rows of [label, action]."""


@dataclass(frozen=True, slots=True)
class RenderedScreen:
    """A message in a language: Telegram HTML, and its buttons. `festive`: it may come with an effect."""

    text: str
    keyboard: Keyboard = ()
    festive: bool = False

    def to_json(self) -> str:
        """The form in which a screen is stored."""
        facts = (self.text, self.keyboard, self.festive)
        return orjson.dumps(facts if self.festive else facts[:2]).decode()

    @classmethod
    def from_json(cls, stored: str) -> "RenderedScreen":
        """The inverse of `to_json`."""
        return cls(*orjson.loads(stored))

    def stands_in(self, stored: str) -> bool:
        """Whether a stored screen is this one, perhaps with a line said above it."""
        if not stored:
            return False
        there = RenderedScreen.from_json(stored)
        same_buttons = replace(there, text=self.text, festive=self.festive).to_json() == self.to_json()
        return same_buttons and there.text.endswith(self.text)

    def offers(self, action: str) -> bool:
        """Whether one of the buttons carries this action; taps of those that a phone serves never come."""
        return of_phone(action) is None and any(
            action == carried for row in self.keyboard for _, carried in row
        )


QUESTIONS = frozenset({"question", "question_why"})
"""Blocks whose values all come from the content."""


def names_somebody(button: Button) -> bool:
    """Whether a button may say who somebody is, or what they wrote: then it is not kept in memory, where it
    would stay when they are forgotten.
    """
    if answer_of(button):
        return False
    return (
        bool(button.values)
        or button.holds is not None
        or any(argument.isdecimal() for argument in button.action.arguments)
    )


def _is_same_for_all(block: Block) -> bool:
    return block.template in QUESTIONS or not block.values.keys() - {"hint"}


class Presenter:
    """One catalogue in every language."""

    def __init__(self, catalogue: Catalogue, renderer: Renderer) -> None:
        self.catalogue = catalogue
        self.renderer = renderer
        self._sections = {claim.id: claim.section for claim in catalogue.content.claims}
        self.command_names = frozenset(
            command["name"]
            for language in renderer.languages
            for command in renderer.branch(language, "commands").values()
        )
        # What "I don't know" counts as, where it counts as another answer.
        unknown = {
            q: catalogue.option(q, UNKNOWN) for q in catalogue.questions if UNKNOWN in catalogue.offered(q)
        }
        self._counted = {
            question: option.stands_for for question, option in unknown.items() if option.stands_for
        }
        # Questions, hints and pages are the same for all who are at the same place; nothing else is kept.
        self._same_for_all = lru_cache(maxsize=2048)(self._render)
        self._label_for_all = lru_cache(maxsize=2048)(self._label)
        self._words_for_all = lru_cache(maxsize=2048)(self._words)
        self._row_for_all = lru_cache(maxsize=2048)(self._row)

    def show(
        self, language: str, screen: Screen, hint: str | None = None, noted: Button | None = None
    ) -> RenderedScreen:
        """A screen as a message; a hint is said above it, or what was noted of what somebody typed."""
        blocks = screen.blocks if hint is None else (Block("hint", {"hint": hint}), *screen.blocks)
        if noted is not None:
            blocks = (self._noted(language, noted, screen), *blocks)
        rows = tuple(line for row in screen.rows for line in self._lines(language, row))
        return RenderedScreen(self._text(language, blocks), rows)

    def _text(self, language: str, blocks: Sequence[Block]) -> str:
        """The paragraphs one below the other; an empty line between those that are no list."""
        text = ""
        for block, paragraph in zip(blocks, self.paragraphs(language, blocks), strict=True):
            between = "\n" if block.close else "\n\n"
            text = f"{text}{between}{paragraph}" if text else paragraph
        return text

    def _noted(self, language: str, noted: Button, screen: Screen) -> Block:
        """What was noted, and the button that takes it back."""
        back = way_back(screen)
        values = {
            "said": self.words(language, noted),
            "way_back": self.words(language, back) if back else None,
        }
        return Block("noted", values)

    def paragraphs(self, language: str, blocks: Iterable[Block]) -> list[str]:
        """Each block as a paragraph of Telegram HTML."""
        shown = ((block, self.paragraph(language, block)) for block in blocks)
        return [f"{FOLD}{text}{UNFOLD}" if block.folded else text for block, text in shown]

    def paragraph(self, language: str, block: Block) -> str:
        """One block: a template, filled in with its values and those of its element."""
        if block.element is None:
            render = self._same_for_all if _is_same_for_all(block) else self._render
            return render(language, block.template, tuple(block.values.items()))
        values = {**block.values, **self._values_of(language, block.element)}
        return self.renderer.render(language, block.template, values)

    def element_text(self, language: str, element: Element) -> str:
        """The advice of one element, in full."""
        return self.paragraph(language, Block(f"full/{element.kind}", element=element))

    def hint(self, language: str, name: Hint, /, **values: object) -> str:
        """A hint as plain text."""
        return self.plain(language, "hints", name, **values)

    def plain(self, language: str, *path: str, **values: object) -> str:
        """A text as it stands where there is no HTML."""
        return unescape(self.renderer.text(language, *path, **values))

    def told(self, language: str, name: Hint, values: Mapping[str, object]) -> str:
        """A line to somebody else as Telegram HTML, with the names in it."""
        return escape(self.hint(language, name, **values), quote=False)

    def _render(self, language: str, template: str, items: tuple[tuple[str, object], ...]) -> str:
        values = {**dict(items), **self._named(language, dict(items))}
        if "sources" in values:
            values["places_cited"] = self._places(values["sources"])
        return self.renderer.render(language, template, values)

    def _values_of(self, language: str, element: Element) -> Mapping[str, object]:
        return {
            **element.values,
            **self._named(language, element.values),
            "kind": element.kind,
            "answers": element.causes,
            "counted": self._counted,
            "sources": element.sources,
            "places_cited": self._places(element.sources),
        }

    def _named(self, language: str, values: Mapping[str, object]) -> Mapping[str, object]:
        """The words of the sector, and the hours as they are said, where an element names them."""
        said: dict[str, object] = {
            name: self._hours(language, hours)
            for name in ("hours_now", "hours_asked")
            if isinstance(hours := values.get(name), tuple)
        }
        if "sector" in values:
            said["words"] = self.renderer.branch(language, SECTORS, str(values["sector"]))
        return said

    def _hours(self, language: str, hours: tuple[int, ...]) -> str:
        """Hours a week: that many, from and to, or that many or more."""
        if not hours:
            return self.renderer.text(language, "asks", "hours_week", "open")
        low, high = hours[0], hours[-1]
        form = "least" if len(hours) == 1 else "fixed" if low == high else "span"
        return self.renderer.text(language, "asks", "hours_week", form, low=low, high=high)

    def _places(self, sources: object) -> tuple[str, ...]:
        """The parts of articles and other sources behind these claims, each once."""
        if not isinstance(sources, tuple):
            raise TypeError("sources must be a tuple of claim ids")
        return tuple(dict.fromkeys(self._sections.get(source) or source for source in sources))

    def _lines(self, language: str, row: tuple[Button, ...]) -> Keyboard:
        """A row as it is shown."""
        own = any(map(names_somebody, row))
        return (self._row if own else self._row_for_all)(language, row)

    def _row(self, language: str, row: tuple[Button, ...]) -> Keyboard:
        """A row as it is shown; what needs several buttons stands below it, two in a line."""
        line: list[tuple[str, str]] = []
        parts: list[tuple[str, str]] = []
        for button in row:
            carried = self.carried(language, button)
            if len(carried) == 1:
                line.append((self._said(language, button), carried[0]))
            parts += ((self._part(language, n), c) for n, c in enumerate(carried, 1) if len(carried) > 1)
        return tuple(tuple(each) for each in (line, parts[:2], parts[2:]) if each)

    def carried(self, language: str, button: Button) -> tuple[str, ...]:
        """What a button carries: its action, or what the phone takes from it by itself; that may need several
        buttons, or have no room on any.
        """
        if button.holds is None:
            return (str(button.action),)
        return carried_by(button.action, self.paragraph(language, button.holds))

    def _part(self, language: str, part: int) -> str:
        return self.renderer.text(language, "interface", "buttons", "copy_part", part=part)

    def _said(self, language: str, button: Button) -> str:
        label = self.words(language, button)
        return f"{MARK} {label}" if button.marked else label

    def words(self, language: str, button: Button) -> str:
        """What stands on a button, but for the mark."""
        return (self._words if names_somebody(button) else self._words_for_all)(language, button)

    def label(self, language: str, action: Action) -> str:
        """What a button says that does this."""
        return (self._label if names_somebody(Button(action)) else self._label_for_all)(language, action)

    def _words(self, language: str, button: Button) -> str:
        if button.says is None:
            return self.label(language, button.action)
        if button.says.startswith("answer:"):
            return self.label(language, parse_action(button.says))
        words = self.renderer.text(language, "interface", "buttons", button.says, **dict(button.values))
        return as_written(unescape(words))  # a button holds plain text, in which nothing is escaped

    def _label(self, language: str, action: Action) -> str:
        """What a button says. An option that has a full line in the message carries its letter."""
        if action.name == "answer":
            question, option = action.arguments
            label = self.renderer.text(language, "questions", question, "options", option, "label")
            letter = self.letter(language, question, option)
            return f"{letter}. {label}" if letter else label
        if action.name == "change":
            return self.renderer.text(language, "questions", action.arguments[0], "topic")
        if action.name == "language":  # each calls itself by its own name, whoever reads it
            return self.renderer.text(action.arguments[0], "interface", "language")
        return self.renderer.text(language, "interface", "buttons", str(action))

    def letter(self, language: str, question: str, option: str) -> str | None:
        """The letter that ties a button to its line in the message, where there is a line."""
        texts = self.renderer.branch(language, "questions", question, "options")
        lined = [o for o in self.catalogue.offered(question) if "line" in texts[o]]
        return LETTERS[lined.index(option)] if option in lined else None
