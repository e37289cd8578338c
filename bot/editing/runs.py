"""The words of a template: what stands on each line between its tags."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TAG = re.compile(r"({%.*?%}|{#.*?#})", re.DOTALL)
LINE = re.compile(r"(\n)")
INSERTED = re.compile(r"{{.*?}}", re.DOTALL)
CHOSEN = re.compile(r"\"[^\"]*\"(?=\s+if\b)|(?<=\belse )\"[^\"]*\"")
"""Words that are chosen within what is inserted: `"a person" if number == 1 else "people"`."""
MARKUP = re.compile(r"<[^>]+>|&\w+;")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Run:
    """A piece of a template. `name`: the part between tags and the line there, if it says something."""

    text: str
    name: str = ""


def split(source: str) -> Iterator[Run]:
    """A template in pieces, which together are the template."""
    for place, part in enumerate(TAG.split(source)):
        if place % 2:
            yield Run(part)
            continue
        for number, line in enumerate(LINE.split(part)):
            words = line.strip()
            if number % 2 or not says_something(words):
                yield Run(line)
                continue
            before, after = line.split(words)
            yield from (Run(before), Run(words, f"{place // 2 + 1}.{number // 2 + 1}"), Run(after))


def says_something(line: str) -> bool:
    """Whether there is anything to translate."""
    return bool(LETTER.search(MARKUP.sub("", INSERTED.sub("", line))) or CHOSEN.search(line))


def runs_of(source: str) -> dict[str, str]:
    """All words of a template by name."""
    return {run.name: run.text for run in split(source) if run.name}


def join(source: str, changes: Mapping[str, str]) -> str:
    """The template with some of its words changed."""
    return "".join(changes.get(run.name, run.text) if run.name else run.text for run in split(source))
