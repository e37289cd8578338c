"""The page of all screens in a real browser: searched, unfolded, on a small phone, read aloud."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.check.texts.listening import ListeningRenderer
from bot.editing.page import EditorPage, Section
from bot.editing.preview import AROUND
from bot.editing.scenes import asking_scenes
from bot.editing.shown import Looker, different
from flows.catalogue.catalogue import load_catalogue
from messages.renderer import ROOM


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    looker = Looker(load_catalogue(), ListeningRenderer(ROOM, AROUND))
    page = EditorPage(looker.renderer, "en")
    scenes = list(different(looker, "en", asking_scenes(looker.catalogue, ("en", "nl"))))[:60]
    articles = [page.screen(s.screen.name, looker.show("en", s), s.answers) for s in scenes]
    written: Path = tmp_path_factory.mktemp("preview") / "en.html"
    sections = [Section("asking", tuple(articles[1:])), Section("talk", tuple(articles[:1]))]
    written.write_text(page.whole("All", "About", sections), "utf-8")
    return written


async def test_it_is_searched_by_word_and_by_file_and_fits_a_small_phone(
    browser: Browser, file: Path
) -> None:
    phone = await browser.new_page(viewport={"width": 360, "height": 700})
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    await phone.goto(file.as_uri())
    shown = phone.locator("article:visible")
    every = await shown.count()
    await phone.fill("#search", "questions.toml: sector.ask")
    await expect(phone.locator("article[hidden]").first).to_be_attached()
    await expect(phone.locator("#found")).to_contain_text(str(every))
    assert 0 < await shown.count() < every
    summary = shown.first.locator("summary").first
    await summary.focus()
    await phone.keyboard.press("Enter")
    await expect(shown.first.get_by_text("en/questions.toml: sector.ask").first).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert asked == [file.as_uri()]
    await phone.close()


async def test_whoever_listens_to_it_misses_nothing(browser: Browser, file: Path) -> None:
    page = await browser.new_page()
    await page.goto(file.as_uri())
    found = await Axe().run(page)
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
    await page.close()
