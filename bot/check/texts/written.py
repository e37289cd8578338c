"""What is written, before anything is said with it: all templates and texts parse, and use what is given.

This needs no content, so that a fault there hides none here.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from bot.check.texts.telegram_html import Judge
from bot.telegram_html.errors import HtmlError
from messages.renderer import HTML
from messages.texts import SECTORS, Tree, leaves

INSERTED = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"{%.*?%}")
INCLUDED = re.compile(r"{%-?\s*include\b")
INCLUDED_NAME = re.compile(r"{%-?\s*(?:include|import|from)\s+['\"]([^'\"]+)")
LINK = re.compile(r"""<a\s+href\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
LINKED = ("https://", "http://", "tg://", "mailto:", "{{")
"""How the address of a link begins that leads somewhere; or that is filled in."""
UNSAID = ("{% set ", "{% macro ")
"""How a line begins that says nothing by itself."""
ALWAYS_GIVEN = frozenset({"t", "language"})

TextPath = tuple[str, ...]

ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
ENVIRONMENT.filters |= dict.fromkeys(
    (
        "city",
        "date",
        "day",
        "month",
        "number",
        "lower_first",
        "ours",
        "place",
        "short_day",
        "upper_first",
        "weekday",
    ),
    str,
)  # the renderer's own


@dataclass(frozen=True)
class Written:
    """A text or template as written, and where it stands."""

    where: str
    source: str
    is_file: bool = False

    @cached_property
    def tree(self) -> nodes.Template:
        return ENVIRONMENT.parse(self.source)

    def faults(self, given: Collection[str], judge: Judge) -> Iterator[str]:
        """A form that is wrong, a name that nobody gives, a tag that Telegram refuses, nothing at all."""
        if not self.is_file and not self.source.strip():
            yield f"{self.where}: is blank: write the text, or take the key away in every language"
            return
        try:
            undeclared = meta.find_undeclared_variables(self.tree)
        except TemplateSyntaxError as error:
            yield f"{self.where}: {self._line(error.lineno)}{error.message}"
            return
        names = {node.name: node.lineno for node in self.tree.find_all(nodes.Name)}
        for name in sorted(undeclared.difference(given)):
            yield f"{self.where}: {self._line(names[name])}'{name}' is undefined"
        if self.is_file and not self.where.endswith(HTML):
            return
        yield from self._lost_breaks()
        yield from self._dead_links()
        try:
            judge(INSERTED.sub("", self.source))
        except HtmlError as error:
            yield f"{self.where}: {error}"

    def _dead_links(self) -> Iterator[str]:
        """Links that Telegram shows as bare words, for they lead nowhere."""
        for number, line in enumerate(self.source.splitlines(), start=1):
            for address in LINK.findall(line):
                if not address.startswith(LINKED):
                    yield f"{self.where}: {self._line(number)}the link {address!r} must begin with https://"

    def _lost_breaks(self) -> Iterator[str]:
        """Lines that say something and end with a tag: a tag takes the line break after it along."""
        lines = self.source.splitlines()
        for number, (line, after) in enumerate(pairwise(lines), start=1):
            if not line.endswith("%}") or line.startswith(UNSAID) or after[:3] in ("", "{%-", "{{-"):
                continue
            rest = "".join(lines[number:])
            is_last = not TAG.sub("", rest).strip() and not INCLUDED.search(rest) and "endfor" not in rest
            if (INCLUDED.search(line) or TAG.sub("", line).strip()) and not is_last:
                yield f"{self.where}: {self._line(number)}the line break after the tag is lost"

    def _line(self, number: int) -> str:
        return f"line {number}: " if self.is_file else ""


def where(language: str, path: TextPath) -> str:
    """A text by file and key."""
    if path[:3] == ("questions", "sector", "options") and len(path) > 3:
        path = (SECTORS, path[3], "option", *path[4:])
    if path[0] == SECTORS:
        return f"{language}/{SECTORS}/{path[1]}.toml: {'.'.join(path[2:])}"
    return f"{language}/{path[0]}.toml: {'.'.join(path[1:])}"


def all_written(texts: Mapping[str, Tree], room: Path) -> list[Written]:
    """Every text of every language, every template and every picture."""
    said = (
        Written(where(language, path), text)
        for language, tree in texts.items()
        for path, text in leaves(tree)
    )
    files = (
        Written(str(path.relative_to(room)), path.read_text(encoding="utf-8"), is_file=True)
        for path in sorted(room.rglob("*.j2"))
    )
    return [*said, *files]


def all_given(written: Iterable[Written], folders: Iterable[Path], around: Iterable[str]) -> frozenset[str]:
    """The names that code or a template gives to a template."""
    given = {*ALWAYS_GIVEN, *around, *strings_in_code(folders)}
    for folder in folders:
        for tree in modules(folder):
            given |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    for one in written:
        try:
            tree_of_template = one.tree
        except TemplateSyntaxError:
            continue
        given |= {keyword.key for keyword in tree_of_template.find_all(nodes.Keyword)}
        given |= {name.name for name in tree_of_template.find_all(nodes.Name) if name.ctx != "load"}
    return frozenset(given)


def strings_in_code(folders: Iterable[Path]) -> frozenset[str]:
    """The words that Python code holds as texts; that a name is one of a closed set is no use of it."""
    return frozenset(
        node.value
        for folder in folders
        for tree in modules(folder)
        for node in _walk_uses(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _walk_uses(tree: ast.AST) -> Iterator[ast.AST]:
    """All of a tree but what stands in `Literal[...]`."""
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name) and tree.value.id == "Literal":
        return
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _walk_uses(child)


def modules(folder: Path) -> Iterator[ast.Module]:
    """The Python code of a folder."""
    return (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py")))
