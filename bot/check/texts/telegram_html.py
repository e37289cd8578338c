"""Judges Telegram HTML as Telegram would."""

import re
from collections.abc import Callable

from bot.telegram_html.errors import HtmlError
from bot.telegram_html.parser import find_parser

OFFSET = re.compile(r" at byte offset \d+")

NO_TAG = 'start tag ""'
BARE_SIGN = " (a sign < that begins no tag is written &lt;)"

Judge = Callable[[str], str]
"""The text that people see; raises HtmlError where Telegram would refuse it."""


def find_judge() -> tuple[str, Judge]:
    """The best judge there is, and its name. Where a fault stands in a filled-in text is no news."""
    name, parse = find_parser()

    def judge(text: str) -> str:
        try:
            return parse(text, "html")[0]
        except HtmlError as error:
            reason = OFFSET.sub("", str(error))
            raise HtmlError(reason + (BARE_SIGN if NO_TAG in reason else "")) from None

    return name, judge
