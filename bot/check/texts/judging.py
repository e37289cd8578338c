"""What is wrong with advice read aloud: each judge looks for one kind of fault."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from bot.check.faults import EXCERPT
from bot.check.texts.addressing import mixed_sentences
from bot.check.texts.aloud import OUTSIDE, ReadAloud
from bot.check.texts.quickly import quick_faults
from bot.check.texts.speech import TAG, sentences_of, statements_of
from flows.adviser.mode import PREPARE, REUSE
from flows.adviser.projects import AGAINST
from flows.catalogue.questions import UNKNOWN
from messages.texts import SECTORS

CONVINCING = "convince."
DECIDERS = ("management", "manager_use")
"""What is asked about those who decide."""
YEAR = re.compile(r"\b20\d\d\b")


def reading_faults(readings: Iterable[ReadAloud]) -> Iterator[str]:
    """What is wrong for those who read it: each kind of fault once for each view and language."""
    for reading in readings:
        given = ", ".join(f"{question} {option}" for question, option in reading.answers.items())
        for judge in JUDGES:
            for view, fault in judge(reading):
                yield f"view {view} ({reading.language}): {fault}{EXCERPT}{given}"


Judged = Iterator[tuple[str, str]]
"""The view, and what is wrong there."""


def foreign_words(reading: ReadAloud) -> Judged:
    """Words that belong to other sectors, or that mean nothing to the smallest organisations."""
    sector = reading.advice.sector
    words = {word for word, sectors in reading.editor("only").items() if sector not in sectors}
    if reading.answers.get("size") == "tiny":
        words |= set(reading.editor("not_tiny"))
    yield from _found(reading, words, "is no word of theirs")


def _found(reading: ReadAloud, words: Iterable[str], wrong: str, *views: str) -> Judged:
    wanted = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b", re.IGNORECASE)
    for view, line in reading.lines(*views):
        for found in wanted.findall(line):
            yield view, f"{found.lower()} {wrong}: {line}"


def false_certainty(reading: ReadAloud) -> Judged:
    """What nobody said is told as said; what rests on too little does not say so."""
    you_said, not_known = (reading.text("interface", key) for key in ("you_said", "not_known"))
    unknown = [question for question, answer in reading.answers.items() if answer == UNKNOWN]
    said = [reading.text("questions", question, "options", UNKNOWN, "said") for question in unknown]
    for view, line in reading.lines():
        told = line.casefold()
        certain = any(one.casefold() in told for one in said) or not_known.casefold() in told
        if line.startswith(you_said) and certain:
            yield view, f"is told as said, and is not known: {line}"
    if reading.advice.provisional:
        hedges = {reading.text("interface", "provisional"), reading.text("memo", "provisional").split(":")[0]}
        for view in ("advice", "share", "card", "memo"):
            if not any(hedge in line for _, line in reading.lines(view) for hedge in hedges):
                yield view, "is provisional and does not say so"


def exact_estimates(reading: ReadAloud) -> Judged:
    """An estimate that is told as if it were known, or to the point."""
    for barrier in reading.advice.assumed:
        name = reading.text("barriers", barrier, "name")
        for view, line in reading.lines("card", "more", "why_barriers"):
            if line.removeprefix("🚧 ").removeprefix("🌱 ").startswith(f"{name}: "):
                if reading.text("interface", "assumed") not in line:
                    yield view, f"is an estimate and does not say so: {line}"
                if re.search(r"\d", line):
                    yield view, f"is an estimate and has an exact number: {line}"


def other_hours(reading: ReadAloud) -> Judged:
    """Hours a week that are neither those there are nor those that are asked."""
    form = re.compile(reading.editor("hours"))
    now, asked = reading.advice.hours.now, reading.advice.hours.asked
    allowed = {str(number) for number in (*now, *(asked or ()))}
    for view, line in reading.lines():
        for found in form.finditer(line):
            if not set(re.findall(r"\d+", found.group())) <= allowed:
                yield view, f"has other hours than the advice: {line}"


def too_early(reading: ReadAloud) -> Judged:
    """Something can start where nothing may start yet."""
    waits = reading.advice.mode.id in (PREPARE, REUSE) or reading.answers["management"] == AGAINST
    if waits:
        starts = reading.text("interface", "quadrants", "start_now")
        yield from _found(reading, [starts], "is said where nothing may start")


def wrong_audience(reading: ReadAloud) -> Judged:
    """What leaves the bot speaks to whoever gets it, not of what was said here or of a part of an article."""
    inside = [reading.text("interface", key) for key in ("you_said", "article")]
    yield from _found(reading, [inside[0]], "means nothing to who gets this", "share", "memo")
    yield from _found(
        reading, [f"{inside[1]} {n}" for n in (1, 2)], "means nothing to who gets this", "share", "memo"
    )
    for source in ("source_1", "source_2"):
        told = reading.text("memo", source)
        for view, line in reading.lines("memo") if not YEAR.search(told) else ():
            if told in line:
                yield view, f"does not say how old its source is: {told}"
    if not any("2011" in line for _, line in reading.lines("share")):
        yield "share", "does not say how old the research is"


def said_twice(reading: ReadAloud) -> Judged:
    """A sentence that stands twice in the views, or twice in one thing that leaves the bot."""
    inside = [name for name in reading.views if name not in OUTSIDE]
    for group in (inside, *([name] for name in OUTSIDE if name in reading.views)):
        stands: dict[str, list[str]] = defaultdict(list)
        for view in group:
            # Behind "why" stand the person's own answers, each time behind other words.
            parts_of = sentences_of if view.startswith("why") else statements_of
            for paragraph in reading.views[view]:
                for sentence in parts_of(paragraph):
                    stands[sentence].append(view)
        for sentence, views in stands.items():
            if len(views) > 1:
                yield views[-1], f"stands in {views[0]} already: {sentence}"


def insulted(reading: ReadAloud) -> Judged:
    """What somebody answered about those who decide is no word to them, nor to whoever may pass it on."""
    about = ("management", "manager_use", "resources", "knowledge", "habits")
    for question in (name for name in about if name in reading.answers):
        said = reading.text("questions", question, "options", reading.answers[question], "said")
        views = ("memo", "share") if question in DECIDERS else ("memo",)
        yield from _found(reading, [said], "is told to who decides", *views)


def not_allowed_first(reading: ReadAloud) -> Judged:
    """Where it is not allowed, to convince who decides comes first, and whatever takes their yes waits."""
    actions = reading.advice.actions
    if reading.answers["management"] != AGAINST:
        return
    rows = reading.presenter.catalogue.actions
    for action in actions:
        if rows[str(action.values["action"])].permission and not action.values["waits"]:
            yield "advice", f"advises {action.id}, which nobody has allowed yet"
    convincing = any(action.id.startswith(CONVINCING) for action in actions)
    if convincing and not actions[0].id.startswith(CONVINCING):
        yield "advice", f"begins with {actions[0].id}, which nobody has allowed yet"


def without_own(reading: ReadAloud) -> Judged:
    """Hours and costs are our own estimate: whatever tells them must name that among its sources."""
    form = re.compile("|".join((reading.editor("hours"), *map(re.escape, reading.editor("own")))))
    for element in reading.advice:
        told = form.search(reading.presenter.element_text(reading.language, element))
        if told and "own" not in element.sources:
            yield element.kind, f"{element.id} gives “{told.group()}” as if an article said so"


def likes_as_exit(reading: ReadAloud) -> Judged:
    """Where likes take somebody to the next step, the figure that must follow is named beside them."""
    if reading.advice.outcome.needs.get("measure") != "activity":
        return
    figure = reading.text("lanes", reading.advice.strategy.lane, "kpis", reading.advice.kpis[0], "name")
    if not any(figure in line for _, line in reading.lines("next")):
        yield "next", "asks for likes, and names no figure that must follow"


def undated(reading: ReadAloud) -> Judged:
    """A channel or duty without its source and the date of that, or one that was to be checked again."""
    words = reading.presenter.renderer.branch(reading.language, SECTORS, reading.advice.sector)
    for fact in reading.advice.facts:
        told = reading.text("facts", str(fact.values["fact"]), "text", words=words)
        text = TAG.sub("", told).rstrip(".")
        dated = str(fact.values["dated"])
        date = reading.text("interface", "undated") if dated == "undated" else dated[:4]
        for view, line in reading.lines("facts", "duties", "duties_2"):
            if text in line and not (
                str(fact.values["source"]) in line.replace("\u2060", "") and date in line
            ):
                yield view, f"has no source and date: {line}"


def out_of_use(reading: ReadAloud) -> Judged:
    """Words that the editors took out, wherever they come back."""
    words = re.compile("|".join(reading.editor("out")), re.IGNORECASE)
    for view, line in reading.lines():
        for found in words.finditer(line):
            yield view, f"“{found.group().lower()}” is out of use: {line}"


def speaks_to_two(reading: ReadAloud) -> Judged:
    """A sentence to whoever reads and to their organisation at once, as it came together."""
    told = {reading.text("interface", "you_said")}
    for view, line in reading.lines():
        for clause in mixed_sentences(line, reading.editor("apart")):
            if not any(clause.startswith(lead) for lead in told):
                yield view, f"speaks to two in one sentence: {clause}"


JUDGES: tuple[Callable[[ReadAloud], Judged], ...] = (
    foreign_words,
    false_certainty,
    exact_estimates,
    other_hours,
    too_early,
    wrong_audience,
    insulted,
    not_allowed_first,
    without_own,
    likes_as_exit,
    undated,
    out_of_use,
    speaks_to_two,
    said_twice,
    quick_faults,
)
