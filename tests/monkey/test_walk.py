"""Whatever people do, in whatever order, every promise holds.

`make test` takes the same few walks each time, `make monkey` new and longer ones for as long as it takes,
and then looks for the shortest that fails.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from flows.catalogue.catalogue import Catalogue
from flows.handlers import review
from flows.teams.ports import Crew
from flows.teams.records import Round
from tests.monkey.walk import Walk

FEW = settings(max_examples=10, stateful_step_count=40, derandomize=True, phases=[Phase.generate])
LONG = settings.get_current_profile_name() == "monkey"

TestWalk = Walk.TestCase
TestWalk.settings = settings(
    settings.get_profile("monkey") if LONG else FEW,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_walk_finds_what_the_database_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was once: a diagnosis of one person was published, which a constraint refuses."""

    def close_as_before(_: Catalogue, crew: Crew, opened: Round, today: str) -> Round:
        answered = len(crew.contributions(opened.number))
        return replace(opened, closed_on=today, answered=answered, step=1, lane="undecided")

    monkeypatch.setattr(review, "close_round", close_as_before)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Walk, settings=TestWalk.settings)
