"""The glossary and the code use the same words, each for one thing."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINE = re.compile(r"^\| `(\w+)` \| .+ \| \[(.+)\]\(\.\./(.+)\) \|$", re.MULTILINE)
LINES = LINE.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))


def public_classes(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def defined(path: Path) -> Iterator[str]:
    """The classes, and the types that have a name."""
    yield from public_classes(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_every_word_is_defined_in_the_file_beside_it() -> None:
    strange = [
        word
        for word, shown, linked in LINES
        if shown != linked or not (ROOT / linked).is_file() or word not in defined(ROOT / linked)
    ]
    assert len(LINES) > 50
    assert strange == []


def test_every_record_fact_and_port_is_listed() -> None:
    rooms = ("state/*.py", "teams/records.py", "teams/changes.py", "../bot/services/ports/*.py")
    files = [path for room in rooms for path in (ROOT / "flows").glob(room)]
    listed = {word for word, _, _ in LINES}
    assert {name for path in files for name in public_classes(path)} - listed == set()


def test_every_word_is_listed_once_in_the_order_of_the_alphabet() -> None:
    words = [word.lower() for word, _, _ in LINES]
    assert words == sorted(set(words))


def test_no_public_class_name_is_defined_twice() -> None:
    files = [*ROOT.glob("flows/**/*.py"), *ROOT.glob("bot/**/*.py")]
    names = Counter(name for path in files for name in public_classes(path))
    assert [name for name, times in names.items() if times > 1] == []
