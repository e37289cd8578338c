"""Work beside: its result, or its failure, arrives where it is waited for."""

import os

import pytest

from bot.check.beside import beside


def test_it_is_done_in_another_process() -> None:
    assert beside(os.getpid)() not in (os.getpid(), None)


def test_what_it_raises_is_raised_here() -> None:
    def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        beside(work)()
