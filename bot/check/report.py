"""What was checked: shown as it goes, and every fault listed at the end."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import TemplateError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.check.faults import FaultList
from bot.check.screens.advising import Bound
from messages.texts import TextBroken, TextMissing


@dataclass
class Report:
    """What was checked, and the faults."""

    console: Console
    faults: FaultList = field(default_factory=FaultList)
    lengths: list[Bound] = field(default_factory=list)

    def check(self, what: str, faults: Iterable[str]) -> list[str]:
        """Run one check to its end, whatever it finds."""
        found = FaultList()
        with self.console.status(what):
            try:
                found.update(faults)
            except (TextMissing, TextBroken, TemplateError) as error:  # what comes after it waits for that
                found.add(str(error))
        self.faults.update(found)
        self.console.print(f"{'✗' if found else '✓'} {what}" + (f": {_count(len(found))}" if found else ""))
        return list(found)

    def count(self, what: str) -> None:
        self.console.print(f"  {what}", highlight=True)

    def postpone(self, what: str) -> None:
        """A check that says nothing as long as there are other faults."""
        self.console.print(f"– {what}: to be looked at once the faults are mended")

    @contextmanager
    def as_far_as_possible(self, what: str) -> Iterator[None]:
        """Where there are faults already, a check that stumbles over them is no news."""
        try:
            yield
        except Exception:  # faults may show in any way; without them it is a bug, and raised
            if not self.faults:
                raise
            self.postpone(what)

    def conclude(self) -> bool:
        """Print the lengths and the faults; whether all is well."""
        self._print_lengths()
        for fault in self.faults:
            self.console.print(f"[red]✗[/] {escape(fault)}", soft_wrap=True)
        self.console.print(_count(len(self.faults)) if self.faults else "All is well.")
        return not self.faults

    def _print_lengths(self) -> None:
        """The longest that each view can be."""
        languages = sorted({bound.language for bound in self.lengths})
        table = Table("longest message", *languages, "limit", box=None)
        longest = {(bound.view, bound.language): bound for bound in self.lengths}
        for view in dict.fromkeys(bound.view for bound in self.lengths):
            bounds = [longest[view, language] for language in languages]
            table.add_row(view, *(str(bound.length) for bound in bounds), str(bounds[0].limit))
        if self.lengths:
            self.console.print(table)


def _count(faults: int) -> str:
    return f"{faults} fault{'' if faults == 1 else 's'}"
