"""The papers on privacy: a register of processing, a draft of the DPIA, and a note for the works council."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomli

from bot.privacy.register import DAYS, MINUTES, Kept, load_register

HERE = Path(__file__).parent
PAPERS = ("register", "dpia", "works_council")
NOBODY_NAMED = "[…]"


def languages() -> tuple[str, ...]:
    """Those the papers are written in."""
    return tuple(sorted(words.parent.name for words in HERE.glob("*/words.toml")))


@cache
def words_in(language: str) -> Mapping[str, Any]:
    """How everything is called."""
    return tomli.loads((HERE / language / "words.toml").read_text("utf-8"))


def term(language: str, name: str) -> str:
    """How long something stays, as the program has it."""
    days = {name: f"{number:g}" for name, number in DAYS.items()}
    written: str = words_in(language)["terms"][name]
    return written.format(**days, minutes=f"{MINUTES:g}")


def write_papers(contact: str = "") -> dict[str, str]:
    """Every paper by the name of its file; `contact`: whom people ask about their data."""
    values = {"contact": contact or NOBODY_NAMED, "version": version("vierstap")}
    return {
        f"{paper}.{language}.md": _write(language, paper, values)
        for language in languages()
        for paper in PAPERS
    }


def _write(language: str, paper: str, values: Mapping[str, str]) -> str:
    text = (HERE / language / f"{paper}.md").read_text("utf-8").format(**values)
    kept = load_register().kept
    parts = {
        "purposes": _purposes(language),
        "terms": _terms(language),
        "data": _data(language, [one for one in kept if paper == "register" or one.whose == "person"]),
    }
    for name, table in parts.items():
        text = text.replace(f"<!-- {name} -->\n", table)
    return text


def _data(language: str, kept: Iterable[Kept]) -> str:
    words, bases = words_in(language), load_register().bases
    rows = [
        [
            words["data"][one.data],
            words["whose"][one.whose],
            words["purposes"][one.purpose][0],
            words["bases"][bases[one.purpose]],
            term(language, one.term),
            f"`{one.table}`: {', '.join(one.columns)}",
        ]
        for one in kept
    ]
    return _table(words["head"], rows)


def _purposes(language: str) -> str:
    words = words_in(language)
    rows = [
        [words["purposes"][name][0], words["bases"][letter], words["purposes"][name][1]]
        for name, letter in load_register().bases.items()
    ]
    return _table(words["purposes_head"], rows)


def _terms(language: str) -> str:
    words = words_in(language)
    rows = {(words["data"][one.data], term(language, one.term)) for one in load_register().kept}
    head = [words["head"][0], words["head"][4]]
    return _table(head, [list(row) for row in sorted(rows)])


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
