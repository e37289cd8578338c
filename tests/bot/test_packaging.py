"""The rooms have common names: nobody else may bring the same."""

from importlib.metadata import packages_distributions

import pytest


@pytest.mark.parametrize("room", ["bot", "flows", "messages"])
def test_only_this_project_provides_its_rooms(room: str) -> None:
    assert set(packages_distributions().get(room, ["vierstap"])) == {"vierstap"}
