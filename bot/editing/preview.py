"""All that can be seen, as one page for each language."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.written import where
from bot.editing.drawn import Drawer
from bot.editing.page import EditorPage, Section
from bot.editing.scenes import advice_answers, all_scenes
from bot.editing.shown import Looker, different
from bot.services.presenter import Presenter
from flows.catalogue.catalogue import Catalogue
from messages.texts import EDITOR, leaves

AROUND = {"bot_username": "vierstap_bot", "operator_contact": "privacy@example.org"}
"""What stands around the texts here."""
GROUPS = ("asking", "advice", "team", "reminder", "hint")
NOT_SHOWN = (EDITOR, "typed", "preview")
"""Files with texts that are on no screen."""


def write_preview(catalogue: Catalogue, room: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write a page for each language into a folder; each file, with how many screens it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = ListeningRenderer(room, AROUND)
    looker = Looker(catalogue, renderer)
    every = all_scenes(catalogue, Presenter(catalogue, renderer))
    scenes = list(different(looker, renderer.languages[0], every))
    known = list(advice_answers(catalogue))
    for language in renderer.languages:
        page = EditorPage(renderer, language)
        articles: dict[str, list[str]] = defaultdict(list)
        used: set[str] = set()
        for scene in scenes:
            shown = looker.show(language, scene)
            articles[scene.group].append(page.screen(scene.screen.name, shown, scene.answers))
            used.update(shown.texts)
        for drawn in Drawer(looker, language).all_of(known):
            title = page.words("pictures", drawn.name)
            picture = page.picture(title, drawn.png)
            articles["picture"].append(page.article(drawn.name, title, picture, drawn.texts, drawn.answers))
            used.update(drawn.texts)
        sections = [Section(group, tuple(articles[group])) for group in (*GROUPS, "picture")]
        unused = list(_unused(renderer, language, used))
        about = page.words("about")
        if unused:
            said = page.words("unused_about")
            about += page.folded(page.words("unused", number=len(unused)), (said, *unused))
        file = folder / f"{language}.html"
        file.write_text(page.whole(page.words("title"), about, sections), encoding="utf-8")
        yield file, sum(map(len, articles.values()))


def _unused(renderer: ListeningRenderer, language: str, used: set[str]) -> Iterator[str]:
    for path, _ in leaves(renderer.whole[language]):
        places = {where(language, path), where(language, path[:-1])}
        if path[0] not in NOT_SHOWN and not places & used:
            yield where(language, path)
