"""A change of content and texts, rehearsed: which screens it changes, and what people in the middle see."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path as Folder

from bot.editing.changes import GROUPS, ChangedScreen, SideBySide, paths_through
from bot.editing.mid_talk import Counted, Noticed, Stopped, rehearse_talk
from bot.editing.page import EditorPage, Section, title_of
from bot.editing.shown import Shown
from bot.editing.versions import Version
from bot.services.plain import plain_text
from flows.questionnaire.progress import Path


@dataclass
class Rehearsal:
    """What came out of it."""

    comparison: SideBySide
    talk: dict[Stopped, Counted]

    @property
    def strands(self) -> bool:
        """Whether somebody would be left without a way on."""
        return bool(self.comparison.lost) or any(group.fate is Noticed.STRANDED for group in self.talk)

    def by_fate(self) -> Counter[Noticed]:
        """How many states there are of each fate."""
        counted: Counter[Noticed] = Counter()
        for group, known in self.talk.items():
            counted[group.fate] += known.states
        return counted


def rehearse(old: Version, new: Version) -> Rehearsal:
    """Everybody who is somewhere in the old version, in the new one; and all screens of both."""
    return Rehearsal(SideBySide(old, new), rehearse_talk(old.catalogue, new.catalogue))


class Told:
    """A rehearsal in the words of a language: as lines, and as a page."""

    def __init__(self, rehearsal: Rehearsal, language: str) -> None:
        self._rehearsal = rehearsal
        self._comparison = rehearsal.comparison
        self._page = EditorPage(self._comparison.words, language)
        self._language = language
        self.screens = self._comparison.changed(language)

    def lines(self) -> Iterator[str]:
        """What people in the middle notice, and the changed screens by name."""
        yield from map(plain_text, self._summary())
        for _, line in self._noticed():
            yield f"  {plain_text(line)}"
        yield from (f"  {line}" for line in self._lost())
        yield plain_text(self._says("screens", number=len(self.screens)))
        for screen in self.screens:
            shown = screen.after or screen.before
            title = title_of(screen.name, shown) if shown else screen.name
            yield f"  {title} ({screen.name}): {plain_text(self._reach(screen))}"

    def page(self) -> str:
        """The same, with each screen before and after."""
        articles: dict[str, list[str]] = defaultdict(list)
        for group, line in self._noticed():
            fate = self._says("fates", group.fate)
            known = self._rehearsal.talk[group]
            articles["talk"].append(
                self._page.article(group.fate, plain_text(fate), f"<p>{line}</p>", (), self._old(known))
            )
        for screen in self.screens:
            articles[screen.group].append(self._article(screen))
        summary = "".join(f"<p>{line}</p>" for line in self._summary())
        lost = "".join(f'<p class="fault">{escape(line)}</p>' for line in self._lost())
        sections = [Section(name, tuple(articles[name])) for name in ("talk", *GROUPS)]
        return self._page.whole(self._says("title"), summary + lost, sections)

    def _summary(self) -> Iterator[str]:
        old, new = self._comparison.old, self._comparison.new
        here = self._says("here")
        yield f"{escape(old.name) or here} → {escape(new.name) or here}"
        for version in (old, new):
            if version.other_code:
                yield self._says("other_code") + escape(version.name)
        fates = self._rehearsal.by_fate()
        yield self._says("states", number=fates.total())
        for fate in Noticed:
            if fates[fate] or fate is Noticed.STRANDED:
                what = self._says("fates", fate)
                yield "• " + self._says("fate", what=what, number=fates[fate])

    def _noticed(self) -> Iterator[tuple[Stopped, str]]:
        """Who notices something, a line each; whoever is at the same place together."""
        for group, known in self._rehearsal.talk.items():
            if group.fate is Noticed.SAME:
                continue
            words = {"at": self._topic(group.at), "to": self._topic(group.to)}
            line = self._says("notices", group.fate, **words)
            counted = self._says("of_states", number=known.states)
            fault = f" ({escape(group.fault)})" if group.fault else ""
            yield group, f"{self._says('paths', group.path)}: {line} {counted}{fault}"

    def _lost(self) -> Iterator[str]:
        """What somebody in a team would find broken."""
        return (f"{plain_text(self._says('lost_team'))} {lost}" for lost in sorted(self._comparison.lost))

    def _topic(self, question: str | None) -> str:
        if question is None:
            return self._says("the_advice")
        for looker in (self._comparison.after, self._comparison.before):
            if question in looker.renderer.branch(self._language, "questions"):
                return f"“{looker.renderer.text(self._language, 'questions', question, 'topic')}”"
        return question

    def _old(self, known: Counted) -> dict[str, str]:
        """An example of the answers of such people, as far as they have words now."""
        return dict(known.answers)

    def _article(self, screen: ChangedScreen) -> str:
        both = "".join(
            f"<section><h4>{self._says(when)}</h4>{self._side(shown)}</section>"
            for when, shown in (("before", screen.before), ("after", screen.after))
        )
        shown = screen.after or screen.before
        texts = sorted({text for one in (screen.before, screen.after) if one for text in one.texts})
        title = title_of(screen.name, shown) if shown else screen.name
        content = f'<p>{self._reach(screen)}</p><div class="both">{both}</div>'
        return self._page.article(screen.name, title, content, texts, screen.answers)

    def _side(self, shown: Shown | None) -> str:
        return self._page.message(shown) if shown else f"<p>{self._says('not_there')}</p>"

    def _reach(self, screen: ChangedScreen) -> str:
        """How many it touches."""
        if screen.paths:
            of = sum(paths_through(self._comparison.new.catalogue, path)[""] for path in Path)
            return self._says("on_paths", number=screen.paths, of=of)
        if screen.kinds:
            of = len(self._comparison.known)
            return self._says("of_kinds", number=screen.kinds, of=of)
        return self._says("everybody_there")

    def _says(self, *path: str, **values: object) -> str:
        return self._page.words("rehearsal", *path, **values)


def write_rehearsal(rehearsal: Rehearsal, folder: Folder) -> Iterator[Folder]:
    """A page for each language."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in rehearsal.comparison.languages:
        file = folder / f"{language}.html"
        file.write_text(Told(rehearsal, language).page(), encoding="utf-8")
        yield file
