"""Channels and duties: what holds in a country and a sector, as long as somebody checked it in time."""

from flows.adviser.elements import Element, name_causes
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Fact


def facts_for(catalogue: Catalogue, answers: Facts, today: str, country: str) -> tuple[Element, ...]:
    """The rows that matter here and are not past their re-check date; no other country's."""
    sector = catalogue.answer("sector", answers)
    causes = name_causes(catalogue, answers, ["sector"])
    known = (row for row in catalogue.content.fact if _matters(row, sector, country))
    rows = (row for row in known if not is_due(row, today))
    return tuple(
        Element(
            f"fact.{row.id}",
            "fact",
            causes,
            ("own",),
            {
                "fact": row.id,
                "sector": sector,
                "source": row.source,
                "dated": row.dated,
                "duty": row.kind == "duty",
            },
        )
        for row in rows
    )


def is_due(row: Fact, today: str) -> bool:
    """Whether a row must be checked again before it is shown."""
    return today > row.check_by


def _matters(row: Fact, sector: str, country: str) -> bool:
    return row.country in ("", country) and (not row.sectors or sector in row.sectors)
