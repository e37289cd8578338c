"""What came out of a rush, and whether it reaches its goals."""

from rich.table import Table

from benchmarks.burst import Given, Phase, RushResult
from benchmarks.report import console

MOST_CLAIM_MS = 50.0
LEAST_OF_RATE = 0.95
MOST_SLOWER = 1.5
"""Of the 95th percentile of those who chat: answers that fall together with a reminder wait for it."""
MOST_GROWTH = 1.03
SMALL_SHARE = (0.45, 0.55)


def show_rush(given: Given, result: RushResult) -> None:
    """Print the figures and the verdicts."""
    rows = f"{given.members:,} members due at one moment, {given.appointments:,} appointments, {given.where}"
    table = Table(title=f"{rows}: a window of {given.seconds:.0f} s", title_justify="left")
    for heading in ("", "reminders\n/s", "answers\n/s", "answered in ms\np50 / p95 / p99", "bot CPU"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, phase in (("before", result.quiet), ("after", result.rush)):
        table.add_row(name, *_cells(phase))
    console.print(table)
    console.print(
        f"claim of 25: {result.claims.latency} ms (p50 / p95 / p99); "
        f"{result.cpu_ms:.2f} ms of CPU per reminder; "
        f"memory {result.memory_mb[0]:.0f} to {result.memory_mb[-1]:.0f} MB",
        highlight=False,
    )
    slower = result.rush.chatting.p95 / result.quiet.chatting.p95
    low, high = SMALL_SHARE
    _judge("claims by index", f"{result.claims.index_used}", reached=result.claims.index_used)
    claim = result.claims.latency.p95
    _judge("ms of a claim, p95", f"{claim:.1f}", reached=claim <= MOST_CLAIM_MS)
    pace = result.per_second / given.rate
    _judge("of the budget used", f"{pace:.0%}", reached=LEAST_OF_RATE <= pace <= 1 + 2 / given.seconds)
    _judge("doubles", f"{result.doubles}", reached=not result.doubles)
    fair = low <= result.small_share <= high
    _judge("of the reminders to small teams, half of all", f"{result.small_share:.0%}", reached=fair)
    _judge("times slower for who chats, p95", f"{slower:.2f}", reached=slower <= MOST_SLOWER)
    growth = result.memory_growth
    _judge("growth of memory", f"{growth:.3f}", reached=growth <= MOST_GROWTH)


def _cells(phase: Phase) -> tuple[str, ...]:
    return (
        f"{phase.reminders / phase.seconds:.1f}",
        f"{phase.answers / phase.seconds:.1f}",
        str(phase.chatting),
        f"{phase.bot_cpu / phase.seconds:.0%}",
    )


def _judge(goal: str, value: str, *, reached: bool) -> None:
    console.print(f"{'ok' if reached else 'MISS':4} {value} {goal}", highlight=False)
