"""No file names an index of packages or a registry of images: each machine has its own."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = [*ROOT.glob("*.*"), *ROOT.glob(".*.y*ml"), ROOT / "Makefile", ROOT / "Dockerfile"]
FOLDERS = (".github", "deploy", "docs", "scripts", "benchmarks")
# In pieces, so that this file names none itself.
HOSTS = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "ghcr" + r"\.io")))


def test_no_file_names_a_registry() -> None:
    inside = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*")]
    inside = [file for file in inside if "node_modules" not in file.parts]
    texts = {file: file.read_bytes().decode(errors="replace") for file in [*FILES, *inside] if file.is_file()}
    assert ROOT / ".github/workflows/ci.yml" in texts
    assert [file for file, text in texts.items() if HOSTS.search(text)] == []
