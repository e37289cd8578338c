"""What is said of answers "I don't know": the list of things to find out, and that there are many."""

from collections.abc import Callable, Iterator

from flows.adviser.combinations import combination_element, find_out_element
from flows.adviser.elements import Element
from flows.adviser.situation import Situation
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN


def all_to_find_out(catalogue: Catalogue) -> Iterator[Element]:
    """Everything to find out at once, and each alone: a line is added for each, and nothing else."""
    unknown = unknown_to_all(catalogue)
    for answers in (unknown, *({question: UNKNOWN} for question in unknown)):
        if element := find_out_element(catalogue, answers):
            yield element


def if_unknown(question: str, length: int) -> Callable[[Facts], int]:
    """A rule: this length where the answer to a question is unknown."""
    return lambda answers: length if answers.get(question) == UNKNOWN else 0


def many_unknowns(catalogue: Catalogue) -> Iterator[Element]:
    """The combinations that count unknown answers, for each number of them."""
    unknown = list(unknown_to_all(catalogue))
    for row in catalogue.content.combination:
        for count in range(1, len(unknown) + 1):
            answers = dict.fromkeys(unknown[:count], UNKNOWN)
            if row.when.guards and (
                element := combination_element(catalogue, Situation(catalogue, answers), row)
            ):
                yield element


def unknown_to_all(catalogue: Catalogue) -> dict[str, str]:
    """The answer "I don't know" on every question that offers it."""
    return {row.id: UNKNOWN for row in catalogue.content.question if row.unknown}
