"""How high messages are on a phone, as the page itself shows them: each in the place of one that is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from bot.services.presenter import RenderedScreen
from bot.telegram_html.subset import parse_subset

WIDTH, HEIGHT = 360, 740
PUT = """messages => {
  const article = [...document.querySelectorAll(".phone .message")].at(-1);
  const before = article.bubble.message;
  const cut = label => label.scrollWidth > label.clientWidth;
  return messages.map(message => {
    article.bubble.update({ ...before, edit_date: before.date, ...message });
    const labels = [...article.querySelectorAll(".key-label")];
    return [article.offsetHeight, labels.filter(cut).map(label => label.textContent)];
  });
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the page shows it: its height in pixels, and the labels that do not fit their buttons."""

    message: RenderedScreen
    height: int
    cut: tuple[str, ...]


async def room_of(page: Page) -> int:
    """The height of what a phone shows of a chat."""
    height: int = await page.evaluate("document.querySelector('.phone [role=log]').clientHeight")
    return height


async def measure(page: Page, messages: Iterable[RenderedScreen]) -> list[Seen]:
    """All of them, in the place of the newest message of the first phone."""
    every = list(messages)
    found = await page.evaluate(PUT, [_as_sent(message) for message in every])
    return [Seen(message, height, tuple(cut)) for message, (height, cut) in zip(every, found, strict=True)]


def _as_sent(message: RenderedScreen) -> dict[str, Any]:
    text, entities = parse_subset(message.text)
    rows = [[{"text": label, "callback_data": action} for label, action in row] for row in message.keyboard]
    return {"text": text, "entities": entities, "reply_markup": {"inline_keyboard": rows}}
