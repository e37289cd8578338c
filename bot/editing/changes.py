"""Which screens a change of content and texts changes, before and after."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path as FilePath

from bot.check.proof.explore import explore
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.asking import asking_screens
from bot.check.screens.crews import SampleCrew, sample_crews
from bot.check.screens.looking import ALL_SHOWN, whole_screens
from bot.check.screens.profile import FILLED
from bot.check.screens.teams import inline_screens, nudges_of, team_captions, views_of, ways_in
from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.written import where
from bot.editing.preview import AROUND
from bot.editing.scenes import (
    NOW,
    TEAMS,
    KnownAnswers,
    Scene,
    advice_answers,
    advice_of,
    answers_before,
)
from bot.editing.shown import Looker, Shown, shape_of
from bot.editing.versions import Version
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.conversation import Conversation
from flows.questionnaire.machine import NOTHING
from flows.questionnaire.progress import Path, questions_of
from flows.state.screen import Block, Screen
from flows.state.session import Finished, Session
from messages.renderer import ROOM, Renderer
from messages.texts import leaves

GROUPS = ("asking", "advice", "team", "hint")
"""The parts of the bot."""


@dataclass(frozen=True)
class Pair:
    """The same place in the bot before and after; None where it is not there. `paths`: answer paths that
    lead there; `kind`: which of the organisations looked at sees it.
    """

    before: Scene | None
    after: Scene | None
    paths: int = 0
    kind: int | None = None


@dataclass
class ChangedScreen:
    """A screen that reads differently, in one language. `paths`: how many lead to it; `kinds`: at how many of
    the organisations looked at something like it changes.
    """

    group: str
    name: str
    before: Shown | None
    after: Shown | None
    answers: Mapping[str, str]
    paths: int = 0
    kinds: int = 0


class SideBySide:
    """Two versions side by side. `lost`: what somebody in a team would find broken;
    `words`: what it is told in.
    """

    def __init__(self, old: Version, new: Version, groups: Sequence[str] = GROUPS) -> None:
        self.old, self.new = old, new
        self._groups = groups
        self.words = Renderer(ROOM)
        self.before = Looker(old.catalogue, ListeningRenderer(old.room, AROUND), self.words)
        self.after = Looker(new.catalogue, ListeningRenderer(new.room, AROUND), self.words)
        self.known = list(advice_answers(old.catalogue))
        self.lost: set[str] = set()
        self._kinds: dict[str, set[int]] = defaultdict(set)
        self.languages = tuple(
            name
            for name in self.words.languages
            if name in self.before.renderer.languages and name in self.after.renderer.languages
        )
        self.pairs = list(self._worth_a_look(self._pairs()))

    def changed(self, language: str) -> list[ChangedScreen]:
        """The screens that read differently; those in which the same texts changed stand for each other."""
        changed_texts = self._changed_texts(language)
        found: dict[object, ChangedScreen] = {}
        kinds: dict[object, set[int]] = defaultdict(set)
        for pair in self.pairs:
            before = self.before.show(language, pair.before) if pair.before else None
            after = self.after.show(language, pair.after) if pair.after else None
            scene = pair.after or pair.before
            if scene is None or (before and after and _reads(before) == _reads(after)):
                continue
            used = {text for shown in (before, after) if shown for text in shown.texts} & changed_texts
            if before is None and not used:
                continue  # Another way to what is read as it was
            key = (
                shape_of(scene.screen),
                frozenset(used) or frozenset(_differing(before, after)),
                before is None,
                after is None,
            )
            one = found.setdefault(
                key, ChangedScreen(scene.group, scene.screen.name, before, after, scene.answers)
            )
            one.paths += pair.paths
            kinds[key] |= {kind for text in used for kind in self._kinds[_in_any(text)]}
            kinds[key] |= {pair.kind} if pair.kind is not None else set()
            one.kinds = len(kinds[key])
        return list(found.values())

    def _worth_a_look(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Pairs that differ in what is shown, and of the others those with something that none before has."""
        seen: set[tuple[str, str]] = set()
        for pair in pairs:
            if pair.before is None or pair.after is None:
                yield pair
                continue
            shown = self.before.show(self.languages[0], pair.before)
            parts = {(shape_of(pair.before.screen), _in_any(text)) for text in shown.texts}
            if pair.kind is not None:
                for text in shown.texts:
                    self._kinds[_in_any(text)].add(pair.kind)
            if not parts <= seen or pair.before.screen != pair.after.screen or shown.fault:
                seen |= parts
                yield pair

    def _changed_texts(self, language: str) -> set[str]:
        """The texts that are not what they were, and the templates."""
        trees = (looker.renderer.whole.get(language, {}) for looker in (self.before, self.after))
        before, after = ({where(language, path): text for path, text in leaves(tree)} for tree in trees)
        texts = {text for text in before.keys() | after.keys() if before.get(text) != after.get(text)}
        return texts | _changed_files(self.before, self.after)

    def _pairs(self) -> Iterator[Pair]:
        parts = {
            "asking": self._asking,
            "advice": self._advice,
            "team": self._teams,
            "hint": self._hints,
        }
        for group in self._groups:
            yield from parts[group]()

    def _hints(self) -> Iterator[Pair]:
        before, after = (
            looker.renderer.branch(self.languages[0], "hints") for looker in (self.before, self.after)
        )
        for name in {**before, **after}:
            scene = Scene("hint", Screen("hint", (Block("hint", {"hint": name, **FILLED}),)))
            yield Pair(scene if name in before else None, scene if name in after else None)

    def _asking(self) -> Iterator[Pair]:
        catalogues = (self.old.catalogue, self.new.catalogue)
        before, after = (dict(_asked(catalogue)) for catalogue in catalogues)
        for key in dict.fromkeys((*before, *after)):
            path, question, _ = key
            catalogue = self.new.catalogue if key in after else self.old.catalogue
            yield Pair(before.get(key), after.get(key), paths_through(catalogue, path)[question])
        others = [_numbered(asking_screens(catalogue, self.languages)) for catalogue in catalogues]
        yield from _paired("asking", others[0], others[1])

    def _advice(self) -> Iterator[Pair]:
        reader = Conversation(self.new.catalogue, ("nl",)).reader
        for kind, known in enumerate(self.known):
            finished = Finished(path=known.path, answers=dict(known.answers), on=ALL_SHOWN)
            after = reader.advice(finished, ALL_SHOWN, known.country)
            if after is None:
                continue  # They are asked again first
            pairs = zip(
                whole_screens(advice_of(self.old.catalogue, known)), whole_screens(after), strict=True
            )
            for one, other in pairs:
                here = Scene("advice", one, known.answers)
                yield Pair(here, Scene("advice", other, known.answers), kind=kind)
        old = {(known.path, *known.answers.items()) for known in self.known}
        for known in advice_answers(self.new.catalogue):
            if (known.path, *known.answers.items()) not in old and self._is_new(known):
                for screen in whole_screens(advice_of(self.new.catalogue, known)):
                    yield Pair(None, Scene("advice", screen, known.answers))

    def _is_new(self, known: KnownAnswers) -> bool:
        """Whether nobody could give these answers before."""
        old = self.old.catalogue
        return any(q not in old.questions or o not in old.offered(q) for q, o in known.answers.items())

    def _teams(self) -> Iterator[Pair]:
        around = [
            _numbered(
                (
                    *ways_in(Conversation(catalogue, ())),
                    *team_captions(catalogue, 1),
                    *inline_screens(),
                )
            )
            for catalogue in (self.old.catalogue, self.new.catalogue)
        ]
        yield from _paired("team", around[0], around[1])
        for crew, answers in self.crews():
            before = _numbered(_of_team(self.old.catalogue, crew, answers))
            try:
                after = _numbered(_of_team(self.new.catalogue, crew, answers))
            except Exception as error:  # noqa: BLE001 - whatever is raised, they are left without an answer
                self.lost.add(f"{type(error).__name__}: {error}")
                continue
            yield from _paired("team", before, after, answers)

    def crews(self) -> Iterator[tuple[SampleCrew, Mapping[str, str]]]:
        """Teams with plans as they were made before the change."""
        for answers in spread_answers(self.old.catalogue, Path.FULL, TEAMS):
            for crew in sample_crews(self.old.catalogue, answers):
                yield crew, answers


