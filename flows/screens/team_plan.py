"""The screens of a plan: its actions, one of them, and what could take its place."""

from collections.abc import Iterator

from flows.adviser.actions import action_element
from flows.catalogue.catalogue import Catalogue
from flows.screens.team_ask import ask_blocks
from flows.screens.team_home import PAGE, to_team, turn_pages
from flows.state.lead_answers import leading_answers
from flows.state.screen import Block, Button, Screen, button, labelled, sure
from flows.state.visit import Visit
from flows.teams.answers import team_answers, told_answers
from flows.teams.lookup import find_action, may_change, number_of, owner_of
from flows.teams.plan import (
    LEAST_ACTIONS,
    MOST_ACTIONS,
    WEEKS_AHEAD,
    action_of,
    may_own,
    more_actions,
    name_of,
)
from flows.teams.ports import Crew
from flows.teams.records import PlanAction, Role, State
from flows.teams.step_review import criteria, needed
from flows.teams.tidy import LONGEST_ACTION

Rows = tuple[tuple[Button, ...], ...]


def plan_screen(visit: Visit) -> Screen:
    """The plan: step, review, and each action with owner, date and state."""
    crew, lead = visit.crew, visit.crew.me.role is Role.LEAD
    team, catalogue = crew.team, visit.reader.catalogue
    values = {
        "step": team.step,
        "lane": team.lane,
        "review_on": team.review_on,
        "done": sum(action.state is State.DONE for action in crew.actions),
        "actions": len(crew.actions),
        "agreed": team.agreed,
        "lead": lead,
        "criteria": criteria(catalogue, team.step, team_answers(catalogue, crew.rounds)),
        "needed": tuple(needed(catalogue, team.step)),
    }
    numbers = tuple(
        labelled("number", "plan_action", action.number, number=place)
        for place, action in enumerate(crew.actions, start=1)
    )
    adding = (button("plan_add"),) if lead and len(crew.actions) < MOST_ACTIONS else ()
    agreeing = ((button("agree"),), (button("invite"),)) if lead and not team.agreed else ()
    rows = tuple(row for row in (numbers, adding, *agreeing, to_team(team)) if row)
    leading = leading_answers(visit.reader, visit.session, crew) if lead else None
    asked = ask_blocks(catalogue, crew, leading)
    blocks = (Block("team/plan", values), *_lines(catalogue, crew, visit.context.today), *asked)
    return Screen("team_plan", blocks, rows)


def take_screen(visit: Visit) -> Screen:
    """The plan to who joins: one tap takes an action that nobody has, another gives it back."""
    crew = visit.crew
    free = [
        labelled("take_number", "take", action.number, marked=owner == crew.me, number=place)
        for place, action in enumerate(crew.actions, start=1)
        if (owner := owner_of(crew, action)) in (None, crew.me)
    ]
    intro = Block("team/take", {"team": crew.team.name, "step": crew.team.step, "free": len(free)})
    pairs = tuple(tuple(free[at : at + 2]) for at in range(0, len(free), 2))
    rows = (*pairs, (labelled("to_routine", "routine"),), to_team(crew.team))
    return Screen("team_take", (intro, *_lines(visit.reader.catalogue, crew, visit.context.today)), rows)


def _lines(catalogue: Catalogue, crew: Crew, today: str) -> Iterator[Block]:
    for place, action in enumerate(crew.actions, start=1):
        yield Block(
            "team/plan_line",
            {"place": place, **_facts(crew, action, today)},
            action_of(catalogue, crew, action),
        )


def _facts(crew: Crew, action: PlanAction, today: str) -> dict[str, object]:
    owner = owner_of(crew, action)
    return {
        "owner": owner.name if owner else None,
        "target_on": action.target_on,
        "state": action.state.value,
        "overdue": action.state is not State.DONE and action.target_on < today,
    }


def action_screen(visit: Visit) -> Screen:
    """One action: how to go about it, who has it, when it is due, how it goes."""
    crew, action = visit.crew, find_action(visit.crew, visit.arguments)
    if action is None:
        return plan_screen(visit)
    element = action_of(visit.reader.catalogue, crew, action)
    block = Block("team/action", _facts(crew, action, visit.context.today), element)
    back = (labelled("to_plan", "plan"),)
    rows = (*_state_rows(crew, action), *_owner_rows(crew, action), back)
    return Screen("team_action", (block,), rows)


