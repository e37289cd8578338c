"""What the documents say is so: commands, links, settings, the diagram, and the worked example."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest

from bot.__main__ import app
from bot.settings import Settings
from flows.catalogue.catalogue import load_catalogue
from flows.catalogue.guards import GUARDS
from flows.questionnaire.diagram import to_mermaid

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NOT_FOR_OPERATORS = {"VIERSTAP_BENCH_COMMIT_DELAY_MS", "VIERSTAP_SANDBOX_CLOCK"}

README = (ROOT / "README.md").read_text()
ROOMS = ("bot", "flows", "messages", "tests")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def code_of(text: str) -> Iterator[str]:
    """What a page shows as code: blocks, and words between backticks."""
    blocks = re.compile(r"```.*?```", re.DOTALL)
    yield from blocks.findall(text)
    yield from re.findall(r"`([^`\n]+)`", blocks.sub("", text))


def named_in_code(word: str, page: Path) -> set[str]:
    """What follows a word in the code of a page."""
    return {
        name for code in code_of(page.read_text()) for name in re.findall(rf"\b{word} ([a-z][a-z-]*)", code)
    }


def anchors_of(page: Path) -> set[str]:
    """The headings of a page as link targets."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_diagram_is_that_of_the_machine() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    shown = re.search(r"<!-- diagram -->\n```mermaid\n(.*?)\n```\n<!-- end of diagram -->", page, re.DOTALL)
    assert shown is not None
    assert shown[1] == to_mermaid(load_catalogue()).strip()


@every_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named_in_code("make", page) <= targets


@every_page
def test_every_command_that_is_named_exists(page: Path) -> None:
    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    } | {group.name for group in app.registered_groups}
    assert named_in_code("vierstap", page) <= commands


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    for link in [*re.findall(r"\]\(([^)]+)\)", text), *re.findall(r'src="([^"]+)"', text)]:
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors_of(target), link


def test_every_page_that_the_code_names_exists() -> None:
    sources = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("flows/**/*.*"), ROOT / "compose.yaml"]
    named = {
        page
        for source in sources
        if source.suffix in {".py", ".toml", ".yaml"}
        for page in re.findall(r"docs/[\w/.-]+\.md", source.read_text())
    }
    assert named
    assert [page for page in named if not (ROOT / page).exists()] == []


def test_every_setting_and_nothing_else_is_in_the_readme() -> None:
    settings = {name.upper() for name in Settings.model_fields} - NOT_FOR_OPERATORS
    rows = re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)} == settings


def test_every_guard_is_in_the_editors_guide() -> None:
    page = (ROOT / "docs/content.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) >= set(GUARDS)


def test_every_library_that_runs_has_its_licence_named() -> None:
    page = (ROOT / "docs/licences.md").read_text().lower()
    ours = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in requires("vierstap") or []}
    assert {name for name in ours if name.lower().replace("_", "-") not in page} == set()


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/howto/*.md")), ids=lambda page: page.stem)
def test_what_a_howto_names_exists_and_it_fits_on_a_page(page: Path) -> None:
    text = page.read_text()
    assert len(text.splitlines()) <= 55
    code = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    paths = {word for word in code if re.fullmatch(r"(bot|flows|messages|tests|docs)/[\w/.]+", word)}
    assert {path for path in paths if "/fr" not in path and not (ROOT / path).exists()} == set()
    sources = "".join(path.read_text() for room in ROOMS for path in ROOT.glob(f"{room}/**/*.py"))
    names = {word for word in code if re.fullmatch(r"\w+", word) and word.upper() not in README}
    assert {name for name in names if not re.search(rf"\b{name}\b", sources)} == set()
    assert {line for line in re.findall(r"after\s+`(.+?)`:", text) if line not in sources} == set()


def follow_the_example(page: str, root: Path) -> None:
    """Do to a copy what the editor's guide says, literally."""
    inserted = r"In `([^`]+)`, (?:at the end|achteraan|after `(.+?)`):\n\n```toml\n(.*?)```"
    for path, line, text in re.findall(inserted, page, re.DOTALL):
        file = root / path
        before = file.read_text()
        place = len(before) if not line else before.index(line) + len(line) + 1
        file.write_text(before[:place] + text + before[place:])
    for path, old, new in re.findall(r"In `([^`]+)`, instead of `([^`]+)`: `([^`]+)`", page):
        file = root / path
        assert file.read_text().count(old) == 1
        file.write_text(file.read_text().replace(old, new))


def test_the_worked_examples_of_the_editors_guides_pass_the_check(tmp_path: Path) -> None:
    for room in ("bot", "flows", "messages"):
        shutil.copytree(ROOT / room, tmp_path / room)
    for guide in ("docs/content.md", "docs/nl/redactie.md"):
        follow_the_example((ROOT / guide).read_text(), tmp_path)
    assert "newsletter" in (tmp_path / "flows/content/facts.toml").read_text()
    assert set(load_catalogue(tmp_path / "flows/content").offered("reply")) == {"slow", "same_day", "unknown"}
    check = [sys.executable, "-m", "bot", "check", "--fast"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dutch_guide_names_files_and_messages_that_there_are() -> None:
    page, guide = (ROOT / "docs/nl/redactie.md").read_text(), (ROOT / "docs/content.md").read_text()
    known = {path.name for room in ("flows/content", "messages/nl") for path in (ROOT / room).rglob("*.toml")}
    assert set(re.findall(r"`(\w+\.toml)`", page)) <= known
    messages = re.findall(r"^\| `([^`]+)` \|", page.split("## Wat de meldingen betekenen")[1], re.MULTILINE)
    parts = {part.strip() for said in messages for part in re.split("…|'…'", said)} - {"All is well.", ""}
    assert {part for part in parts if part not in guide} == set()
