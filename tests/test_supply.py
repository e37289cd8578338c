"""What runs is what was chosen: every library by its hash; and nothing is fetched but from the Bot API."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")
FETCHING = {"aiohttp", "ftplib", "http", "httpx", "pyreqwest", "requests", "smtplib", "urllib3"}
MAY_FETCH = {"bot/channels/telegram/transport.py", "bot/sandbox/webhook.py"}


@pytest.mark.threat("S14")
@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_locked_with_its_hashes(lock: str) -> None:
    wanted = re.split(r"\n(?=[^\s#])", (ROOT / lock).read_text("utf-8"))
    libraries = [part for part in wanted if re.match(r"[\w.-]+(\[[\w,-]+\])?==", part)]
    assert libraries
    assert [part.partition(" ")[0] for part in libraries if "--hash=sha256:" not in part] == []
    assert not [part for part in wanted if re.match(r"\s*(-e|--editable|git\+|https?:|--index|-i )", part)]


@pytest.mark.threat("S14")
def test_libraries_are_installed_by_their_hashes_alone() -> None:
    for file in ("Makefile", "Dockerfile"):
        text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
        named = [line for line in text.splitlines() if "--requirement" in line and "audit" not in line]
        installs = [part for line in named for part in line.split("&&") if "--requirement" in part]
        assert installs
        assert [part for part in installs if "--require-hashes" not in part] == [], file


@pytest.mark.threat("S9")
def test_only_the_way_to_telegram_fetches_anything() -> None:
    assert {path for path, name in _imports() if name.partition(".")[0] in FETCHING} <= MAY_FETCH
    assert not [path for path, name in _imports() if name.startswith("urllib.request")]


@pytest.mark.threat("S9")
def test_no_file_that_people_send_is_downloaded() -> None:
    """A file is had by `getFile`, which nothing of ours calls but the look-alike that knows it."""
    asking = re.compile(r"get_?file\b|/file/bot", re.IGNORECASE)
    found = {path for path, text in _sources() if asking.search(text) and not path.startswith("bot/sandbox/")}
    assert found == set()


def _sources() -> Iterator[tuple[str, str]]:
    for room in ("bot", "flows", "messages"):
        for path in (ROOT / room).rglob("*.py"):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def _imports() -> Iterator[tuple[str, str]]:
    for path, text in _sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module
