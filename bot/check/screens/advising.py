"""Every view on full advice, over all outcomes: each paragraph once, and the longest each message can be."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from bot.check.proof.diagram import Diagram, greatest
from bot.check.proof.outcomes import Outcomes, Together, explore_slot
from bot.check.proof.seen import see
from bot.check.proof.slots import Core
from bot.check.proof.unknowns import all_to_find_out, if_unknown, many_unknowns, unknown_to_all
from bot.check.screens.measure import BETWEEN, CAPTION_LIMIT, FIRST_LIMIT, LIMIT, Measure, total
from bot.check.surroundings import DAY
from bot.check.texts.reading import LISTS_ANSWERS
from flows.adviser.actions import Chosen
from flows.adviser.advice import Advice
from flows.adviser.ask import Ask
from flows.adviser.combinations import find_out_element
from flows.adviser.elements import Element
from flows.adviser.facts import facts_for
from flows.adviser.mode import Mode
from flows.adviser.parts import copy_element
from flows.adviser.steps import StepOutcome
from flows.adviser.strategy import Strategy
from flows.adviser.week import DAYS, plan_week
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Hours
from flows.catalogue.questions import UNKNOWN
from flows.screens.advice import COPIES, COUNTRIES, VIEWS, advice_screen, card_caption, share_message
from flows.screens.advice_views import LIKES, duties_screen, facts_screen
from flows.screens.rating import with_rating
from flows.state.screen import Block, Screen

UNCHECKED = ("facts_unchecked", "duties_unchecked")
"""The views once nobody has checked any of their rows again."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No message of this view is longer, in this language."""

    view: str
    language: str
    length: int
    limit: int


