"""What takes much work may be asked for some times at once, and then again as time goes by (G11).

What is too much changes nothing, and is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.state.result import Result, SideMessage
from flows.state.screen import Action
from flows.state.session import Session

MINUTE = 60.0


class Expense(StrEnum):
    """What is counted, for each person by themselves."""

    EXPORT = "export"
    SHARE = "share"
    PICTURE = "picture"
    BRIEF = "brief"
    INVITATION = "invitation"
    TEAM = "team"
    JOINING = "joining"
    ARRANGING = "arranging"
    TELLING = "telling"


@dataclass(frozen=True, slots=True)
class Budget:
    """How many times at once, and after how many seconds once more."""

    at_once: int
    seconds: float


BUDGETS: Mapping[Expense, Budget] = {
    Expense.EXPORT: Budget(5, 10 * MINUTE),
    Expense.SHARE: Budget(10, 3 * MINUTE),
    Expense.PICTURE: Budget(10, 3 * MINUTE),
    Expense.BRIEF: Budget(5, 10 * MINUTE),
    Expense.INVITATION: Budget(20, 5 * MINUTE),
    Expense.TEAM: Budget(25, 10 * MINUTE),
    Expense.JOINING: Budget(20, 5 * MINUTE),
    Expense.ARRANGING: Budget(30, MINUTE),
    Expense.TELLING: Budget(40, MINUTE),
}
"""Far above what anybody needs, and little enough that nobody else notices."""

EXPENSES: Mapping[str, Expense] = {
    "export": Expense.EXPORT,
    "share": Expense.SHARE,
    "card": Expense.PICTURE,
    "picture": Expense.PICTURE,
    "weeks": Expense.PICTURE,
    "print_brief": Expense.BRIEF,
    "print_memo": Expense.BRIEF,
    "calendar": Expense.EXPORT,
    "team_calendar": Expense.EXPORT,
    "print_report": Expense.BRIEF,
    "invite": Expense.INVITATION,
    "team_make": Expense.TEAM,
    "join": Expense.JOINING,
    **dict.fromkeys(
        (
            "agree",
            "weekday",
            "hour",
            "rebuild",
            "move_up",
            "move_back",
            "stay",
            "open_round",
            "close_round",
        ),
        Expense.ARRANGING,
    ),
    **dict.fromkeys(
        ("give", "free", "hand_over", "remove", "share_note", "unlink", "ask_help", "kudos"), Expense.TELLING
    ),
}
"""What an action costs, by its name; of the others only arranging a whole team costs more than a turn."""

INCIDENTAL = {"card": Expense.PICTURE}
"""What comes along with something else, and stays away where it is too much."""


def pay(session: Session, expense: Expense, now: float) -> Session | None:
    """The session after one more of these; None where it was too many. What is remembered is until when the
    budget is used up.
    """
    budget = BUDGETS[expense]
    whole = budget.at_once * budget.seconds
    used_until = session.spent.get(expense, now)
    if not now < used_until <= now + whole:
        used_until = now  # Filled up again; or a clock was set back, and no rule reaches that far
    used_until += budget.seconds
    if used_until > now + whole:
        return None
    return session.having(spent={**session.spent, expense.value: used_until})


def within_budget(before: Session, action: Action, result: Result, now: float) -> Result:
    """The move, if its person can afford it; else the same screen with a line why."""
    expense = EXPENSES.get(action.name, Expense.ARRANGING if result.after else None)
    if expense is None:
        return _without_too_many(result, now)
    if not result.posts and not result.changes:
        return result
    paid = pay(result.session, expense, now)
    return replace(result, session=paid) if paid else Result(before, hint="enough_for_now")


def _without_too_many(result: Result, now: float) -> Result:
    """The move without the pictures that come along where there were enough of them."""
    for post in result.posts:
        expense = INCIDENTAL.get(post.kind)
        if expense is not None:
            paid = pay(result.session, expense, now)
            result = replace(result, session=paid) if paid else _without(result, post)
    return result


def _without(result: Result, post: SideMessage) -> Result:
    """Without this one; a card can be asked for later."""
    session = result.session.having(card_due=True) if post.kind == "card" else result.session
    return replace(result, session=session, posts=tuple(other for other in result.posts if other != post))
