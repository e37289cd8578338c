"""People with a phone on the page: they read, tap and type, and see what comes of it."""

import re
from collections.abc import Callable, Mapping

from playwright.async_api import Download, Locator, Page, expect

from messages.renderer import Renderer

Say = Callable[[str], str]
"""What the button of an action says, in somebody's language."""
EARLIER = re.compile("Eerdere knoppen|Earlier buttons")


class Phone:
    """One person's phone. Actions are named as the bot names them; the words are looked up."""

    def __init__(self, page: Page, person_id: int, language: str, say: Say, texts: Renderer) -> None:
        self.page = page
        self.person_id = person_id
        self.screen = page.locator(f'.phone[data-person="{person_id}"]')
        self.log = self.screen.get_by_role("log")
        self._language = language
        self._say = say
        self._texts = texts

    # ------------------------------------------------------------ does

    async def start(self) -> None:
        """The one button of a chat in which nothing was said yet."""
        await self.screen.get_by_role("button", name=re.compile("^START")).click()

    async def send(self, text: str) -> None:
        box = self.screen.get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def tap(self, action: str) -> None:
        await self.button(action).click()

    async def answer(self, answers: Mapping[str, str]) -> None:
        """Tap the option of each question, one after another."""
        for question, option in answers.items():
            await self.tap(f"answer:{question}:{option}")

    async def choose(self, message: Locator, entry: str | re.Pattern[str]) -> None:
        """Open the menu of a message, and take something from it."""
        await message.locator(".text").click(button="right", position={"x": 4, "y": 4})
        await self.page.get_by_role("menuitem", name=entry).click()

    async def tap_earlier(self, message: Locator, action: str) -> None:
        """Tap a button that a message had before, as on a phone that was slow to show the change."""
        await self.choose(message, EARLIER)
        await self.page.get_by_role("dialog").get_by_role("button", name=self._say(action)).click()

    async def download(self, link: Locator) -> Download:
        async with self.page.expect_download() as begun:
            await link.click()
        return await begun.value

    # ------------------------------------------------------------ sees

    def button(self, action: str) -> Locator:
        """The newest button for an action, whether or not it is marked as the answer given before."""
        words = re.compile(f"^(✓ )?{re.escape(self._say(action))}$")
        return self.log.get_by_role("button", name=words).last

    @property
    def newest(self) -> Locator:
        return self.log.get_by_role("article").last

    async def is_asked(self, question: str) -> None:
        """The newest message asks this, in the words of whatever sector and role."""
        every = self._texts.branch(self._language, "sectors")
        asked = {
            self._texts.text(self._language, "questions", question, "ask", words=words, role=role)
            for words in every.values()
            for role in ("decides", "leads", "does")
        }
        await expect(self.newest).to_contain_text(re.compile("|".join(map(re.escape, asked))))

    async def sees_answer(self, question: str, option: str) -> None:
        """The newest message names the answer that was given."""
        said = self._texts.text(self._language, "questions", question, "options", option, "label")
        await expect(self.newest).to_contain_text(said)

    async def can(self, action: str) -> None:
        await expect(self.button(action)).to_be_visible()

    async def cannot(self, action: str) -> None:
        await expect(self.button(action)).to_have_count(0)

    async def sees(self, words: str | re.Pattern[str]) -> None:
        await expect(self.log).to_contain_text(words)

    async def is_told(self, hint: str) -> None:
        """What pops up over the chat and goes by itself."""
        await expect(self.screen.get_by_role("status")).to_have_text(self.hint(hint))

    def hint(self, name: str) -> str:
        return self._texts.text(self._language, "hints", name)
