"""A build in which one defence is broken: its module is compiled from other words than are in its file."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType

import tomli

MUTANTS = Path(__file__).with_name("mutants.toml")


class NotFound(Exception):
    """The words that a mutant replaces are not there, or not once."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`test`: what has to catch it, where that is not the simulation."""

    name: str
    promise: str
    defence: str
    module: str
    old: str
    new: str
    test: str = ""

    def applied(self, source: str) -> str:
        """The source of the module without the defence.

        Raises:
            NotFound: it was changed since, and the mutant with it.
        """
        if source.count(self.old) != 1:
            raise NotFound(f"{self.name}: {self.old!r} is {source.count(self.old)} times in {self.module}")
        return source.replace(self.old, self.new)


def read_mutants() -> list[Mutant]:
    return [Mutant(**written) for written in tomli.loads(MUTANTS.read_text("utf-8"))["mutant"]]


class _BrokenLoader(SourceFileLoader):
    """Compiles a module from broken words; nothing of it is kept on disk."""

    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        source = self.mutant.applied(Path(path).read_text("utf-8"))
        code = compile(source, path, "exec", dont_inherit=True)
        assert isinstance(code, CodeType)
        return code


class _BrokenFinder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _BrokenLoader(fullname, spec.origin)
            spec.loader.mutant = self._mutant
        return spec


def break_defence(mutant: Mutant) -> None:
    """From here on this process has the broken build; its modules may not be loaded yet."""
    assert mutant.module not in sys.modules, f"{mutant.module} is loaded already"
    sys.meta_path.insert(0, _BrokenFinder(mutant))


def source_of(module: str) -> str:
    """The words of a module as they are."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")
