"""`python -m benchmarks`: what an answer costs, here and in other tools. See `--help`."""

import compileall
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import orjson
import typer
import uvloop

from benchmarks.burst import Given
from benchmarks.burst import run as run_rush
from benchmarks.burst_report import show_rush
from benchmarks.candidates import CANDIDATES, OURS, PEERS, is_there
from benchmarks.flood import Given as FloodGiven
from benchmarks.flood import run as run_flood
from benchmarks.flood import show_flood
from benchmarks.look_alike import Load, measure
from benchmarks.recovery import (
    acknowledge,
    drain,
    recover,
    show_acknowledged,
    show_drained,
    show_recovered,
)
from benchmarks.report import (
    COMPARISON,
    DIAGNOSIS,
    START,
    console,
    judge,
    judge_carried,
    judge_cpu,
    show,
    show_carried,
    show_parts,
)
from benchmarks.result import Result, Scenario
from benchmarks.workshop import (
    EDITS,
    MOST_CARD_SECONDS,
    MOST_SECONDS,
    MOST_SECONDS_LIMITED,
    SENDS,
    show_workshop,
)
from benchmarks.workshop import run as run_workshop

MOST_TO_GRAMMY, MOST_TO_AIOGRAM = 0.9, 0.125
"""Of their CPU for the same answer: 0.30 ms to 0.33, and an eighth."""
MOST_ADDED_MS = {"p50": 3.0, "p99": 15.0}
ANSWERS_A_SECOND, THINK_SECONDS = 500, 0.5
LEAST_ANSWERS_WITH_SLOW_API = 400
LEAST_ANSWERS_WITH_SLOW_COMMITS = 300
MOST_GROWTH = 1.1
MOST_START_SECONDS = 0.7
MOST_IDLE_MB = 90
MOST_MB_WITH_CROWD = 120
LEAST_UPDATES_ON_TRUST, LEAST_UPDATES_CHECKED = 3_000, 300
CROWD = 5000
ROOMS = ("bot", "flows", "messages")
MOST_SUSTAINED_MS = 1_000.0
FEW_STORED, MANY_STORED = 1_000, 1_000_000

app = typer.Typer(help=__doc__, no_args_is_help=False, add_completion=False)


@dataclass
class Options:
    """What holds for every run of a command."""

    base: Scenario
    only: list[str]
    rounds: int

    def names(self, default: list[str]) -> list[str]:
        """The bots to run; those whose ground is missing here are named and left out."""
        wanted = self.only or default
        if missing := [CANDIDATES[name].title for name in wanted if not is_there(name)]:
            console.print(f"left out, for Node.js or its packages are not here: {', '.join(missing)}")
        return [name for name in wanted if is_there(name)]

    def run(self, name: str, scenario: Scenario) -> Result:
        """The cheapest of some rounds of one bot, each in a fresh process."""
        return self.run_all([name], scenario)[0]

    def run_all(self, names: list[str], scenario: Scenario) -> list[Result]:
        """The same of several bots, which take turns: what else goes on here meets all of them."""
        rounds: list[list[Result]] = []
        for number in range(1, self.rounds + 1):
            with console.status(f"round {number} of {self.rounds}"):
                rounds.append([_run_once(replace(scenario, candidate=name)) for name in names])
        return [_cheapest(results) for results in zip(*rounds, strict=True)]


