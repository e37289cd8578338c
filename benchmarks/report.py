"""Tables of results, and their comparison with the goals."""

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table

from benchmarks.candidates import CANDIDATES, OURS
from benchmarks.look_alike import Carried
from benchmarks.result import Result

BUSY = 0.9
console = Console(width=None if Console().is_terminal else 160)


def _load(result: Result) -> str:
    warning = " !" if result.look_alike_load > BUSY else ""
    return f"{result.look_alike_load:.0%}{warning}"


def _faults(result: Result) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in result.faults.items()) or "none"


Column = tuple[str, Callable[[Result], str]]

COMPARISON: tuple[Column, ...] = (
    ("CPU ms\n/answer", lambda result: f"{result.cpu_ms:.2f}"),
    ("answers\n/s", lambda result: f"{result.answers_per_second:.0f}"),
    ("updates\n/s", lambda result: f"{result.updates_per_second:.0f}"),
    ("p50\nms", lambda result: f"{result.p50_ms:.0f}"),
    ("p99\nms", lambda result: f"{result.p99_ms:.0f}"),
    ("calls\n/update", lambda result: f"{result.calls_per_update:.2f}"),
    ("polls\n/update", lambda result: f"{result.polls_per_update:.2f}"),
    ("peak\nMB", lambda result: f"{result.peak_mb:.0f}"),
    ("look-alike\nload", _load),
    ("faults", _faults),
)
DIAGNOSIS: tuple[Column, ...] = (
    ("CPU ms\n/diagnosis", lambda result: f"{result.diagnosis_cpu_ms:.2f}"),
    ("diagnoses\n/s", lambda result: f"{result.diagnoses_per_second:.1f}"),
    *COMPARISON[3:],
)
START: tuple[Column, ...] = (
    ("first screen\ns", lambda result: f"{result.first_screen_s:.2f}"),
    ("CPU s\nuntil then", lambda result: f"{result.first_screen_cpu_s:.2f}"),
    ("idle\nMB", lambda result: f"{result.rest_mb:.0f}"),
    ("faults", _faults),
)
RATIO = "CPU, ours\nis 1"


def show(title: str, results: Iterable[Result], columns: tuple[Column, ...]) -> None:
    """Print a table, with the CPU of each in proportion to ours, and what failed."""
    results = list(results)
    ours = next((each for each in results if each.candidate == OURS and not each.failure), None)
    compared = ours is not None and columns is COMPARISON
    table = Table(title=title, title_justify="left")
    table.add_column("bot")
    for heading in [*(heading for heading, _ in columns), *([RATIO] if compared else [])]:
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        name = CANDIDATES[result.candidate].title
        if result.failure:
            table.add_row(name, "failed")
            continue
        cells = [render(result) for _, render in columns]
        if compared and ours is not None:
            cells.append(f"{result.cpu_ms / ours.cpu_ms:.2f}")
        table.add_row(name, *cells)
    console.print(table)
    for result in results:
        if result.failure:
            console.print(f"{CANDIDATES[result.candidate].title}: {result.failure}", markup=False)


def show_parts(plain: Result, sampled: Result) -> None:
    """Print where the time of a turn goes: each part's share of the cost measured without sampling."""
    if plain.failure or sampled.failure:
        console.print(plain.failure or sampled.failure, markup=False)
        return
    title = f"{CANDIDATES[plain.candidate].title}:\nwhere an answer's {plain.cpu_ms * 1000:.0f} µs go"
    table = Table(title=title, title_justify="left")
    for heading in ("part", "share", "µs"):
        table.add_column(heading, justify="left" if heading == "part" else "right")
    for part, share in sampled.parts.items():
        table.add_row(part, f"{share:.0%}", f"{share * plain.cpu_ms * 1000:.0f}")
    console.print(table)


def judge(goal: str, result: Result, value: float, limit: float, *, at_least: bool = False) -> None:
    """Print whether a figure of a run that worked reaches its goal."""
    if result.failure:
        return
    reached = value >= limit if at_least else value <= limit
    verdict, bound = "ok" if reached else "MISS", "at least" if at_least else "at most"
    title, ratio = CANDIDATES[result.candidate].title, value / limit
    console.print(
        f"{verdict:4} {title}: {goal} {value:.2f} ({bound} {limit:g}, so {ratio:.2f} of it)", highlight=False
    )


def judge_cpu(results: Iterable[Result], ours: str, peer: str, most: float) -> None:
    """Print what ours costs in proportion to a peer of the same run."""
    working = {result.candidate: result for result in results if not result.failure}
    if ours in working and peer in working:
        title = f"{CANDIDATES[ours].title}: of the CPU of {CANDIDATES[peer].title}"
        verdict(title, working[ours].cpu_ms / working[peer].cpu_ms, most)


def verdict(goal: str, ratio: float, most: float = 1.0) -> None:
    """Print whether a ratio reaches its goal."""
    reached = "ok" if ratio <= most else "MISS"
    console.print(f"{reached:4} {ratio:.2f} {goal} (at most {most:g})", highlight=False)


def show_carried(results: Iterable[Carried]) -> None:
    """Print what the sandbox's look-alike carries, beside the goals."""
    table = Table(title="What the sandbox's look-alike carries", title_justify="left")
    for heading in ("checks", "updates", "updates\n/s of a core", "updates\n/s", "load of\nthe core"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        figures = (result.per_core, result.per_second)
        load = f"{result.cpu / result.seconds:.0%}"
        checks = "on" if result.checks else "off"
        table.add_row(checks, f"{result.updates:,}", *(f"{figure:,.0f}" for figure in figures), load)
    console.print(table)


def judge_carried(result: Carried, least: float) -> None:
    """Print whether it carries enough."""
    verdict = "ok" if result.per_core >= least else "MISS"
    checks = "on" if result.checks else "off"
    console.print(
        f"{verdict:4} with checks {checks}: {result.per_core:.0f} (at least {least:g})", highlight=False
    )
