"""The pilot scheme: which projects fit, how large they may be, what to do with the others (S2.11c-h)."""

from flows.adviser.elements import Element, Value, name_causes, named_values
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import UNDECIDED, Pilot

FULL_SCALE = 3
AGAINST = "against"
"""Where management stands so, the first pilot is the trial that is asked for."""


def find_scale(catalogue: Catalogue, answers: Facts) -> int:
    """How large a pilot may be (0 to 3): no larger than means and backing both allow."""
    means = catalogue.option("resources", answers["resources"]).level or 0
    management = catalogue.option("management", answers["management"]).scored
    return min(means, catalogue.content.pilots.backing[management])


def fit(pilot: Pilot, lane: str) -> int:
    """How well a pilot fits a lane (1 to 5); without a leading one, its lowest fit."""
    return min(pilot.fit.values()) if lane == UNDECIDED else pilot.fit[lane]


def score(pilot: Pilot, lane: str) -> int:
    """A pilot's score for a lane, at most 25."""
    return 2 * fit(pilot, lane) + 2 * pilot.immediate_return + pilot.learning


def rank_candidates(catalogue: Catalogue, lane: str, scale: int) -> tuple[Pilot, ...]:
    """The pilots that fit the lane and the scale, best first (then fit, then content order)."""
    rule = catalogue.content.pilots
    least = rule.least_fit_undecided if lane == UNDECIDED else rule.least_fit
    return _feasible(catalogue, lane, scale, least)


def _feasible(catalogue: Catalogue, lane: str, scale: int, least: int) -> tuple[Pilot, ...]:
    candidates = [
        pilot for pilot in catalogue.content.pilot if pilot.min_scale <= scale and fit(pilot, lane) >= least
    ]
    return tuple(sorted(candidates, key=lambda pilot: (-score(pilot, lane), -fit(pilot, lane))))


def number_shown(catalogue: Catalogue, scale: int) -> int:
    """How many pilots are advised at a scale."""
    rule = catalogue.content.pilots
    return rule.shown_at_full_scale if scale == FULL_SCALE else rule.shown


def choose_pilots(catalogue: Catalogue, lane: str, scale: int) -> tuple[Pilot, ...]:
    """The pilots advised; where none pays back soon, the best that does takes the last place (S2.11d)."""
    shown = rank_candidates(catalogue, lane, scale)[: number_shown(catalogue, scale)]
    if lane == UNDECIDED or any(_pays_soon(catalogue, pilot) for pilot in shown):
        return shown
    least = catalogue.content.pilots.least_fit_soon
    soon = [p for p in _feasible(catalogue, lane, scale, least) if _pays_soon(catalogue, p)]
    return (*shown[:-1], soon[0]) if soon else shown


def list_pilots(catalogue: Catalogue, lane: str, scale: int, sector: str) -> tuple[Pilot, ...]:
    """All that fit the lane at any scale, and those advised, without what is not for the sector."""
    fitting = rank_candidates(catalogue, lane, FULL_SCALE)
    advised = [pilot for pilot in choose_pilots(catalogue, lane, scale) if pilot not in fitting]
    return tuple(pilot for pilot in (*fitting, *advised) if sector not in pilot.not_for)


def _pays_soon(catalogue: Catalogue, pilot: Pilot) -> bool:
    return pilot.immediate_return >= catalogue.content.pilots.high_return


def quadrant(catalogue: Catalogue, pilot: Pilot, scale: int) -> str:
    """Return against feasibility: start_now, learn, prepare or not_now (pub:svb_pilots)."""
    soon = _pays_soon(catalogue, pilot)
    if pilot.min_scale <= scale:
        return "start_now" if soon else "learn"
    return "prepare" if soon else "not_now"


def pilot_elements(catalogue: Catalogue, answers: Facts, lane: str) -> tuple[Element, ...]:
    """The pilots advised; without a leading lane the first may start, the others wait for the choice."""
    scale = find_scale(catalogue, answers)
    names = catalogue.content.names["pilot"]
    causes = name_causes(catalogue, answers, ("lane", "resources", "management", *names))
    shown = choose_pilots(catalogue, lane, scale)
    rule_sources = catalogue.content.pilots.sources
    return tuple(
        Element(
            pilot.id,
            "pilot",
            causes,
            tuple(dict.fromkeys((*pilot.sources, *rule_sources))),
            {
                "pilot": pilot.id,
                "fit": fit(pilot, lane),
                "immediate_return": pilot.immediate_return,
                "learning": pilot.learning,
                "score": score(pilot, lane),
                "quadrant": quadrant(catalogue, pilot, scale),
                "parked": lane == UNDECIDED and place > 0,
                "trial": answers["management"] == AGAINST and place == 0,
                **named_values(catalogue, answers, names),
            },
        )
        for place, pilot in enumerate(shown)
    )


def scheme_element(
    catalogue: Catalogue, answers: Facts, lane: str, step: int, because: tuple[str, ...]
) -> Element:
    """All fitting pilots by return against feasibility; the quadrants hold them best first. In step 1, and
    where a choice or whoever decides comes first, they have other names. `because`: what decided the
    step.
    """
    scale = find_scale(catalogue, answers)
    fitting = list_pilots(catalogue, lane, scale, catalogue.answer("sector", answers))
    quadrants: dict[str, Value] = {
        name: tuple(p.id for p in fitting if quadrant(catalogue, p, scale) == name)
        for name in ("start_now", "learn", "prepare", "not_now")
    }
    causes = name_causes(catalogue, answers, ("sector", "lane", "resources", "management", *because))
    starts = step > 1 and lane != UNDECIDED and answers["management"] != AGAINST
    values = {"lane": lane, "starts": starts, **quadrants}
    return Element("pilot_scheme", "scheme", causes, catalogue.content.pilots.sources, values)
