"""What leaves the bot: the message to forward, the memo for who decides, the words below the card."""

from collections.abc import Container, Iterable, Iterator

from flows.adviser.advice import Advice
from flows.adviser.dates import next_start, weeks_later
from flows.adviser.elements import Element
from flows.adviser.quick import QuickAdvice
from flows.state.screen import Block, Screen

AnyAdvice = Advice | QuickAdvice


def barrier_block(template: str, advice: AnyAdvice, told: Container[object]) -> Block:
    """The main barrier; what the person said is not said again where the step told it."""
    barrier = advice.barriers[0]
    return Block(template, {"said_already": barrier.values["question"] in told}, barrier)


def provisional_block(advice: AnyAdvice) -> Iterator[Block]:
    """That too much is unknown, told wherever the advice stands by itself."""
    if isinstance(advice, Advice) and advice.provisional:
        yield Block("advice/provisional", element=advice.combinations[0], close=True)


def numbered(elements: Iterable[Element], template: str, *, close: bool = False) -> Iterator[Block]:
    """A block for each, with its place. `close`: as one list."""
    for place, element in enumerate(elements, start=1):
        yield Block(template, {"place": place}, element, close=close and place > 1)


def share_message(advice: AnyAdvice) -> Screen:
    """A message that stands on its own when forwarded, without buttons."""
    blocks = (
        Block(f"share/{advice.step.kind}", element=advice.step),
        *provisional_block(advice),
        barrier_block("share/barrier", advice, _told_when_shared(advice)),
        *numbered(advice.actions, "share/action"),
        Block("share/ask", element=advice.management),
        Block("share/sources", {"sources": _sources_of(advice)}),
        Block("share/invitation"),
    )
    return Screen("share", blocks)


def _told_when_shared(advice: AnyAdvice) -> tuple[object, ...]:
    """The answers that the step of a shared message tells."""
    limiting = advice.outcome.limiting if isinstance(advice, Advice) else ()
    return limiting or (advice.step.values["reason"],)


def _sources_of(advice: AnyAdvice) -> tuple[str, ...]:
    shared = (advice.step, advice.barriers[0], *advice.actions)
    return tuple(dict.fromkeys(source for element in shared for source in element.sources))


def start_of(advice: Advice) -> str:
    """The first day of the period that is asked for."""
    return next_start(advice.today, advice.country)


def period_of(advice: Advice) -> str:
    """The last day of the period that is asked for."""
    return weeks_later(start_of(advice), advice.ask.weeks, advice.country)


def memo_blocks(advice: Advice) -> dict[str, Block]:
    """What a memo for who decides says, part by part: one decision, from when to when, and when to stop."""
    dates = {"start": start_of(advice), "end": period_of(advice)}
    return {
        "position": Block(
            "memo/position", {"provisional": advice.provisional, "ask": advice.ask.id}, advice.step
        ),
        "decision": Block("memo/decision", element=advice.management),
        "when": Block("memo/when", dates, advice.pilots_now),
        "pilot": Block("memo/pilot", element=advice.pilots[0]),
        "figure": Block("memo/figure", element=advice.kpi),
    }


def memo_message(advice: Advice) -> Screen:
    """The memo, to be passed on, with its sources."""
    sources = Block("memo/sources", {"sources": advice.step.sources})
    return Screen("memo", (*memo_blocks(advice).values(), sources))


def card_caption(advice: Advice, on: str) -> Screen:
    """The text twin of the card: the same numbers in words. `on`: ISO date."""
    blocks = (
        Block("card/step", {"on": on}, advice.step),
        *provisional_block(advice),
        *(Block("card/barrier", element=b, close=n > 0) for n, b in enumerate(advice.barriers)),
    )
    return Screen("card", blocks)
