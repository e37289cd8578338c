"""A button says what it is for; its colour only says it again."""

import pytest

from flows.state.tone import Tone, tone_of


@pytest.mark.parametrize(
    "action", ["forget", "forget_all", "delete_team", "remind_of:3:off", "remind:off", "remove:7"]
)
def test_what_takes_something_away_is_marked_wherever_it_stands(action: str) -> None:
    assert tone_of(action, leading=True) is tone_of(action, leading=False) is Tone.DANGER


@pytest.mark.parametrize("action", ["show:week", "full", "join"])
def test_the_main_deed_is_marked_where_it_leads(action: str) -> None:
    assert tone_of(action, leading=True) is Tone.MAIN
    assert tone_of(action, leading=False) is None


def test_what_only_shows_has_no_mark() -> None:
    assert tone_of("show:why", leading=True) is None
