"""The advice as screens: which elements stand where, and what leads on from there."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial

from flows.adviser.advice import COMBINATIONS_SHOWN, Advice
from flows.adviser.dates import next_monday, weeks_later
from flows.adviser.elements import Element, Value
from flows.adviser.quick import QuickAdvice
from flows.state.screen import Block, Button, Screen, button, labelled

AnyAdvice = Advice | QuickAdvice
Rows = tuple[tuple[Button, ...], ...]

COUNTRIES = ("nl", "be")
COPIES = ("copy_1", "copy_2", "copy_3")
"""The views with what goes with each action, ready to copy."""

TO_ADVICE: Rows = ((button("show", "advice"),),)


def advice_screen(
    advice: AnyAdvice, *, card_due: bool = False, team_waits: bool = False, untold: bool = False
) -> Screen:
    """The first message: the step with one reason, the main barrier, three actions, and where to go on.
    `team_waits`: for this diagnosis to count in the one that the team has open. `untold`: sector or role were
    left out; full advice says that it reads differently since they are asked.
    """
    kind = "advice" if isinstance(advice, Advice) else "quick_advice"
    blocks = (
        *([Block("advice/untold")] if untold and isinstance(advice, Advice) else []),
        Block(f"{kind}/step", element=advice.step),
        *_provisional(advice),
        _barrier("advice/barrier", advice, (advice.step.values["reason"],)),
        *_not_measured(advice),
        *_numbered(advice.actions, "advice/action"),
        Block("advice/ask", element=advice.management),
        Block(f"{kind}/onward"),
    )
    telling = ((button("tell"),),) if untold else ()
    if isinstance(advice, QuickAdvice):
        return Screen(kind, blocks, (*_quick_rows(), *telling))
    counting = ((button("contribute"),),) if team_waits else ()
    return Screen(kind, blocks, (*telling, *counting, *_advice_rows(card_due=card_due)))


def _advice_rows(*, card_due: bool) -> Rows:
    card = (button("card"),) if card_due else ()
    return (
        (button("show", "why"), button("show", "actions")),
        (button("show", "week"), button("show", "projects")),
        (button("show", "management"), button("show", "measuring")),
        (button("show", "facts"), button("show", "next")),
        (button("show", "more"), button("share"), *card),
        (labelled("with_team", "team"),),
        (button("overview"), button("restart")),
    )


def _quick_rows() -> Rows:
    return (
        (button("full"),),
        (button("show", "why"), button("show", "actions")),
        (button("show", "projects"), button("show", "management")),
        (button("share"),),
        (button("overview"), button("restart")),
    )


def _barrier(template: str, advice: AnyAdvice, told: Container[object]) -> Block:
    """The main barrier; what the person said is not said again where the step told it."""
    barrier = advice.barriers[0]
    return Block(template, {"said_already": barrier.values["question"] in told}, barrier)


def _not_measured(advice: AnyAdvice) -> Iterator[Block]:
    """The barriers that three questions say nothing about."""
    if isinstance(advice, QuickAdvice):
        yield Block("quick_advice/not_measured", {"barriers": advice.not_measured})


def _provisional(advice: AnyAdvice) -> Iterator[Block]:
    """That too much is unknown, told wherever the advice stands by itself."""
    if isinstance(advice, Advice) and advice.provisional:
        yield Block("advice/provisional", element=advice.combinations[0])


def _numbered(elements: Iterable[Element], template: str) -> Iterator[Block]:
    for place, element in enumerate(elements, start=1):
        yield Block(template, {"place": place}, element)


def _each(elements: Iterable[Element], folder: str) -> Iterator[Block]:
    for element in elements:
        yield Block(f"{folder}/{element.kind}", element=element)


def why_screen(advice: AnyAdvice) -> Screen:
    """Why this step and these actions: the answers and the source behind each."""
    blocks = (Block("why/intro"), *_reasons("actions", (advice.step, *advice.actions)))
    rest = (button("show", "why_rest"),) if isinstance(advice, Advice) else ()
    rows = (
        (button("show", "why_barriers"), button("show", "why_projects")),
        (button("show", "why_management"), *rest),
    )
    return Screen("why", blocks, (*rows, *TO_ADVICE))


def why_barriers_screen(advice: AnyAdvice) -> Screen:
    """Why these barriers, in this order."""
    blocks = (Block("why/barriers_intro"), *_reasons("barriers", advice.barriers))
    return Screen("why_barriers", blocks, _back_to("why"))


def why_projects_screen(advice: AnyAdvice) -> Screen:
    """Why this lane and these projects."""
    # The same answers chose them all: these are told once, with the last.
    pilots = (Block("why/title", element=pilot) for pilot in advice.pilots)
    blocks = (
        Block("why/projects_intro"),
        *_reasons("projects", (advice.lane,)),
        *pilots,
        *_reasons("projects", (advice.scheme,)),
    )
    return Screen("why_projects", blocks, _back_to("why"))


def why_management_screen(advice: AnyAdvice) -> Screen:
    """Why this approach to management, and why so much at once."""
    elements = (advice.management, advice.scale)
    blocks = (Block("why/management_intro"), *_reasons("management", elements))
    return Screen("why_management", blocks, _back_to("why"))


def why_rest_screen(advice: Advice) -> Screen:
    """Why what is said about measuring and each topic."""
    found = (advice.find_out,) if advice.find_out else ()
    elements = (advice.kpi, *advice.states, *found)
    return Screen("why_rest", (Block("why/rest_intro"), *_reasons("rest", elements)), _back_to("why"))


def why_combinations_screen(advice: Advice) -> Screen:
    """Why the special combinations."""
    blocks = (Block("why/combinations_intro"), *_reasons("combinations", advice.combinations))
    return Screen("why_combinations", blocks, _back_to("more"))


def _reasons(lead: str, elements: Iterable[Element]) -> Iterator[Block]:
    """The answers behind each, led in by words of their own."""
    return (Block("why/element", {"lead": lead}, element) for element in elements)


def actions_screen(advice: AnyAdvice) -> Screen:
    """How to go about the three actions."""
    blocks = (Block("actions/intro"), *_each(advice.actions, "full"))
    copies = tuple(button("show", COPIES[place]) for place in _copies_apart(advice))
    return Screen("actions", blocks, (*((copies,) if copies else ()), *TO_ADVICE))


def _copies_apart(advice: AnyAdvice) -> Iterator[int]:
    """The actions with something of their own to copy; the same text goes with some."""
    copied: set[Value] = set()
    for place, copy in enumerate(advice.copies if isinstance(advice, Advice) else ()):
        if copy.values["copy"] not in copied:
            copied.add(copy.values["copy"])
            yield place


def week_screen(advice: Advice) -> Screen:
    """The first week: a move a day."""
    moves = (Block("week/move", element=result) for result in advice.week)
    return Screen("week", (Block("week/intro"), *moves), ((button("calendar"),), *TO_ADVICE))


def copy_screen(advice: Advice, place: int) -> Screen:
    """What goes with an action, ready to copy."""
    values = {"start": next_monday(advice.today), "end": _period(advice)}
    block = Block("copy/text", values, advice.copies[place])
    return Screen(COPIES[place], (block,), _back_to("actions"))


def _period(advice: Advice) -> str:
    """The last day of the period that is asked for."""
    return weeks_later(next_monday(advice.today), advice.ask.weeks)


def memo_message(advice: Advice) -> Screen:
    """The memo for who decides, to be passed on: one decision, from when to when, and when to stop."""
    dates = {"start": next_monday(advice.today), "end": _period(advice)}
    blocks = (
        Block("memo/position", {"provisional": advice.provisional}, advice.step),
        Block("memo/decision", element=advice.management),
        Block("memo/when", dates, advice.pilots_now),
        Block("memo/pilot", element=advice.pilots[0]),
        Block("memo/figure", element=advice.kpi),
        Block("memo/sources", {"sources": advice.step.sources}),
    )
    return Screen("memo", blocks)


def memo_screen(advice: Advice) -> Screen:
    """The memo with the ways to pass it on."""
    memo = memo_message(advice)
    return Screen("memo", memo.blocks, ((button("share", "decider"), button("print_memo")), *TO_ADVICE))


def projects_screen(advice: AnyAdvice) -> Screen:
    """The lane, the pilots advised, the scheme of the others, and how much at once."""
    blocks = (
        Block("projects/intro", {"shown": len(advice.pilots)}),
        Block("full/mode", element=advice.pilots_now),
        Block("full/lane", element=advice.lane),
        *_each(advice.pilots, "full"),
        Block("full/scheme", element=advice.scheme),
    )
    return Screen("projects", blocks, ((button("show", "scale"),), *TO_ADVICE))


def scale_screen(advice: AnyAdvice) -> Screen:
    """How much at once: hours, channels, pilots; what to spend on and what to leave."""
    blocks = (
        Block("full/scale", element=advice.scale),
        Block("full/spending", element=advice.lane),
    )
    return Screen("scale", blocks, _back_to("projects"))


def management_screen(advice: AnyAdvice) -> Screen:
    """How to win management: tone, argument, ask."""
    memo = (button("show", "memo"),) if isinstance(advice, Advice) else ()
    rows = (memo, *TO_ADVICE) if memo else TO_ADVICE
    return Screen("management", (Block("full/management", element=advice.management),), rows)


def measuring_screen(advice: Advice) -> Screen:
    """What to expect, and how to measure it."""
    return Screen("measuring", (Block("full/kpi", element=advice.kpi),), ((button("calculate"),), *TO_ADVICE))


def next_screen(advice: Advice) -> Screen:
    """What the next step needs: all of it."""
    return Screen("next", (Block("full/step", element=advice.step),), TO_ADVICE)


def more_screen(advice: Advice) -> Screen:
    """Everything else: the four barriers, and the most telling combinations."""
    blocks = (
        Block("more/intro"),
        *_each(advice.barriers, "full"),
        *_each(advice.combinations[:COMBINATIONS_SHOWN], "full"),
    )
    find_out = (button("show", "find_out"),) if advice.find_out else ()
    others = advice.combinations[COMBINATIONS_SHOWN:]
    combinations = (button("show", "combinations"),) if others else ()
    why = (button("show", "why_combinations"),) if advice.combinations else ()
    rows = ((button("show", "topics"), *why), (*combinations, *find_out), *TO_ADVICE)
    return Screen("more", blocks, tuple(row for row in rows if row))


def topics_screen(advice: Advice) -> Screen:
    """What each answer means, topic by topic."""
    blocks = (Block("topics/intro"), *_each(advice.states, "full"))
    return Screen("topics", blocks, _back_to("more"))


def combinations_screen(advice: Advice) -> Screen:
    """The other special combinations."""
    others = advice.combinations[COMBINATIONS_SHOWN:]
    return Screen("combinations", (Block("combinations/intro"), *_each(others, "full")), _back_to("more"))


def find_out_screen(advice: Advice) -> Screen:
    """What to find out first."""
    found = (advice.find_out,) if advice.find_out else ()
    return Screen("find_out", (Block("find_out/intro"), *_each(found, "full")), _back_to("more"))


def _back_to(view: str) -> Rows:
    return ((button("show", view), *TO_ADVICE[0]),)


def share_message(advice: AnyAdvice) -> Screen:
    """A message that stands on its own when forwarded, without buttons."""
    blocks = (
        Block(f"share/{advice.step.kind}", element=advice.step),
        *_provisional(advice),
        _barrier("share/barrier", advice, _told_when_shared(advice)),
        *_numbered(advice.actions, "share/action"),
        Block("share/ask", element=advice.management),
        Block("share/sources", {"sources": _sources_of(advice)}),
        Block("share/invitation"),
    )
    return Screen("share", blocks)


def facts_screen(advice: Advice) -> Screen:
    """Channels and duties of here and now; the country is asked where it is not known."""
    channels, duties = (
        [Block("facts/fact", element=fact) for fact in advice.facts if fact.values["duty"] is duty]
        for duty in (False, True)
    )
    blocks = [Block("facts/channels"), *channels] if channels else []
    blocks += [Block("facts/duties"), *duties] if duties else []
    if advice.country:
        return Screen("facts", tuple(blocks), TO_ADVICE)
    asked = tuple(button("country", country) for country in COUNTRIES)
    return Screen("facts", (Block("facts/country"), *blocks), (asked, *TO_ADVICE))


def share_screen(_advice: Advice) -> Screen:
    """To whom: a colleague, or whoever decides."""
    rows = ((button("share", "colleague"),), (button("share", "decider"),), *TO_ADVICE)
    return Screen("share_choice", (Block("share/choice"),), rows)


def _told_when_shared(advice: AnyAdvice) -> tuple[object, ...]:
    """The answers that the step of a shared message tells."""
    limiting = advice.outcome.limiting if isinstance(advice, Advice) else ()
    return limiting or (advice.step.values["reason"],)


def _sources_of(advice: AnyAdvice) -> tuple[str, ...]:
    shared = (advice.step, advice.barriers[0], *advice.actions)
    return tuple(dict.fromkeys(source for element in shared for source in element.sources))


def card_caption(advice: Advice, on: str) -> Screen:
    """The text twin of the card: the same numbers in words. `on`: ISO date."""
    blocks = (
        Block("card/step", {"on": on}, advice.step),
        *_provisional(advice),
        *(Block("card/barrier", element=element) for element in advice.barriers),
    )
    return Screen("card", blocks)


QUICK_VIEWS: Mapping[str, Callable[[QuickAdvice], Screen]] = {
    "why": why_screen,
    "why_barriers": why_barriers_screen,
    "why_projects": why_projects_screen,
    "why_management": why_management_screen,
    "actions": actions_screen,
    "projects": projects_screen,
    "scale": scale_screen,
    "management": management_screen,
}
"""The views on quick advice, by the name their button carries."""

VIEWS: Mapping[str, Callable[[Advice], Screen]] = {
    "why": why_screen,
    "why_barriers": why_barriers_screen,
    "why_projects": why_projects_screen,
    "why_management": why_management_screen,
    "why_rest": why_rest_screen,
    "why_combinations": why_combinations_screen,
    "actions": actions_screen,
    **{name: partial(copy_screen, place=place) for place, name in enumerate(COPIES)},
    "week": week_screen,
    "projects": projects_screen,
    "scale": scale_screen,
    "management": management_screen,
    "memo": memo_screen,
    "facts": facts_screen,
    "share": share_screen,
    "measuring": measuring_screen,
    "next": next_screen,
    "more": more_screen,
    "topics": topics_screen,
    "combinations": combinations_screen,
    "find_out": find_out_screen,
}
"""The views on full advice, in the order of their buttons."""
