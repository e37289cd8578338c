"""Answers as they count: only those to questions that are really asked."""

from collections.abc import Iterator, Mapping

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts


class ActiveAnswers(Mapping[str, str]):
    """A view of raw answers in which an answer to a question that is not asked does not exist.

    Nothing is looked at before it is needed: a rule's influences are exactly the answers it reads.
    """

    def __init__(self, raw: Facts, catalogue: Catalogue) -> None:
        self._raw = raw
        self._catalogue = catalogue

    def __getitem__(self, question: str) -> str:
        if not self._catalogue.is_asked(question, self):
            raise KeyError(question)
        return self._raw[question]

    def __iter__(self) -> Iterator[str]:
        return (question for question in self._catalogue.questions if question in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
