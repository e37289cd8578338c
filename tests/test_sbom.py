"""The bill of materials names what is locked, with hashes and licences; docs/licences.md says the same."""

import json
import re
from pathlib import Path

import pytest

from scripts.write_sbom import licence_of, licences, version, write_sbom

ROOT = Path(__file__).parents[1]
LOCKED = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
FAMILIES = ("LGPL", "MPL", "MIT", "BSD", "Apache", "OFL", "ISC", "PSF")


def families_in(licence: str) -> set[str]:
    """Which kinds of licence some words name."""
    return {family for family in FAMILIES if re.search(rf"\b{family}", licence)}


def test_it_names_every_library_that_runs() -> None:
    bom = json.loads(write_sbom())
    parts = bom["components"]
    assert {(part["name"], part["version"]) for part in parts} == set(LOCKED)
    assert all(part["hashes"] and part["licenses"] for part in parts)
    assert bom["metadata"]["component"]["version"] == version()


def test_that_of_an_image_names_what_its_system_has() -> None:
    bom = json.loads(write_sbom(["bash 5.2.15-2+b7 amd64\n", "zlib1g 1:1.2.13 amd64\n"]))
    assert {"bash", "zlib1g"} < {part["name"] for part in bom["components"]}
    assert len(bom["components"]) == len(LOCKED) + 2


def test_a_library_without_a_licence_is_named() -> None:
    with pytest.raises(ValueError, match="unheard-of: its metadata names no licence"):
        licence_of("unheard-of")


@pytest.mark.parametrize("name", [name for name, _ in LOCKED])
def test_the_page_on_licences_says_what_the_library_says(name: str) -> None:
    page = (ROOT / "docs/licences.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    said = [words for names, words in rows if name.lower() in re.split(r"[,\s]+", names.lower())]
    assert len(said) == 1, f"{name}: make licences says {licence_of(name)}"
    assert families_in(licence_of(name)) <= families_in(said[0])


def test_licences_are_listed_a_line_each() -> None:
    assert [line.split()[0] for line in licences().splitlines()] == [name for name, _ in LOCKED]
