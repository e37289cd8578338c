"""Whatever people do, in whatever order, every promise holds.

`make test` takes the same few walks each time, `make monkey` new and longer ones for as long as it takes,
and then looks for the shortest that fails.
"""

from hypothesis import HealthCheck, Phase, settings

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
