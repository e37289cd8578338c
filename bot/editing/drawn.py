"""Every picture and paper there is, each with the texts in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import sample_crews
from bot.check.surroundings import DAY
from bot.check.texts.written import where
from bot.editing.scenes import TEAMS, KnownAnswers, advice_of
from bot.editing.shown import Looker
from bot.pictures.documents import Documents
from bot.pictures.pictures import Pictures, card_parts
from bot.pictures.strips import stack
from bot.pictures.team_parts import TeamPart, team_parts
from bot.pictures.teams import weeks_parts
from bot.services.plain import plain_text
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice
from flows.questionnaire.progress import Path
from flows.screens.advice_shared import memo_blocks
from flows.teams.statistics import overview, own_weeks

Parts = Sequence[TeamPart]


@dataclass(frozen=True)
class Drawn:
    """A picture as PNG, what it is of, its texts, and the answers that lead to it."""

    name: str
    png: bytes
    texts: tuple[str, ...]
    answers: Mapping[str, str]


class Drawer:
    """Draws what differs in more than which of the same texts come together."""

    def __init__(self, looker: Looker, language: str) -> None:
        self._looker = looker
        self._language = language
        self._presenter = Presenter(looker.catalogue, looker.renderer)
        self._pictures = Pictures(looker.renderer)
        self._seen: set[tuple[str, str]] = set()

    def all_of(self, known: Sequence[KnownAnswers]) -> Iterator[Drawn]:
        """The card, the memo on paper, and the pictures of teams."""
        for one in known:
            advice = advice_of(self._looker.catalogue, one)
            if isinstance(advice, Advice):
                yield from self._drawn("card", list(card_parts(advice, DAY)), one.answers)
        for one in known:
            advice = advice_of(self._looker.catalogue, one)
            if isinstance(advice, Advice):
                yield self._memo(advice, one.answers)
                break
        for answers in spread_answers(self._looker.catalogue, Path.FULL, TEAMS):
            for crew in sample_crews(self._looker.catalogue, answers):
                seen = overview(self._looker.catalogue, crew, DAY)
                team = list(team_parts(self._presenter, self._language, seen))
                yield from self._drawn("team", team, answers)
                weeks = own_weeks(crew.team, crew.me, crew.my_checkins)
                yield from self._drawn("weeks", list(weeks_parts(weeks)), answers)

    def _drawn(self, name: str, parts: Parts, answers: Mapping[str, str]) -> Iterator[Drawn]:
        self._heard.clear()
        for part, values in parts:
            self._looker.renderer.draw(self._language, part, values)
        texts = self._texts()
        if {(name, text) for text in texts} <= self._seen:
            return
        self._seen |= {(name, text) for text in texts}
        strips = [self._pictures.draw(self._language, part, values) for part, values in parts]
        yield Drawn(name, stack(strips), texts, answers)

    def _memo(self, advice: Advice, answers: Mapping[str, str]) -> Drawn:
        self._heard.clear()
        parts = [
            (name, plain_text(self._presenter.paragraph(self._language, block)))
            for name, block in memo_blocks(advice).items()
        ]
        documents = Documents(self._looker.renderer, form="png")
        png = documents.page(self._language, None, advice.today, advice.outcome.number, parts)
        return Drawn("memo", png, self._texts(), answers)

    @property
    def _heard(self) -> set[tuple[str, ...]]:
        return self._looker.renderer.heard[self._language]

    def _texts(self) -> tuple[str, ...]:
        return tuple(where(self._language, path) for path in sorted(self._heard))
