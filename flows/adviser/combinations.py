"""What several answers say together, and what is still to be found out."""

from flows.adviser.elements import Element, Value, name_causes, named_values
from flows.adviser.situation import Situation
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Combination
from flows.catalogue.questions import UNKNOWN


def combination_elements(catalogue: Catalogue, answers: Facts) -> tuple[Element, ...]:
    """All special combinations these answers make, most important first."""
    situation = Situation(catalogue, answers)
    rows = sorted(catalogue.content.combination, key=lambda row: row.priority)
    elements = (combination_element(catalogue, situation, row) for row in rows)
    return tuple(element for element in elements if element is not None)


def combination_element(catalogue: Catalogue, situation: Situation, row: Combination) -> Element | None:
    """This combination with the conditions that matched as its causes, or None where they do not."""
    when = catalogue.combination_if[row.id]
    if not when.holds(situation, catalogue.guards):
        return None
    causes = name_causes(catalogue, situation, (*when.names, *row.names))
    assumed = any(situation.answers.get(name) == UNKNOWN for name in when.names)
    values: dict[str, Value] = {
        "combination": row.id,
        "assumed": assumed,
        **named_values(catalogue, situation.answers, row.names),
    }
    if "lane" in row.names:
        values["lane"] = situation["lane"]
    if when.guards:
        causes = unknown_answers(catalogue, situation)
        values["unknown_count"] = len(causes)
    return Element(row.id, "combination", causes, row.sources, values)


def unknown_answers(catalogue: Catalogue, answers: Facts) -> dict[str, str]:
    """The questions answered with "I don't know"."""
    return {q: UNKNOWN for q in catalogue.questions if answers.get(q) == UNKNOWN}


def find_out_element(catalogue: Catalogue, answers: Facts) -> Element | None:
    """The list of things to find out: one line for every "I don't know"."""
    causes = unknown_answers(catalogue, answers)
    if not causes:
        return None
    sources = dict.fromkeys(s for q in causes for s in catalogue.questions[q].sources)
    return Element("find_out", "find_out", causes, tuple(sources), {"questions": tuple(causes)})