class AdviceScreens:
    """The views on full advice, and for each of their paragraphs the elements that can stand there.

    `thin`: elements that differ only in the answers they name are taken once; bounds are then estimates.
    """

    def __init__(
        self, outcomes: Outcomes, chosen: Iterable[Chosen], measure: Measure, *, thin: bool = False
    ) -> None:
        self._outcomes = outcomes
        self._thin = thin
        self._measure = measure
        self._places: dict[int, tuple[str, list[Element]]] = {}
        self.actions = {choice: self._taken(self._once_chosen(choice)) for choice in chosen}
        self.advice = self._fill()

    def screens(self) -> dict[str, Screen]:
        """Everything that full advice shows and sends, by name."""
        views: dict[str, Screen] = {name: view(self.advice) for name, view in VIEWS.items()}
        sent = {"share": share_message(self.advice), "card": card_caption(self.advice, DAY)}
        bare = replace(self.advice, facts=(), country=COUNTRIES[0])
        unchecked = {UNCHECKED[0]: facts_screen(bare), UNCHECKED[1]: duties_screen(bare)}
        return {
            "advice": advice_screen(self.advice),
            **views,
            "week": with_rating(views["week"], None),
            "share_choice": views["share"],
            **unchecked,
            **sent,
        }

    def groups(self) -> dict[str, tuple[Screen, ...]]:
        """What is read together: all views in the bot; what leaves it, each by itself."""
        screens = self.screens()
        alone = {name: (screens.pop(name),) for name in ("share", "memo", *COPIES)}
        for name in ("card", *UNCHECKED):
            screens.pop(name)
        return {"views": tuple(screens.values()), **alone}

    def blocks_by_place(self) -> dict[str, list[Block]]:
        """The paragraphs in which the element of each place is shown."""
        blocks: dict[str, list[Block]] = {}
        for screen in self.screens().values():
            for block in screen.blocks:
                if block.element is not None:
                    blocks.setdefault(self.standing(block)[0], []).append(block)
        return blocks

    def standing(self, block: Block) -> tuple[str, list[Element]]:
        """The place whose element a paragraph shows, and all that can stand there."""
        return self._places[id(block.element)]

    def position(self, block: Block) -> int:
        """Which of those that stand in its place together a paragraph shows, from 0."""
        together = (place for place, pilot in enumerate(self.advice.pilots) if pilot is block.element)
        return next(together, 0)

    def bounds(self) -> Iterator[Bound]:
        """Render every paragraph of every view; how long each view can be at most."""
        limits = {"card": CAPTION_LIMIT}
        for name, screen in self.screens().items():
            limit = limits.get(name, LIMIT)
            for language in self._measure.languages:
                length = self._bound(language, screen.blocks, limit)
                yield Bound(name, language, length, limit)

    def first_messages(self, core: Diagram[Core]) -> Iterator[Bound]:
        """How long the first message can be, over all cores of advice."""
        for language in self._measure.languages:
            first = self._first_lengths(language)
            longest = max(first(found) for found in core.values())
            yield Bound("first message", language, longest, FIRST_LIMIT)

    def _first_lengths(self, language: str) -> Callable[[Core], int]:
        """A function from a core to the greatest length of its first message."""
        step, barrier, *_ = advice_screen(self.advice).blocks
        steps: dict[object, int] = {}
        for element in self._elements("step"):
            key = (element.values["number"], element.values["limiting"])
            length = self._measure.length(language, replace(step, element=element))
            steps[key] = max(steps.get(key, 0), length)

        @cache
        def strongest(name: str) -> int:
            elements = self._elements(f"barrier {name}")
            return max(self._measure.length(language, replace(barrier, element=e)) for e in elements)

        @cache
        def action(chosen: Chosen, place: int) -> int:
            block = Block("advice/action_line", {"place": place})
            return max(
                self._measure.length(language, replace(block, element=e)) for e in self.actions[chosen]
            )

        @cache
        def third(step: int) -> int:
            block = Block("advice/action_line", {"place": 3})
            elements = self._elements(f"third action {step}")
            return max(self._measure.length(language, replace(block, element=e)) for e in elements)

        return lambda core: total(
            (
                steps[core.number, core.limiting],
                strongest(core.order[0]),
                action(core.first, 1),
                action(core.second, 2),
                third(core.number),
            )
        )

    def _bound(self, language: str, blocks: tuple[Block, ...], limit: int) -> int:
        """The greatest lengths of all paragraphs together; where that is too much, of those that can meet."""
        length = total(self.longest(language, block) for block in blocks)
        if length <= limit or self._thin:
            return length
        fixed = sum(self.longest(language, block) + BETWEEN for block in blocks if block.element is None)
        filled = [block for block in blocks if block.element is not None]
        diagrams = [d for block in filled for d in self._lengths(language, block)]
        return fixed + greatest(diagrams) - BETWEEN

    def _lengths(self, language: str, block: Block) -> list[Diagram[int]]:
        """The length of a paragraph over all answers, as a sum of diagrams."""
        place, _ = self._places[id(block.element)]
        if place == "find out":
            return self._lines(language, block)
        if place not in self._outcomes.slots:
            return [Diagram.of_one(self.longest(language, block) + BETWEEN)]
        number = self.position(block)

        longer = self._longer(language, block, place)

        def length(together: Together) -> int:
            standing = together[number : number + 1]
            return sum(
                self._measure.length(language, replace(block, element=seen.element)) + longer + BETWEEN
                for seen in standing
            )

        return [self._outcomes.slots[place].map(length)]

    def _longer(self, language: str, block: Block, place: str) -> int:
        """How much longer the words of a sector or role can make a paragraph."""

        def longest(diagram: Diagram[Together]) -> int:
            elements = [seen.element for together in diagram.values() for seen in together]
            return max(
                (self._measure.length(language, replace(block, element=e)) for e in elements), default=0
            )

        return max(0, longest(self._outcomes.worded[place]) - longest(self._outcomes.slots[place]))

    def _lines(self, language: str, block: Block) -> list[Diagram[int]]:
        """A list of unknowns as one line for each; what frames the list is counted with every line."""
        catalogue = self._outcomes.catalogue
        diagrams = []
        for question in unknown_to_all(catalogue):
            alone = find_out_element(catalogue, {question: UNKNOWN})
            line = self._measure.length(language, Block(block.template, block.values, alone)) + BETWEEN
            diagrams.append(Diagram.of(catalogue, if_unknown(question, line)))
        return diagrams

    def longest(self, language: str, block: Block) -> int:
        """The greatest length of a paragraph over all that can stand in it."""
        if block.element is None:
            return self._measure.length(language, block)
        _, elements = self._places[id(block.element)]
        if block.template == LISTS_ANSWERS:
            elements = self._with_most_answers(language, elements)
        return max(self._measure.length(language, replace(block, element=element)) for element in elements)

    def _with_most_answers(self, language: str, elements: Iterable[Element]) -> list[Element]:
        """Each element with the answers that take most words of all: with its own it is no longer than so."""
        lists = {tuple(element.causes.items()) for element in elements}
        most = dict(max(lists, key=lambda answers: self._units_of(language, answers)))
        return [replace(element, causes=most) for element in elements]

    def _units_of(self, language: str, answers: Iterable[tuple[str, str]]) -> int:
        """How long a list of answers is, those that are not known before the others."""
        text = partial(self._measure.presenter.renderer.text, language)
        lengths = [
            len(text("questions", question, "topic"))
            if option == UNKNOWN
            else len(text("questions", question, "options", option, "said"))
            for question, option in answers
        ]
        open_first = any(option == UNKNOWN for _, option in answers)
        frame = len(text("interface", "not_known")) + len(text("interface", "known")) if open_first else 0
        return sum(lengths) + frame + BETWEEN * len(lengths)

    # ------------------------------------------------------------ what stands where

    def _fill(self) -> Advice:
        """Advice with something in every place; what else can stand there is kept beside it."""
        outcomes = self._outcomes
        catalogue = outcomes.catalogue
        chosen = [element for elements in self.actions.values() for element in elements]
        week = [result for element in (*chosen, *self.third()) for result in plan_week((element,))]
        copies = list(_copies_of(catalogue, chosen))
        combinations = outcomes.places("combination ")
        return Advice(
            strategy=Strategy("", ""),
            outcome=StepOutcome(0, (), {"measure": LIKES}),
            ranked=(),
            today=DAY,
            country="",
            unknown_count=0,
            assumed=(),
            sector="",
            role="",
            ask=Ask("", 0, (), ()),
            hours=Hours(now=()),
            mode=Mode("", 0, ()),
            kpis=(),
            step=self._stand("step", self._elements("step")),
            lane=self._stand("lane", self._elements("lane")),
            management=self._stand("management", self._elements("management")),
            scale=self._stand("scale", self._elements("scale")),
            kpi=self._stand("kpi", self._elements("kpi")),
            pilots_now=self._stand("mode", self._at_steps("mode")),
            scheme=self._stand("scheme", self._at_steps("scheme")),
            week=tuple(self._stand("week", week) for _ in DAYS),
            copies=tuple(self._stand("copy", copies) for _ in range(3)),
            facts=tuple(self._stand("fact", [fact]) for fact in self._facts()),
            states=tuple(self._stand(name, self._elements(name)) for name in outcomes.places("state ")),
            barriers=self._barriers(),
            actions=(
                self._stand("first action", chosen),
                self._stand("second action", chosen),
                self._stand("third action", self.third()),
            ),
            pilots=tuple(self._stand("pilots", self._elements("pilots")) for _ in range(3)),
            combinations=(
                *(self._stand(name, self._elements(name)) for name in combinations),
                self._stand("many unknowns", list(many_unknowns(catalogue))),
            ),
            find_out=self._stand("find out", list(all_to_find_out(catalogue))),
        )

    def _facts(self) -> tuple[Element, ...]:
        """The rows of the country and sector that have most of them."""
        catalogue = self._outcomes.catalogue
        rows = (
            facts_for(catalogue, {"sector": sector}, "", country)
            for sector in catalogue.offered("sector")
            for country in COUNTRIES
        )
        return max(rows, key=len)

    def _stand(self, place: str, elements: list[Element]) -> Element:
        taken = self._taken(elements)
        standing = replace(taken[0])
        self._places[id(standing)] = (place, taken)
        return standing

    def _taken(self, elements: list[Element]) -> list[Element]:
        """All of them, or if thin one for each way in which they read."""
        return list({see(e).reads: e for e in elements}.values()) if self._thin else elements

    def _elements(self, *places: str) -> list[Element]:
        """What can stand in these places, as `thin` wants it."""
        find = self._outcomes.readings if self._thin else self._outcomes.elements
        return find(*places)

    def _once_chosen(self, choice: Chosen) -> list[Element]:
        together = (one for diagram in self._outcomes.choice(choice) for one in diagram.values())
        return [seen.element for one in together for seen in one]

    def _barriers(self) -> tuple[Element, ...]:
        """The four barriers; the first may be any of them."""
        places = self._outcomes.places("barrier ")
        return tuple(self._stand(place, self._elements(place)) for place in places)

    def third(self, *steps: int) -> list[Element]:
        """The third actions."""
        return self._at_steps("third action", *steps)

    def _at_steps(self, name: str, *steps: int) -> list[Element]:
        """What can stand in a place that differs from step to step, also with most of what limits it."""
        catalogue = self._outcomes.catalogue
        places = (f"{name} {step}" for step in steps or catalogue.steps)
        actions = self._elements(*places)
        limits = self._elements("step")
        most = max(limits, key=self._said)
        longest = max(actions, key=self._said)
        return [
            *(replace(action, causes={**action.causes, **most.causes}) for action in actions),
            *(replace(longest, causes={**longest.causes, **limit.causes}) for limit in limits),
        ]

    def _said(self, element: Element) -> int:
        """The length of all causes in all languages."""
        text = self._measure.presenter.renderer.text
        return sum(
            len(text(language, "questions", question, "options", option, "said"))
            for language in self._measure.languages
            for question, option in element.causes.items()
        )


def _copies_of(catalogue: Catalogue, actions: Iterable[Element]) -> Iterator[Element]:
    """What goes with these actions, once for each way in which it can read."""
    by_copy = {catalogue.actions[str(action.values["action"])].copy_id: action for action in actions}
    for action in by_copy.values():
        diagram = explore_slot(catalogue, partial(_copy_with, catalogue, replace(action, causes={})))
        found = {seen.values: seen.element for together in diagram.values() for seen in together}
        yield from found.values()


def _copy_with(catalogue: Catalogue, action: Element, answers: Facts) -> tuple[Element, ...]:
    return (copy_element(catalogue, answers, action),)
