"""The figures of a lane, as they fit the sector and the size."""

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import KpiSwap


def find_kpis(catalogue: Catalogue, answers: Facts, lane: str) -> tuple[str, ...]:
    """The figures of a lane in their order; what does not fit gives its place to another."""
    swaps = {swap.kpi: swap for swap in catalogue.content.kpi_swap}
    return tuple(
        swap.by if (swap := swaps.get(kpi)) and _is_swapped(catalogue, answers, swap) else kpi
        for kpi in catalogue.lanes[lane].kpis
    )


def kpi_causes(catalogue: Catalogue, answers: Facts, lane: str) -> tuple[str, ...]:
    """What decided which figures stand there: the sector, and the size where the sector did not."""
    own = catalogue.lanes[lane].kpis
    swaps = [swap for swap in catalogue.content.kpi_swap if swap.kpi in own]
    by_size = any(swap.sizes and not _does_not_fit(catalogue, answers, swap) for swap in swaps)
    return (*(["sector"] if swaps else []), *(["size"] if by_size else []))


def _is_swapped(catalogue: Catalogue, answers: Facts, swap: KpiSwap) -> bool:
    by_sector = _does_not_fit(catalogue, answers, swap)
    return by_sector or (bool(swap.sizes) and answers.get("size") in swap.sizes)


def _does_not_fit(catalogue: Catalogue, answers: Facts, swap: KpiSwap) -> bool:
    return catalogue.answer("sector", answers) in swap.sectors
