"""What a button is called, in every language: what somebody may type instead of tapping it."""

from collections.abc import Iterator
from functools import lru_cache

from bot.services.presenter import MARK, Presenter, names_somebody
from bot.services.typed_forms import plain, spoken
from bot.services.typed_numbers import TypedNumbers
from bot.services.typed_words import TypedWords
from flows.state.irreversible import IRREVERSIBLE
from flows.state.screen import Button, answer_of


class TypedButtons:
    """The forms, numbers and quantities that stand for a button."""

    def __init__(self, presenter: Presenter, words: TypedWords, typed: TypedNumbers) -> None:
        self._presenter = presenter
        self._renderer = presenter.renderer
        self._words = words
        self._typed = typed
        self.names = frozenset(self._names_of_buttons())
        # The buttons of questions are the same for all who are asked them; what names somebody is not kept.
        self._forms_for_all = lru_cache(maxsize=4096)(self._forms_of)
        self._numbers_for_all = lru_cache(maxsize=1024)(self._numbers_of)

    def forms(self, button: Button, language: str) -> frozenset[str]:
        return (self._forms_of if names_somebody(button) else self._forms_for_all)(button, language)

    def all_forms(self, button: Button) -> set[str]:
        return {form for language in self._renderer.languages for form in self.forms(button, language)}

    def numbers(self, button: Button) -> frozenset[int]:
        return (self._numbers_of if names_somebody(button) else self._numbers_for_all)(button)

    def span(self, button: Button) -> tuple[int, int | None] | None:
        """The quantities that an answer stands for."""
        answer = answer_of(button)
        option = self._presenter.catalogue.option(*answer) if answer else None
        return (option.min or 0, option.max) if option and option.counted else None

    def counts(self, button: Button, text: str) -> bool:
        """Whether a text is a quantity that this answer stands for."""
        answer = answer_of(button)
        if answer is None:
            return False
        option = self._presenter.catalogue.option(*answer)
        if not option.counted:
            return False
        quantity = self._typed.quantity(text, answer[0])
        return quantity is not None and option.holds(quantity)

    def letter(self, button: Button) -> str | None:
        answer = answer_of(button)
        return self._presenter.letter(self._renderer.languages[0], *answer) if answer else None

    def asks(self, button: Button) -> bool:
        """Whether what stands on a button is itself a question."""
        labels = (self._presenter.words(language, button) for language in self._renderer.languages)
        return any(label.endswith("?") for label in labels)

    def is_counting(self, button: Button) -> bool:
        """Whether the question of this answer speaks of a number, which one that is typed may be."""
        question, _ = answer_of(button) or ("", "")
        found = self._presenter.catalogue.questions.get(question)
        return found is not None and found.counting

    def _forms_of(self, button: Button, language: str) -> frozenset[str]:
        return frozenset(self._find_forms(button, language))

    def _find_forms(self, button: Button, language: str) -> Iterator[str]:
        """Everything a button is called: its label, the full line of an answer, and known synonyms. What
        cannot be undone has only the label that is shown.
        """
        if button.action.name in IRREVERSIBLE:
            yield from self._called(button, language)
            return
        for each in self._renderer.languages:
            yield from self._called(button, each)
        if answer := answer_of(button):
            yield from self._words.answer(*answer)
        if button.says is not None:
            yield from self._words.button(button.says)

    def _called(self, button: Button, language: str) -> Iterator[str]:
        label = self._presenter.words(language, button)
        answer = answer_of(button)
        letter = self._presenter.letter(language, *answer) if answer else None
        bare = label.removeprefix(f"{letter}. ")
        for form in (label, bare, f"{MARK} {label}"):
            yield plain(form)
            yield spoken(form)
        if answer:
            texts = self._renderer.branch(language, "questions", answer[0], "options", answer[1])
            if "line" in texts:
                yield plain(texts["line"])

    def _numbers_of(self, button: Button) -> frozenset[int]:
        return frozenset(n for form in self.all_forms(button) for n in self._typed.all_in(form))

    def _names_of_buttons(self) -> Iterator[str]:
        """What stands on any button: never the name of a team, a note or a plan."""
        for language in self._renderer.languages:
            yield plain(self._renderer.text(language, "interface", "language"))
            for name, label in self._renderer.branch(language, "interface", "buttons").items():
                yield from self._words.button(name)
                if "{" not in label:
                    yield from (plain(label), spoken(label))
