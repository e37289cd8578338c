"""How much may be sent, shared by all processes."""

from typing import Protocol


class BudgetUnit(Protocol):
    """Budgets in one transaction."""

    def allowance(self, name: str, now: float, rate: float, burst: float) -> int:
        """How many tokens a budget that all processes share would grant now. It fills by `rate` a second,
        up to `burst`.
        """

    def spend(self, name: str, want: int, now: float, rate: float, burst: float) -> int:
        """How many of the wanted tokens the budget grants; fewer than none are given back."""

    def hold_off(self, name: str, now: float, until: float) -> None:
        """The budget grants nothing before a time."""