def _asked(catalogue: Catalogue) -> Iterator[tuple[tuple[Path, str, str], Scene]]:
    conversation = Conversation(catalogue, ("nl",))
    for path in Path:
        for question in questions_of(catalogue, path):
            before = answers_before(catalogue, path, question)
            for view in ("question", "question_why"):
                session = Session(path=path, answers=dict(before), view=view)
                yield (path, question, view), Scene("asking", conversation.screen(session, NOW), before)


def _of_team(catalogue: Catalogue, crew: SampleCrew, answers: Mapping[str, str]) -> Iterator[Screen]:
    """What the members of a team are shown and sent by a version."""
    yield from views_of(Conversation(catalogue, ()), crew, answers)
    yield from nudges_of(catalogue, crew)


def _numbered(screens: Iterable[Screen]) -> dict[object, Screen]:
    """Screens by what they are about, and which of those it is."""
    counted: Counter[object] = Counter()
    numbered: dict[object, Screen] = {}
    for screen in screens:
        about = screen.name, next((block.values.get("question") for block in screen.blocks), None)
        counted[about] += 1
        numbered[about, counted[about]] = screen
    return numbered


def _paired(
    group: str,
    before: Mapping[object, Screen],
    after: Mapping[object, Screen],
    answers: Mapping[str, str] = NOTHING,
) -> Iterator[Pair]:
    """What is about the same, beside each other; there may be more of it on one side."""
    for key in (key for key in before if key in after):
        yield Pair(Scene(group, before[key], answers), Scene(group, after[key], answers))


@cache
def paths_through(catalogue: Catalogue, path: Path) -> Mapping[str, int]:
    """How many answer paths come past each question, and by "" how many there are."""
    questions = questions_of(catalogue, path)

    def asked(answers: Facts) -> tuple[str, ...]:
        return tuple(question for question in questions if catalogue.is_asked(question, answers))

    counted: Counter[str] = Counter()
    for read, active in explore(catalogue, asked):
        ways = prod(len(catalogue.offered(question)) for question in active if question not in read)
        for question in ("", *active):
            counted[question] += ways
    return counted


def _in_any(text: str) -> str:
    """Where a text stands, in whichever language."""
    language, _, rest = text.partition("/")
    return text if language == "templates" else rest


def _changed_files(before: Looker, after: Looker) -> set[str]:
    folders = (before.renderer.folder, after.renderer.folder)
    files = {path.relative_to(folder) for folder in folders for path in folder.rglob("*.j2")}
    return {str(file) for file in files if _bytes(folders[0] / file) != _bytes(folders[1] / file)}


def _bytes(file: FilePath) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _reads(shown: Shown) -> object:
    return shown.text, [[tuple(button) for button in row] for row in shown.keyboard], shown.fault


def _differing(before: Shown | None, after: Shown | None) -> set[str]:
    """The paragraphs and buttons that only one of them has."""
    return _parts(before) ^ _parts(after)


def _parts(shown: Shown | None) -> set[str]:
    if shown is None:
        return set()
    return {*shown.text.split("\n\n"), *(label for row in shown.keyboard for label, _ in row)}
