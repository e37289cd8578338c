"""What stands where on the picture of a team: about as high as a phone shows whole, whatever the team is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from bot.pictures.pictures import BOLD, PLAIN
from bot.pictures.typeface import typeface
from bot.services.presenter import Presenter
from flows.state.screen import Block
from flows.teams.overview import Overview, PlannedAction
from flows.teams.records import State
from messages.written import as_written

HEIGHT = 1400
"""At most, where the width is 1080: about 4:5."""
MEASURE = 984
"""Between the margins."""
LETTERS, LEADING = 34, 42
"""The size of running text, and from one line to the next."""
LARGEST_NAME, SMALLEST_NAME = 60, 44
BESIDE_STAIRS = 790
"""How wide the name may be."""
HEADING = 92
"""What the heading of the plan takes, and the margin below its last row."""
PITCHES, NARROW = (76, 66, 54), (48, 43)
"""From one action to the next: the first that there is room for; narrow ones where each has one line."""
STAIRS = 790
"""How wide the name may be."""
HEADING = 92
"""What the heading of the plan takes, and the margin below its last row."""
SPACING = ((76, 2), (66, 2), (54, 2), (60, 1), (46, 1))
"""From one action to the next, and on how many lines each: what there is room for, the first that fits."""
STAIRS = 462
"""How high the stairs are."""
MARK, BESIDE = 60, 56
"""What the sign before an action takes, and what is kept free beside its words."""
TREND = 118
"""What the lights of the weeks take."""

TeamPart = tuple[str, Mapping[str, object]]
"""A picture template, and what it is filled in with."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action: its words on their lines, and how it goes. `y`: of the first line."""

    lines: Sequence[str]
    state: State
    said: str
    urgent: bool
    wide: float
    y: int = 0


def team_parts(presenter: Presenter, language: str, seen: Overview) -> tuple[TeamPart, ...]:
    """The parts of a team's picture, from top to bottom."""
    return _Composition(presenter, language, seen).parts()


class _Composition:
    """One picture in one language."""

    def __init__(self, presenter: Presenter, language: str, seen: Overview) -> None:
        self._presenter = presenter
        self._language = language
        self._seen = seen
        self._plain = typeface(PLAIN)
        self._bold = typeface(BOLD)

    def parts(self) -> tuple[TeamPart, ...]:
        """With the stairs large, where that has room; else what the next step needs is told short, then the
        actions on a line each, and last as many of them as go in.
        """
        for stairs, whole, most in ((STAIRS, True, 2), (0, True, 2), (0, False, 2), (0, False, 1)):
            head, below = self._head(small_stairs=not stairs), tuple(self._below(whole=whole))
            room = HEIGHT - stairs - sum(map(_height, (head, *below)))
            if (actions := self._actions(room, most)) is not None:
                large = (self._part("team/stairs", stairs),) if stairs else ()
                return (head, *large, actions, *below)
        return (head, self._part_of_plan(room), *below)

    def _head(self, *, small_stairs: bool) -> TeamPart:
        name = self._bold.shown(self._seen.team) or self._text("nameless")
        size = self._bold.fitting(name, LARGEST_NAME, BESIDE_STAIRS)
        names = [name]
        if size < SMALLEST_NAME:
            size, names = SMALLEST_NAME, self._bold.lines(name, SMALLEST_NAME, BESIDE_STAIRS, 2)
        first, leading = (86, 0) if len(names) == 1 else (68, 50)
        values = {"size": round(size, 1), "first": first, "leading": leading, "small_stairs": small_stairs}
        return self._part("team/head", first + leading * (len(names) - 1) + 140, names=names, **values)

    def _below(self, *, whole: bool) -> Iterator[TeamPart]:
        if self._seen.light_lines:
            yield self._light()
        if self._seen.criteria:
            yield self._needed() if whole else self._needed_in_short()
        if self._seen.lacking:
            lines = self._wrapped(self._text("lacking", self._seen.lacking))
            yield self._part("team/lacking", 38 + LEADING * len(lines), lines=lines)
        yield self._part("team/foot", 74)

    def _actions(self, room: int, most: int) -> TeamPart | None:
        """The plan with so many lines an action at most, as wide apart as the room allows; None where it is
        too long.
        """
        rows = [self._row(action, most) for action in self._seen.plan]
        for pitch in PITCHES if most > 1 else (*PITCHES, *NARROW):
            height = HEADING + sum(_tall(row, pitch) for row in rows)
            if height <= room:
                return self._part("team/actions", height, rows=_placed(rows, pitch), more=0)
        return None

    def _part_of_plan(self, room: int) -> TeamPart:
        """As many actions as go in, and how many more there are."""
        pitch, plan = NARROW[-1], self._seen.plan
        shown = max(0, (room - HEADING) // pitch - 1)
        rows = _placed([self._row(action, 1) for action in plan[:shown]], pitch)
        height = HEADING + pitch * (shown + 1)
        return self._part("team/actions", height, rows=rows, more=len(plan) - shown)

    def _row(self, action: PlannedAction, most: int) -> ActionRow:
        said = self._text("states", action.said)
        wide = (self._bold if action.urgent else self._plain).wide(said, LETTERS)
        lines = self._plain.lines(self._title(action), LETTERS, MEASURE - MARK - BESIDE - wide, most)
        return ActionRow(lines, action.state, said, action.urgent, round(wide))

    def _title(self, action: PlannedAction) -> str:
        if action.text is None:
            return self._presenter.renderer.text(self._language, "team", "action_gone")
        title = self._presenter.paragraph(self._language, Block("action_title", element=action.text))
        return self._plain.shown(as_written(unescape(title))) or self._text("untold")

    def _light(self) -> TeamPart:
        seen, weeks = self._seen, self._seen.trend_lights
        lines = [line for name in seen.light_lines for line in self._wrapped(self._text(name))]
        top = 92 if seen.light else 12
        height = top + LEADING * len(lines) + (TREND if weeks else 0) + 18
        apart = MEASURE / max(len(weeks), 6)
        return self._part("team/light", height, top=top, lines=lines, weeks=weeks, apart=apart)

    def _needed(self) -> TeamPart:
        criteria = sorted(self._seen.criteria, key=lambda one: one.met)
        leading = LEADING + 6
        height = 80 + leading * ((len(criteria) + 1) // 2)
        return self._part("team/needed", height, criteria=criteria, lines=(), leading=leading)

    def _needed_in_short(self) -> TeamPart:
        still = any(not one.met for one in self._seen.criteria)
        lines = self._wrapped(self._text("still_open")) if still else []
        return self._part("team/needed", 78 + LEADING * len(lines), criteria=(), lines=lines)

    def _wrapped(self, text: str) -> list[str]:
        return self._plain.lines(text, LETTERS, MEASURE, 2)

    def _text(self, *path: str) -> str:
        said = self._presenter.renderer.text(self._language, "pictures", *path, seen=self._seen)
        return as_written(unescape(said))

    def _part(self, name: str, height: int, **values: object) -> TeamPart:
        return name, {"leading": LEADING, **values, "seen": self._seen, "height": height}


def _height(part: TeamPart) -> int:
    return int(str(part[1]["height"]))


def _tall(row: ActionRow, pitch: int) -> int:
    return pitch + LEADING * (len(row.lines) - 1)


def _placed(rows: Sequence[ActionRow], pitch: int) -> list[ActionRow]:
    """The rows below each other."""
    placed, y = [], HEADING - 22 + pitch
    for row in rows:
        placed.append(ActionRow(row.lines, row.state, row.said, row.urgent, row.wide, y))
        y += _tall(row, pitch)
    return placed