def _state_rows(crew: Crew, action: PlanAction) -> Rows:
    if not may_change(crew, action):
        return ()
    states = tuple(
        labelled(f"state_{state}", "state", action.number, state, marked=state is action.state)
        for state in (State.DONE, State.ON_TRACK, State.STUCK, State.TODO)
    )
    dates = (
        labelled("sooner", "when", action.number, "sooner"),
        labelled("later", "when", action.number, "later"),
    )
    ahead = tuple(labelled("in_weeks", "when", action.number, weeks, weeks=weeks) for weeks in WEEKS_AHEAD)
    return (states[:2], states[2:], ahead, dates)


def _owner_rows(crew: Crew, action: PlanAction) -> Rows:
    owner, me, number = owner_of(crew, action), crew.me, action.number
    taking = (labelled("take", "give", number, me.user_id),) if owner is None else ()
    freeing = (labelled("free", "free", number),) if owner == me else ()
    if me.role is not Role.LEAD:
        return tuple(row for row in (taking, freeing) if row)
    fewer = (sure("drop", number),) if len(crew.actions) > LEAST_ACTIONS else ()
    giving = (labelled("give", "plan_owner", number),)
    return tuple(
        row for row in ((*taking, *freeing, *giving), (labelled("swap", "plan_swap", number), *fewer))
    )


def owner_screen(visit: Visit) -> Screen:
    """Who is to have an action: those who have less than two already."""
    crew, action = visit.crew, find_action(visit.crew, visit.arguments)
    if action is None or crew.me.role is not Role.LEAD:
        return plan_screen(visit)
    free = [member for member in crew.members if may_own(crew.owners, member.user_id)]
    page, pages = number_of(visit.arguments[1:]) or 0, max(1, (len(free) - 1) // PAGE + 1)
    rows: list[tuple[Button, ...]] = [
        (labelled("member_named", "give", action.number, member.user_id, name=member.name),)
        for member in free[page * PAGE : (page + 1) * PAGE]
    ]
    if owner_of(crew, action) is not None:
        rows.append((labelled("nobody", "free", action.number),))
    rows += [turn_pages("plan_owner", page, pages, action.number)]
    rows.append((labelled("back", "plan_action", action.number),))
    element = action_of(visit.reader.catalogue, crew, action)
    block = Block("team/owner", {"free": len(free)}, element)
    return Screen("team_owner", (block,), tuple(row for row in rows if row))


def add_screen(visit: Visit) -> Screen:
    """What could be added to the plan, for its lead."""
    return _choice(visit, "team_add", ("add",), labelled("to_plan", "plan"))


def own_action_screen(visit: Visit) -> Screen:
    """An action in the own words, to be typed by the lead."""
    if visit.crew.me.role is not Role.LEAD:
        return plan_screen(visit)
    block = Block("team/own_action", {"longest": LONGEST_ACTION})
    return Screen("team_own_action", (block,), ((labelled("to_plan", "plan"),),), writes=True)


def swap_screen(visit: Visit) -> Screen:
    """What could take the place of an action, for the lead."""
    action = find_action(visit.crew, visit.arguments)
    if action is None:
        return plan_screen(visit)
    number = str(action.number)
    return _choice(visit, "team_swap", ("swap", number), labelled("back", "plan_action", number))


def _choice(visit: Visit, name: str, doing: tuple[str, ...], back: Button) -> Screen:
    """The actions that fit, numbered; a tap on one does what is asked with it."""
    crew, catalogue = visit.crew, visit.reader.catalogue
    if crew.me.role is not Role.LEAD:
        return plan_screen(visit)
    answers = leading_answers(visit.reader, visit.session, crew)
    fitting = more_actions(catalogue, answers, crew.actions)
    intro = Block("team/choice", {"any": bool(fitting), "known": bool(answers)})
    texts = (
        action_element(catalogue, told_answers(catalogue, crew), chosen, crew.team.lane) for chosen in fitting
    )
    lines = (Block("team/choice_line", {"place": n}, text) for n, text in enumerate(texts, start=1))
    numbers = tuple(
        labelled("number", *doing, name_of(chosen), number=place)
        for place, chosen in enumerate(fitting, start=1)
    )
    typing = (button("own_action"),) if name == "team_add" else ()
    rows = (numbers[:5], numbers[5:], typing, (back,))
    return Screen(name, (intro, *lines), tuple(row for row in rows if row))
