"""What has to be seen at once fits one screen of a small phone; what is read fits two."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest
from playwright.async_api import Browser, Page, expect

from bot.check.proof.outcomes import spread_answers
from bot.check.screens.asking import asking_screens
from bot.check.screens.looking import whole_screens
from bot.check.screens.teams import inline_screens, team_screens
from bot.services.presenter import RenderedScreen
from flows.adviser.advice import advise
from flows.adviser.quick import advise_quickly
from flows.questionnaire.progress import Path
from flows.screens.advice import advice_screen, menu_screen
from flows.state.screen import Screen
from tests.e2e.conftest import ROOMS
from tests.e2e.measuring import HEIGHT, WIDTH, Seen, measure, room_of

CATALOGUE = ROOMS.presenter.catalogue
DAY = "2026-12-01"
KINDS = 110
"""Answer sets of which the first message is looked at, on each path."""
LOOKS = 22
"""Answer sets of which everything is looked at: each sector twice."""
SPOKEN = tuple(product(CATALOGUE.offered("sector"), CATALOGUE.offered("role")))
TEAMS = 2
"""Answer sets of which every screen of a team is looked at."""
LEAVING = ("share", "memo", "card")
"""What is sent by itself, to be read elsewhere."""


@pytest.fixture
async def phone(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A phone of 360 by 740 with a message of the bot to measure in."""
    page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
    await page.goto(address)
    await page.get_by_role("button", name="STARTEN").click()
    await expect(page.get_by_role("article").last).to_contain_text("Vierstap")
    yield page
    await page.close()


def said(screens: Iterator[Screen]) -> list[RenderedScreen]:
    """Each screen once in every language."""
    present = ROOMS.presenter
    every = list(screens)
    shown = (present.show(language, screen) for language in present.renderer.languages for screen in every)
    return list({message.to_json(): message for message in shown}.values())


def answers_of(path: Path, number: int) -> Iterator[Mapping[str, str]]:
    """Answer sets of every kind, in every sector."""
    sectors = CATALOGUE.offered("sector")
    for place, answers in enumerate(spread_answers(CATALOGUE, path, number)):
        yield {**answers, "sector": sectors[place % len(sectors)]} if path is Path.FULL else answers


def questions(*, why: bool) -> Iterator[Screen]:
    """Every question of every path in every state: new, answered before, changed, no longer on offer."""
    for screen in asking_screens(CATALOGUE, ("en", "nl")):
        if screen.name == "question" and (len(screen.blocks) > 1) is why:
            yield from (in_words_of(screen, *spoken) for spoken in SPOKEN)


def in_words_of(screen: Screen, sector: str, role: str) -> Screen:
    """The screen as somebody of this sector and role reads it."""
    spoken = {"sector": sector, "role": role}
    return replace(screen, blocks=tuple(replace(b, values={**b.values, **spoken}) for b in screen.blocks))


def results() -> Iterator[Screen]:
    """First messages, and the menu behind them."""
    for answers in answers_of(Path.FULL, KINDS):
        full = advise(CATALOGUE, answers, DAY)
        yield from (advice_screen(full, untold=untold) for untold in (False, True))
        yield from (menu_screen(full, untold=untold) for untold in (False, True))
    for answers in answers_of(Path.QUICK, KINDS):
        quick = advise_quickly(CATALOGUE, answers, DAY)
        yield advice_screen(quick, untold=True)
        yield menu_screen(quick, untold=True)


def views() -> Iterator[Screen]:
    """Everything behind the first message."""
    for number, answers in enumerate(answers_of(Path.FULL, LOOKS)):
        yield from whole_screens(advise(CATALOGUE, answers, DAY, ("nl", "be")[number % 2]))
    for answers in answers_of(Path.QUICK, LOOKS):
        yield from whole_screens(advise_quickly(CATALOGUE, answers, DAY))


def of_teams() -> Iterator[Screen]:
    """Everything of teams, with names and plans as long as people write them, and what is read beside it."""
    yield from (screen for screen in team_screens(CATALOGUE, TEAMS) if screen.name not in LEAVING)
    yield from inline_screens()
    for screen in asking_screens(CATALOGUE, ("en", "nl")):
        if screen.name != "question":
            yield screen


def too_high(seen: list[Seen], room: int) -> list[tuple[int, str]]:
    """What does not fit, the highest first."""
    return sorted(((each.height, each.message.text) for each in seen if each.height > room), reverse=True)[:3]


async def test_a_question_and_its_buttons_fit_one_screen(phone: Page) -> None:
    seen = await measure(phone, said(questions(why=False)))
    assert too_high(seen, await room_of(phone)) == []
    assert {label for each in seen for label in each.cut} == set()


async def test_the_result_and_its_menu_fit_one_screen_with_four_buttons(phone: Page) -> None:
    first = said(results())
    assert max(sum(map(len, m.keyboard)) for m in first if not _is_menu(m)) <= 4
    seen = await measure(phone, first)
    assert too_high(seen, await room_of(phone)) == []
    assert {label for each in seen for label in each.cut} == set()


async def test_whatever_is_read_fits_two_screens(phone: Page) -> None:
    read = said(screen for screen in views() if screen.name not in LEAVING)
    seen = await measure(phone, [*said(questions(why=True)), *read])
    assert too_high(seen, 2 * await room_of(phone)) == []
    assert {label for each in seen for label in each.cut} == set()


async def test_an_invitation_fits_one_screen(phone: Page) -> None:
    asked = said(screen for screen in of_teams() if screen.name == "team_join")
    seen = await measure(phone, [one for one in asked if one.offers("join_wholly")])
    assert seen
    assert too_high(seen, await room_of(phone)) == []


async def test_whatever_is_shown_of_a_team_fits_two_screens(phone: Page) -> None:
    seen = await measure(phone, said(of_teams()))
    assert too_high(seen, 2 * await room_of(phone)) == []


def _is_menu(message: RenderedScreen) -> bool:
    return any(action == "restart" for row in message.keyboard for _, action in row)
