"""How much may be sent, shared by all processes."""

from sqlalchemy import CheckConstraint, Column, Double, Table, Text, and_, bindparam, case, select, update

from bot.services.ports import LONGEST_WAIT, is_ahead
from bot.storage.schema import Topic, insert, metadata, pruned

budgets = Table(
    "budgets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("tokens", Double, nullable=False),
    Column("at", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    CheckConstraint("tokens >= 0", name="tokens_counted"),
)

CLOCKS_DIFFER = 60.0
"""Seconds that the clocks of processes may be apart, as leases suppose too; beyond it one was set back."""

LEFT_OF_BUDGET = select(budgets.c.tokens, budgets.c.at, budgets.c.not_before).where(
    budgets.c.name == bindparam("which", type_=Text)
)
BUDGET = LEFT_OF_BUDGET.with_for_update()
PAY = (
    update(budgets)
    .where(budgets.c.name == bindparam("which", type_=Text))
    .values(tokens=bindparam("left"), at=bindparam("filled"))
)

OPEN_BUDGET = insert(budgets).on_conflict_do_nothing()
_holding = insert(budgets)
HOLD_OFF = _holding.on_conflict_do_update(
    index_elements=[budgets.c.name],
    set_={
        "not_before": case(
            (
                budgets.c.not_before.between(
                    _holding.excluded.not_before, _holding.excluded.at + LONGEST_WAIT
                ),
                budgets.c.not_before,
            ),
            else_=_holding.excluded.not_before,
        )
    },
)
# By then a budget is full again, as one is that is opened anew.
PRUNE_BUDGETS = pruned(
    budgets.c.name, and_(budgets.c.at < bindparam("before"), budgets.c.not_before < bindparam("before"))
)


class BudgetRows(Topic):
    """Budgets in one transaction."""

    def allowance(self, name: str, now: float, rate: float, burst: float) -> int:
        found = self._rows(LEFT_OF_BUDGET, which=name)
        if not found:
            return int(burst)
        tokens, at, not_before = found[0]
        return 0 if is_ahead(not_before, now, LONGEST_WAIT) else int(_refill(tokens, at, now, rate, burst)[0])

    def spend(self, name: str, want: int, now: float, rate: float, burst: float) -> int:
        self._change(OPEN_BUDGET, name=name, tokens=burst, at=now, not_before=0.0)
        ((tokens, at, not_before),) = self._rows(BUDGET, which=name)
        if is_ahead(not_before, now, LONGEST_WAIT):
            return 0
        tokens, at = _refill(tokens, at, now, rate, burst)
        granted = min(want, int(tokens))
        left = min(burst, tokens - granted)
        self._change(PAY, which=name, left=left, filled=at)
        return granted

    def hold_off(self, name: str, now: float, until: float) -> None:
        self._change(HOLD_OFF, name=name, tokens=0.0, at=now, not_before=until)


def _refill(tokens: float, at: float, now: float, rate: float, burst: float) -> tuple[float, float]:
    """What a budget holds now, and until when it was filled."""
    if at - CLOCKS_DIFFER <= now <= at:
        # A process whose clock is ahead of ours filled it until then; no moment fills twice.
        return tokens, at
    # A clock that was set back fills nothing, and begins to fill anew from there.
    return min(burst, tokens + rate * max(0.0, now - at)), now
