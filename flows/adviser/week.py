"""The first week: from the three actions a move a day, none of more than a quarter of an hour."""

from collections.abc import Iterator, Sequence

from flows.adviser.elements import Element

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def plan_week(actions: Sequence[Element]) -> tuple[Element, ...]:
    """The first move of each action in their order, then what second moves there are: at most one a day."""
    moves = sorted(_moves(actions), key=lambda found: found[0])
    return tuple(
        Element(
            f"week.{day}",
            "move",
            action.causes,
            action.sources,
            {**action.values, "day": day, "move": number},
        )
        for day, (number, action) in zip(DAYS, moves, strict=False)
    )


def _moves(actions: Sequence[Element]) -> Iterator[tuple[int, Element]]:
    for action in actions:
        moves = action.values["moves"]
        assert isinstance(moves, int)  # noqa: S101 - for the type checker
        yield from ((number, action) for number in range(1, moves + 1))
