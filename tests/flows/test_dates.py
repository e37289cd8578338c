"""The days that advice names: people are at work on them, whatever the day on which it is read."""

from datetime import date, timedelta

import pytest

from flows.adviser.dates import (
    COUNTRIES,
    is_working_day,
    look_back_on,
    next_start,
    public_holidays,
    weeks_later,
    working_days,
)

DAYS = [(date(2025, 12, 1) + timedelta(days=ahead)).isoformat() for ahead in range(3 * 366)]
WEEKS = (4, 8, 12, 52)
HOLIDAYS = (
    ("nl", "2027-01-01"),
    ("nl", "2027-03-29"),
    ("nl", "2027-04-27"),
    ("nl", "2027-05-06"),
    ("be", "2027-07-21"),
)

anywhere = pytest.mark.parametrize("country", ["", *COUNTRIES])


def at_work(day: str, country: str) -> bool:
    found = date.fromisoformat(day)
    countries = (country,) if country else COUNTRIES
    closed = (found.month, found.day) >= (12, 24)
    return (
        found.isoweekday() <= 5
        and not closed
        and not any(found in public_holidays(c, found.year) for c in countries)
    )


@pytest.mark.parametrize(("country", "day"), HOLIDAYS)
def test_nobody_has_a_move_on_a_public_holiday(country: str, day: str) -> None:
    assert not is_working_day(date.fromisoformat(day), country)
    assert day not in working_days(day, 5, country)
    assert day not in working_days(day, 5, "")


@anywhere
def test_the_first_week_is_the_first_working_days_from_today_on(country: str) -> None:
    for today in DAYS:
        days = working_days(today, 5, country)
        assert len(days) == 5
        assert [*days] == sorted({*days})
        assert days[0] >= today
        assert all(is_working_day(date.fromisoformat(day), country) for day in days)


@anywhere
def test_a_period_begins_after_today_and_ends_when_people_are_at_work(country: str) -> None:
    for today in DAYS:
        start = next_start(today, country)
        assert start > today
        assert at_work(start, country)
        for weeks in WEEKS:
            end = weeks_later(start, weeks, country)
            assert at_work(end, country)
            assert at_work(look_back_on(today, weeks, country), country)
            least = date.fromisoformat(start) + timedelta(weeks=weeks - 1)
            assert least <= date.fromisoformat(end) <= least + timedelta(days=18)


def test_where_the_country_is_not_known_a_holiday_of_either_is_left_out() -> None:
    assert working_days("2027-07-20", 2, "nl") == ("2027-07-20", "2027-07-21")
    assert working_days("2027-07-20", 2, "") == ("2027-07-20", "2027-07-22")
    assert working_days("2027-04-26", 2, "be") == ("2027-04-26", "2027-04-27")
    assert working_days("2027-04-26", 2, "") == ("2027-04-26", "2027-04-28")


def test_nobody_decides_or_looks_back_between_christmas_and_the_new_year() -> None:
    assert weeks_later("2026-11-30", 4, "nl") == "2027-01-04"
    assert next_start("2026-12-22", "nl") == "2027-01-04"
    assert look_back_on("2026-11-27", 4, "be") == "2027-01-04"
