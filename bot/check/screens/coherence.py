"""Coherence: what is said holds, no two things said contradict each other, and no sentence stands twice."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from bot.check.faults import EXCERPT
from bot.check.proof.diagram import Diagram, Leaf, Node
from bot.check.proof.explore import all_answers, explore
from bot.check.proof.outcomes import Outcomes, all_slots, one_for_each_lane
from bot.check.proof.seen import ReadAs, see
from bot.check.proof.slots import Core, Elements, choice_slot
from bot.check.screens.advising import AdviceScreens
from bot.check.surroundings import DAY
from bot.check.texts.reading import LISTS_ANSWERS
from bot.check.texts.speech import Claimed, Listener
from flows.adviser.actions import Chosen
from flows.adviser.elements import Element
from flows.adviser.quick import advise_quickly
from flows.adviser.situation import Situation
from flows.adviser.steps import find_step
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.questionnaire.progress import Path, questions_of
from flows.screens.advice import QUICK_VIEWS, advice_screen, share_message
from flows.state.screen import Block, Screen

A_MOVE = "week/move"
"""The moves of a week are of different actions: what one day can show, no other shows beside it."""
AN_ACTION = "action"
SHARED_BARRIER = "share/barrier"
"""Tells an answer only where the step, which stands above it, did not."""
STEPWISE = ("third action", "mode", "scheme")


def _fault(claim: Claimed, answers: Facts) -> str:
    """A claim that is false for these answers."""
    given = ", ".join(f"{question} {option}" for question, option in answers.items())
    return f"{claim.place}: {claim.what} does not hold{EXCERPT}{given}"


def contradictions(catalogue: Catalogue) -> Iterator[str]:
    """Words that contradict each other and can both hold: two texts that say them may be shown together."""
    for conflict in catalogue.content.conflicts:
        for one, other in combinations(conflict, 2):
            if (answers := _both(catalogue, one, other)) is not None:
                given = ", ".join(f"{question} {option}" for question, option in answers.items())
                yield f"vocabulary.toml: {one} and {other} both hold{EXCERPT}{given}"


def _both(catalogue: Catalogue, one: str, other: str) -> Facts | None:
    """Answers for which both words hold."""
    words = [catalogue.words[word].when for word in (one, other)]

    def hold(answers: Facts) -> bool:
        situation = Situation(catalogue, answers)
        return all(when.holds(situation, catalogue.guards) for when in words)

    only = one_for_each_lane(catalogue)
    return next((read for read, both in explore(catalogue, hold, only=only) if both), None)


@dataclass
class Coherence:
    """Everything said of full advice: by place the blocks that show it."""

    outcomes: Outcomes
    core: Diagram[Core]
    screens: AdviceScreens
    listener: Listener
    _shown: dict[object, Diagram[bool]] = field(default_factory=dict)
    _readings: dict[str, Diagram[tuple[ReadAs, ...]]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return self.outcomes.catalogue

    # ------------------------------------------------------------ what is said holds

    def untrue(self) -> Iterator[str]:
        """Texts that say or assume what does not hold for everybody who reads them."""
        for place, blocks in self.screens.blocks_by_place().items():
            for slot_place, slot, step in self._slots(place):
                yield from self._untrue_at(slot_place, slot, step, blocks)
        yield from self._untrue_actions()
        yield from self._untrue_quick()

    def _slots(self, place: str) -> Iterator[tuple[str, Elements, int | None]]:
        slots = all_slots(self.catalogue)
        if place in slots:
            yield place, slots[place], None
        if place in STEPWISE:
            for step in self.catalogue.steps:
                yield f"{place} {step}", slots[f"{place} {step}"], step

    def _untrue_at(
        self, place: str, slot: Elements, step: int | None, blocks: Iterable[Block]
    ) -> Iterator[str]:
        by_reading = {seen.reads: seen.element for seen in self.outcomes.seen(place)}
        if not any(self.listener.claims(place, element, blocks) for element in by_reading.values()):
            return

        def rule(answers: Facts) -> tuple[Claimed, ...]:
            claims = self._said(place, slot(answers), blocks)
            false = tuple(self._false(claims, Situation(self.catalogue, answers, step)))
            # Most answers explored for a step are at another one: looked at only where it matters.
            if false and step is not None and find_step(self.catalogue, answers).number != step:
                return ()
            return false

        only = {**one_for_each_lane(self.catalogue), "sector": ()}
        for read, false in explore(self.catalogue, rule, only=only):
            for claim in false:
                yield _fault(claim, read)

    def _said(self, place: str, elements: Iterable[Element], blocks: Iterable[Block]) -> list[Claimed]:
        return [claim for element in elements for claim in self.listener.claims(place, element, blocks)]

    def _false(self, claims: Iterable[Claimed], situation: Situation) -> Iterator[Claimed]:
        return (claim for claim in claims if not claim.when.holds(situation, self.catalogue.guards))

    def _untrue_actions(self) -> Iterator[str]:
        """The first and second action: what they say must hold of every core that chooses them."""
        blocks = [*self.screens.blocks_by_place()["first action"], Block("week/text", {"move": 1})]
        for chosen, elements in self.screens.actions.items():
            if any(self.listener.claims(AN_ACTION, element, blocks) for element in elements):
                yield from self._untrue_when_chosen(chosen, blocks)

    def _untrue_when_chosen(self, chosen: Chosen, blocks: Iterable[Block]) -> Iterator[str]:
        """Whether some answers choose the action, and make what it then says false."""
        slot = choice_slot(self.catalogue, chosen)
        only = {**one_for_each_lane(self.catalogue), "sector": ()}
        for step in {core.number for core in self.core.values() if chosen in (core.first, core.second)}:
            is_chosen = self.core.map(
                lambda core, step=step: core.number == step and chosen in (core.first, core.second)  # type: ignore[misc]
            )

            def rule(answers: Facts, step: int = step) -> tuple[Claimed, ...]:
                claims = self._said(AN_ACTION, slot(answers), blocks)
                return tuple(self._false(claims, Situation(self.catalogue, answers, step)))

            false = Diagram.of(self.catalogue, rule, only=only)
            for claim in {claim: None for claims in false.values() for claim in claims}:
                is_false = false.map(lambda claims, claim=claim: claim in claims)  # type: ignore[misc]
                if (answers := meet(is_chosen, is_false)) is not None:
                    yield _fault(claim, answers)

    def _untrue_quick(self) -> Iterator[str]:
        for answers in all_answers(self.catalogue, questions_of(self.catalogue, Path.QUICK)):
            advice = advise_quickly(self.catalogue, answers, DAY)
            situation = Situation(self.catalogue, answers, advice.outcome.provisional)
            screens = (
                advice_screen(advice),
                share_message(advice),
                *(v(advice) for v in QUICK_VIEWS.values()),
            )
            for screen in screens:
                for claim in self._false(self._claims_of(screen), situation):
                    yield _fault(claim, answers)

    def _claims_of(self, screen: Screen) -> tuple[Claimed, ...]:
        speeches = (
            self.listener.listen(lang, block) for block in screen.blocks for lang in self.listener.languages
        )
        return tuple({claim: None for speech in speeches for claim in speech.claims})

    # ------------------------------------------------------------ no sentence stands twice

    def repeated(self) -> Iterator[str]:
        """Sentences that one set of answers can show twice in the bot, or in what leaves it."""
        for name, screens in self.screens.groups().items():
            for language in self.listener.languages:
                yield from (f"{name} ({language}): {fault}" for fault in self._repeated(language, screens))

    def _repeated(self, language: str, screens: Iterable[Screen]) -> Iterator[str]:
        spoken: dict[str, list[Spoken]] = defaultdict(list)
        seen: list[Block] = []
        for number, block in enumerate(block for screen in screens for block in screen.blocks):
            if block.template == A_MOVE and any(one.template == A_MOVE for one in seen):
                continue
            seen.append(block)
            if block.template == LISTS_ANSWERS:  # each screen says it in its own way: aloud.py reads them
                continue
            for one in self._spoken(language, number, block):
                for sentence in one.sentences:
                    spoken[sentence].append(one)
        for sentence, ones in spoken.items():
            if len(ones) > 1 and self._together(ones):
                yield f"stands twice: {sentence}"

    def _spoken(self, language: str, number: int, block: Block) -> Iterator["Spoken"]:
        if block.element is None:
            yield Spoken("", 0, number, None, self.listener.listen(language, block).sentences)
            return
        place, elements = self.screens.standing(block)
        position = self.screens.position(block)
        place = SHARED_BARRIER if block.template == SHARED_BARRIER else place
        for element in elements:
            sentences = self.listener.listen(language, replace(block, element=element)).sentences
            yield Spoken(place, position, number, see(element).reads, sentences)

    def _together(self, ones: list["Spoken"]) -> bool:
        """Whether two of these, in different paragraphs, can be shown for the same answers."""
        by_number: dict[int, list[Spoken]] = defaultdict(list)
        for one in ones:
            by_number[one.number].append(one)
        shows = [self._shows(found[0], frozenset(one.reads for one in found)) for found in by_number.values()]
        return any(meet(left, right) is not None for left, right in combinations(shows, 2))

    def _shows(self, spoken: "Spoken", wanted: frozenset[ReadAs | None]) -> Diagram[bool]:
        """Where one of these stands in its place; a place that hangs on others may have it anywhere."""
        place, position = spoken.place, spoken.position
        if place == SHARED_BARRIER:
            return self._once(place, self._when_not_told)
        if place in ("first action", "second action"):
            chosen = frozenset(c for reads in wanted for c in self._chosen_to_read.get(reads, ()))
            return self._once((place, chosen), lambda: self._when_chosen(place, chosen))
        if place not in self.outcomes.worded:
            return Diagram.of_one(value=True)
        return self._once((place, position, wanted), lambda: self._when_read(place, position, wanted))

    def _once(self, key: object, find: Callable[[], Diagram[bool]]) -> Diagram[bool]:
        if key not in self._shown:
            self._shown[key] = find()
        return self._shown[key]

    @cached_property
    def _chosen_to_read(self) -> dict[ReadAs | None, set[Chosen]]:
        """Which chosen actions can read so."""
        chosen: dict[ReadAs | None, set[Chosen]] = defaultdict(set)
        for choice, elements in self.screens.actions.items():
            for element in elements:
                chosen[see(element).reads].add(choice)
        return chosen

    def _when_chosen(self, place: str, chosen: frozenset[Chosen]) -> Diagram[bool]:
        first = place == "first action"
        return self.core.map(lambda core: (core.first if first else core.second) in chosen)

    def _when_not_told(self) -> Diagram[bool]:
        """Where the step does not rest on what the main barrier rests on."""
        rules = {rule.id: rule.dimension for rule in self.catalogue.content.barrier}
        return self.core.map(lambda core: rules[core.order[0]] not in core.limiting)

    def _when_read(self, place: str, position: int, wanted: frozenset[ReadAs | None]) -> Diagram[bool]:
        if place not in self._readings:
            worded = self.outcomes.worded[place]
            self._readings[place] = worded.map(lambda together: tuple(seen.reads for seen in together))
        return self._readings[place].map(lambda reads: not wanted.isdisjoint(reads[position : position + 1]))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an element says in one paragraph."""

    place: str
    position: int
    """Of those that stand in the place together."""
    number: int
    """Of the paragraph."""
    reads: ReadAs | None
    sentences: tuple[str, ...]


def meet(left: Diagram[bool], right: Diagram[bool]) -> dict[str, str] | None:
    """Answers for which both hold; None where there are none."""
    seen: set[tuple[Node[bool], Node[bool]]] = set()

    def walk(one: Node[bool], other: Node[bool], answers: dict[str, str]) -> dict[str, str] | None:
        if (one, other) in seen or any(isinstance(n, Leaf) and not n.value for n in (one, other)):
            return None
        seen.add((one, other))
        fork = next((node for node in (one, other) if not isinstance(node, Leaf)), None)
        if fork is None:
            return answers
        for option in fork.branches:
            parts = left.restrict(one, fork.question, option), right.restrict(other, fork.question, option)
            if (found := walk(*parts, {**answers, fork.question: option})) is not None:
                return found
        return None

    return walk(left.root, right.root, {})
