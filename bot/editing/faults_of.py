"""What is wrong with a translation: it fills in or decides by something else, or is broken HTML."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from jinja2 import TemplateSyntaxError

from bot.check.texts.telegram_html import Judge, find_judge
from bot.check.texts.wording import variables
from bot.check.texts.written import ENVIRONMENT
from bot.telegram_html.errors import HtmlError

INSERTED = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
ASKED = re.compile(r"\bt\(.*?\)")
TAG = re.compile(r"</?([a-zA-Z-]+)[^>]*>")
DECIDING = {"if", "elif", "else", "endif", "in", "not", "and", "or"}
"""Words of templates that a language may need more or fewer of: it has other forms for numbers."""
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def translation_faults(unit: str, source: str, text: str) -> Iterator[str]:
    """Each fault with its remedy."""
    is_run = unit.partition(": ")[0].endswith(".j2")
    if is_run and "\n" in text:
        yield "has a line break; put it on one line"
        return
    if is_run and "{%" in text:
        yield "has a tag of its own, {% … %}; leave it out, the template decides"
        return
    try:
        ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        yield f"braces are broken ({error.message}); copy {{{{ … }}}} and {{% … %}} from the source"
        return
    yield from _names(source, text)
    yield from _tags(source, text)
    if not is_run:
        yield from _html(source, text)


def _names(source: str, text: str) -> Iterator[str]:
    """Whatever is filled in or decided by."""
    wanted, found = _inserted(source), _inserted(text)
    for name in sorted(wanted - found):
        yield f"{name} is missing; copy it from the source"
    for name in sorted(found - wanted):
        yield f"{name} is not in the source; nobody fills it in, so leave it out"


def _inserted(text: str) -> set[str]:
    asked = {one for inserted in INSERTED.findall(text) for one in ASKED.findall(inserted)}
    return {*variables(COMMENT.sub("", text)), *asked} - DECIDING


def _tags(source: str, text: str) -> Iterator[str]:
    wanted, found = (Counter(TAG.findall(INSERTED.sub("", one))) for one in (source, text))
    for tag in sorted(wanted.keys() | found.keys()):
        if wanted[tag] != found[tag]:
            yield (
                f"has {found[tag]} tags <{tag}> or </{tag}>, the source {wanted[tag]}; "
                "take over each tag, opened and closed"
            )


def _html(source: str, text: str) -> Iterator[str]:
    """What Telegram would refuse, unless the source is no HTML either."""
    judge = _judge()
    try:
        judge(INSERTED.sub("", source))
    except HtmlError:
        return
    try:
        judge(INSERTED.sub("", text))
    except HtmlError as error:
        yield f"{error}; write &lt; for <, &gt; for > and &amp; for &, and close each tag"


@cache
def _judge() -> Judge:
    return find_judge()[1]
