"""Judges Telegram HTML as Telegram would."""

import re
from collections.abc import Callable

from bot.telegram_html.errors import HtmlError
from bot.telegram_html.parser import find_parser

OFFSET = re.compile(r" at byte offset \d+")

Judge = Callable[[str], str]
"""The text that people see; raises HtmlError where Telegram would refuse it."""


def find_judge() -> tuple[str, Judge]:
    """The best judge there is, and its name. Where a fault stands in a filled-in text is no news."""
    name, parse = find_parser()

    def judge(text: str) -> str:
        try:
            return parse(text, "html")[0]
        except HtmlError as error:
            raise HtmlError(OFFSET.sub("", str(error))) from None

    return name, judge