@app.callback(invoke_without_command=True)
def options(  # noqa: PLR0913 - the options of a command
    context: typer.Context,
    *,
    people: Annotated[int, typer.Option(help="people at the same time")] = 200,
    answers: Annotated[int, typer.Option(help="answers measured")] = 6000,
    api_delay_ms: Annotated[float, typer.Option(help="added to every API answer")] = 0.0,
    commit_delay_ms: Annotated[float, typer.Option(help="added to our every commit")] = 0.0,
    rounds: Annotated[int, typer.Option(help="run each so often, report the cheapest")] = 1,
    only: Annotated[list[str] | None, typer.Option(help=f"bots to run: {', '.join(CANDIDATES)}")] = None,
    webhook: Annotated[bool, typer.Option(help="only ours, by webhook")] = False,
    tls: Annotated[bool, typer.Option(help="calls to the Bot API are encrypted")] = False,
    quick: Annotated[bool, typer.Option(help="a rough figure in little time")] = False,
) -> None:
    """Compare ours with the peers, unless a command asks for something else."""
    if unknown := set(only or ()) - set(CANDIDATES):
        raise typer.BadParameter(f"unknown bot: {', '.join(sorted(unknown))}")
    if quick:
        people, answers = min(people, 50), min(answers, 1000)
    base = Scenario(
        candidate=OURS,
        people=people,
        answers=answers,
        warm_up=max(answers // 4, 10 * people),
        api_delay_ms=api_delay_ms,
        commit_delay_ms=commit_delay_ms,
        tls=tls,
    )
    chosen = ["vierstap-webhook"] if webhook else list(only or ())
    context.obj = Options(base, chosen, rounds)
    if context.invoked_subcommand is None:
        compare(context)


@app.command()
def compare(context: typer.Context) -> None:
    """The ten-question conversation, nine answers a person, in every bot."""
    given: Options = context.obj
    results = given.run_all(given.names(list(CANDIDATES)), given.base)
    show("What an answer costs", results, COMPARISON)
    judge_cpu(results, OURS, "grammy-memory", MOST_TO_GRAMMY)
    judge_cpu(results, OURS, "aiogram-sqlite", MOST_TO_AIOGRAM)
    judge_cpu(results, "vierstap-webhook", "grammy-webhook", MOST_TO_GRAMMY)


@app.command()
def turn(context: typer.Context) -> None:
    """Where the time of an answer goes, part by part."""
    given: Options = context.obj
    for name in given.names([OURS, "vierstap-webhook"]):
        show_parts(given.run(name, given.base), given.run(name, replace(given.base, profile=True)))


@app.command()
def latency(context: typer.Context) -> None:
    """What is added to one round trip where 500 answers come a second."""
    given: Options = context.obj
    people = round(ANSWERS_A_SECOND * THINK_SECONDS)
    scenario = replace(given.base, people=people, think_seconds=THINK_SECONDS)
    results = [given.run(name, scenario) for name in given.names([OURS, "vierstap-webhook"])]
    show(f"{ANSWERS_A_SECOND} answers a second", results, COMPARISON)
    for result in results:
        judge("ms until the next screen, p50", result, result.p50_ms, MOST_ADDED_MS["p50"])
        judge("ms until the next screen, p99", result, result.p99_ms, MOST_ADDED_MS["p99"])


@app.command()
def diagnosis(context: typer.Context) -> None:
    """The same with the tenth answer and what follows it: in ours the card and the advice."""
    given: Options = context.obj
    scenario = replace(given.base, questions=10, to_the_end=True)
    results = [given.run(name, scenario) for name in given.names([OURS, *PEERS])]
    show("What a whole diagnosis costs", results, DIAGNOSIS)


@app.command()
def delays(context: typer.Context) -> None:
    """Answers per second when the network, or the disk, is slow."""
    given: Options = context.obj
    slow_api = replace(given.base, api_delay_ms=50.0)
    slow_commits = replace(given.base, commit_delay_ms=5.0)
    for title, scenario, limit in (
        ("50 ms added to every API answer", slow_api, LEAST_ANSWERS_WITH_SLOW_API),
        ("5 ms added to every commit", slow_commits, LEAST_ANSWERS_WITH_SLOW_COMMITS),
    ):
        results = [given.run(name, scenario) for name in given.names([OURS])]
        show(title, results, COMPARISON)
        for result in results:
            judge("answers per second", result, result.answers_per_second, limit, at_least=True)


@app.command()
def startup(context: typer.Context) -> None:
    """From the start of the process on an empty database to the first screen; memory at rest."""
    given: Options = context.obj
    for room in ROOMS:  # As in the image
        compileall.compile_dir(room, quiet=1)
    scenario = replace(given.base, people=1, answers=2, warm_up=0, rest_seconds=2.0)
    results = [given.run(name, scenario) for name in given.names([OURS])]
    show("Start, one person, then two seconds of rest", results, START)
    for result in results:
        judge("seconds to the first screen", result, result.first_screen_s, MOST_START_SECONDS)
        judge("MB at rest", result, result.rest_mb, MOST_IDLE_MB)


@app.command()
def memory(context: typer.Context) -> None:
    """Peak memory with 5,000 people in the middle of their diagnosis."""
    given: Options = context.obj
    scenario = replace(given.base, people=CROWD, answers=3 * CROWD, warm_up=CROWD)
    results = [given.run(name, scenario) for name in given.names([OURS])]
    show(f"{CROWD:,} people at the same time", results, COMPARISON)
    for result in results:
        judge("peak MB", result, result.peak_mb, MOST_MB_WITH_CROWD)


@app.command()
def stored(context: typer.Context) -> None:
    """What an answer costs with a thousand and with a million stored conversations."""
    given: Options = context.obj
    for name in given.names([OURS]):
        few = given.run(name, replace(given.base, stored_people=FEW_STORED))
        many = given.run(name, replace(given.base, stored_people=MANY_STORED))
        show(f"{FEW_STORED:,} and {MANY_STORED:,} stored conversations", [few, many], COMPARISON)
        if not few.failure:
            judge("growth of the CPU per answer", many, many.cpu_ms / few.cpu_ms, MOST_GROWTH)


@app.command()
def reminders(  # noqa: PLR0913 - the options of a command
    *,
    members: Annotated[int, typer.Option(help="people whose check-in opens at one moment")] = 100_000,
    appointments: Annotated[int, typer.Option(help="rows of appointments in all")] = 1_000_000,
    seconds: Annotated[float, typer.Option(help="measured before that moment, and after it")] = 60.0,
    rate: Annotated[int, typer.Option(help="the budget: reminders a second")] = 25,
    chatting: Annotated[int, typer.Option(help="people who chat meanwhile")] = 100,
    think_seconds: Annotated[float, typer.Option(help="from a question to its answer")] = 2.0,
    where: Annotated[str, typer.Option(help="sqlite, postgresql, or an empty database's address")] = "sqlite",
) -> None:
    """A window of a rush of reminders: claims, pace, order, memory, and what those who chat notice."""
    given = Given(where, members, appointments, seconds, rate, chatting, think_seconds)
    with console.status("filling the database"):
        result = uvloop.run(run_rush(given))
    show_rush(given, result)


@app.command()
def flood(
    *,
    people: Annotated[int, typer.Option(help="people who chat meanwhile")] = 50,
    seconds: Annotated[float, typer.Option(help="measured in all")] = 60.0,
    rate: Annotated[float, typer.Option(help="updates a second of the one person")] = 50.0,
    think_seconds: Annotated[float, typer.Option(help="from a question to its answer")] = 1.0,
    typed: Annotated[str, typer.Option(help="what the one person sends")] = "/help",
    where: Annotated[str, typer.Option(help="sqlite, postgresql, or an empty database's address")] = "sqlite",
) -> None:
    """What others notice of one person who sends many updates a second."""
    given = FloodGiven(where, seconds, rate, people, think_seconds, typed)
    with console.status("measuring"):
        result = uvloop.run(run_flood(given))
    show_flood(given, result)


@app.command()
def sustained(
    context: typer.Context,
    *,
    crowd: Annotated[int, typer.Option(help="people at the same time")] = CROWD,
    rate: Annotated[int, typer.Option(help="answers a second")] = 300,
    minutes: Annotated[float, typer.Option(help="measured")] = 10.0,
) -> None:
    """300 answers a second of 5,000 people, each on disk before it is acknowledged."""
    given: Options = context.obj
    answers = round(rate * minutes * 60)
    scenario = replace(
        given.base, people=crowd, think_seconds=crowd / rate, warm_up=2 * crowd, answers=answers
    )
    results = [given.run(name, scenario) for name in given.names([OURS])]
    show(f"{rate} answers a second of {crowd:,} people for {minutes:g} minutes", results, COMPARISON)
    for result in results:
        judge("ms until the next screen, p99", result, result.p99_ms, MOST_SUSTAINED_MS)


@app.command()
def backlog(
    *,
    updates: Annotated[int, typer.Option(help="that wait when the bot starts")] = 100_000,
    where: Annotated[str, typer.Option(help="sqlite, postgresql, or an empty database's address")] = "sqlite",
) -> None:
    """What waited in an outage is drained: in order for each person, and who is served when."""
    show_drained(uvloop.run(drain(where, updates)))


@app.command()
def recovery(
    *,
    stored: Annotated[int, typer.Option(help="people in the database")] = MANY_STORED,
    kills: Annotated[int, typer.Option(help="kill -9, so often")] = 5,
) -> None:
    """From kill -9, while people answer, to the next answer that somebody sees."""
    show_recovered(uvloop.run(recover(stored, kills)))


@app.command()
def acknowledgement(*, seconds: Annotated[float, typer.Option(help="measured")] = 20.0) -> None:
    """How long an update waits for its 200, by webhook with 100 connections."""
    show_acknowledged(uvloop.run(acknowledge(seconds)))


@app.command()
def workshop(
    *,
    people: Annotated[int, typer.Option(help="people who finish together")] = 300,
    seconds: Annotated[float, typer.Option(help="within so many seconds")] = 15.0,
) -> None:
    """A room full of people finish, where Telegram takes all, and where it does not."""
    for title, limited, most, card in (
        ("Telegram takes all", frozenset[str](), MOST_SECONDS, MOST_CARD_SECONDS),
        ("Telegram takes 30 new messages a second", SENDS, MOST_SECONDS_LIMITED, None),
        ("Telegram takes 30 messages and edits a second", SENDS | EDITS, MOST_SECONDS_LIMITED, None),
    ):
        show_workshop(title, uvloop.run(run_workshop(people, seconds, limited)), most, card)


@app.command()
def look_alike(context: typer.Context) -> None:
    """What the sandbox's look-alike carries on one core, with its checks and without."""
    given: Options = context.obj
    results = []
    for checks, updates in ((False, given.base.answers * 5), (True, given.base.answers)):
        load = Load(checks, given.base.people, updates, warm_up=updates // 4)
        results.append(max((measure(load) for _ in range(given.rounds)), key=lambda one: one.per_core))
    show_carried(results)
    for result, least in zip(results, (LEAST_UPDATES_ON_TRUST, LEAST_UPDATES_CHECKED), strict=True):
        judge_carried(result, least)


@app.command(name="all")
def everything(context: typer.Context) -> None:
    """All of the above."""
    for command in (compare, turn, latency, diagnosis, delays, startup, memory, stored, look_alike):
        command(context)
    workshop()


def _cheapest(results: Sequence[Result]) -> Result:
    working = [result for result in results if not result.failure]
    return min(working, key=lambda result: result.cpu_ms, default=results[0])


def _run_once(scenario: Scenario) -> Result:
    arena = subprocess.run(
        [sys.executable, "-m", "benchmarks.arena"],
        input=orjson.dumps(scenario),
        stdout=subprocess.PIPE,
        check=False,
    )
    if arena.returncode:
        return Result(scenario.candidate, failure=f"the run ended with {arena.returncode}")
    return Result(**orjson.loads(arena.stdout))


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
