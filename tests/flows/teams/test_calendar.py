"""When a check-in opens: in every zone of the tz database, around holidays, and where clocks jump."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.adviser.dates import is_working_day
from flows.teams.calendar import (
    COUNTRIES,
    current_period,
    first_day,
    local_day,
    moment_of,
    moved_because,
    next_allowed,
    next_period,
    opening,
    period_after,
    working_days_before,
)
from flows.teams.records import Team

AMSTERDAM = "Europe/Amsterdam"
FIRST, LAST = date(2024, 1, 1), date(2035, 12, 31)
WEEKS = [FIRST + timedelta(weeks=number) for number in range((LAST - FIRST).days // 7)]
ZONES = sorted(available_timezones())
WEEKDAYS, HOURS = range(1, 6), range(8, 20)


def team_at(weekday: int, hour: int, country: str = "NL") -> Team:
    return Team(
        id=7,
        name="Vooruit",
        country=country,
        zone=COUNTRIES[country],
        language="nl",
        weekday=weekday,
        hour=hour,
        step=1,
        lane="customer_intimacy",
        size="small",
        started_on="2024-01-01",
        review_on="2024-01-29",
        agreed=True,
    )


TEAMS = {
    (weekday, hour, country): team_at(weekday, hour, country)
    for weekday in WEEKDAYS
    for hour in HOURS
    for country in COUNTRIES
}


def at(local: str, zone: str = AMSTERDAM) -> float:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp()


def local(moment: float, zone: str = AMSTERDAM) -> str:
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).isoformat(sep=" ", timespec="minutes")[:16]


def offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), UTC).astimezone(zone).utcoffset()


def weeks_to_try(zone: ZoneInfo, start: int) -> Iterator[date]:
    """Every week in or before which the clocks change, and others spread over the years."""
    for number, (week, after) in enumerate(pairwise(WEEKS)):
        if offset(week, zone) != offset(after, zone):
            yield week
            yield after
        elif number % 24 == start % 24:
            yield week


def check_opening(team: Team, zone: str, period: date) -> float:
    """An opening is on its day at its hour, or where that is not allowed, at the first moment that is."""
    moment = opening(team, zone, period.isoformat())
    there = datetime.fromtimestamp(moment, ZoneInfo(zone))
    assert 8 <= there.hour < 20
    assert is_working_day(there.date(), team.country)
    if is_working_day(period, team.country):
        assert there.replace(tzinfo=None) == datetime.combine(period, time(team.hour)), (zone, period)
    else:
        assert there.time() == time(8)
        rest = (there.date() - period).days
        assert not any(is_working_day(period + timedelta(days), team.country) for days in range(rest))
    return moment


@pytest.mark.fault(32)
@pytest.mark.promise("G7")
def test_in_every_zone_an_opening_is_by_day_on_its_day_or_the_next_allowed_one() -> None:
    for number, zone in enumerate(ZONES):
        for week in weeks_to_try(ZoneInfo(zone), number):
            for weekday in WEEKDAYS:
                hours = (8, 19, HOURS[(number + weekday + week.day) % len(HOURS)])
                for hour in hours:
                    country = ("NL", "BE")[(number + hour) % 2]
                    check_opening(TEAMS[weekday, hour, country], zone, week + timedelta(weekday - 1))


@pytest.mark.fault(32)
@pytest.mark.promise("G6")
def test_in_every_zone_each_week_opens_once_and_never_twice_on_a_date() -> None:
    for number, zone in enumerate(ZONES):
        team = team_at(WEEKDAYS[number % 5], HOURS[number % 12], ("NL", "BE")[number % 2])
        now = opening(team, zone, first_day(team, f"{2024 + number % 12}-01-01"))
        period = current_period(team, zone, now)
        for _ in range(54):
            assert current_period(team, zone, now - 1) < period == current_period(team, zone, now)
            following = next_period(team, zone, now)
            assert following == period_after(team, period)
            opens = opening(team, zone, following)
            assert opens > now
            assert local_day(opens, zone) > local_day(now, zone)
            now, period = opens, following


@pytest.mark.fault(32)
@pytest.mark.promise("G6")
@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("hour", HOURS)
def test_at_any_hour_of_every_working_day_in_twelve_years_a_week_opens_once(hour: int, country: str) -> None:
    for weekday in WEEKDAYS:
        team, zone = team_at(weekday, hour, country), COUNTRIES[country]
        openings = [check_opening(team, zone, week + timedelta(weekday - 1)) for week in WEEKS]
        assert all(before < after for before, after in pairwise(openings))
        assert len({local_day(moment, zone) for moment in openings}) == len(WEEKS)


@pytest.mark.fault(32)
def test_a_time_in_a_gap_becomes_the_first_later_minute() -> None:
    skipped = moment_of(datetime.fromisoformat("2027-03-28 02:30"), AMSTERDAM)
    assert local(skipped) == "2027-03-28 03:00"
    assert skipped == datetime(2027, 3, 28, 1, tzinfo=UTC).timestamp()

    zone = "Australia/Lord_Howe"  # Half an hour
    assert moment_of(datetime.fromisoformat("2027-10-03 02:15"), zone) == at("2027-10-03 02:30", zone)


@pytest.mark.fault(32)
def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert moment_of(datetime.fromisoformat("2027-10-31 02:30"), AMSTERDAM) == at("2027-10-31 02:30")
    assert at("2027-10-31 02:30") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("zone", "planned", "opens"),
    [
        ("Pacific/Apia", "2011-12-30", "2012-01-02 08:00"),
        ("Pacific/Fakaofo", "2011-12-30", "2012-01-02 08:00"),
        ("Pacific/Kwajalein", "1993-08-20", "1993-08-20 09:00"),
        ("Pacific/Kwajalein", "1993-08-21", "1993-08-23 08:00"),
        ("Pacific/Kiritimati", "1994-12-30", "1994-12-30 09:00"),
        ("Pacific/Enderbury", "1994-12-31", "1995-01-02 08:00"),
    ],
)
def test_where_a_whole_day_is_skipped_the_check_in_opens_on_the_next_allowed_one(
    zone: str, planned: str, opens: str
) -> None:
    assert local(opening(team_at(5, 9), zone, planned), zone) == opens


def test_a_skipped_day_costs_no_week() -> None:
    team, zone = team_at(5, 9), "Pacific/Apia"
    now = opening(team, zone, "2011-12-23")
    assert next_period(team, zone, now) == "2011-12-30"
    assert next_period(team, zone, opening(team, zone, "2011-12-30")) == "2012-01-06"
    assert moved_because(team, zone, "2011-12-30") is None


@pytest.mark.promise("G7")
@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2027-03-08 07:59", "2027-03-08 08:00"),
        ("2027-03-08 08:00", "2027-03-08 08:00"),
        ("2027-03-08 19:59", "2027-03-08 19:59"),
        ("2027-03-08 20:00", "2027-03-09 08:00"),
        ("2027-03-12 20:00", "2027-03-15 08:00"),
        ("2027-03-13 12:00", "2027-03-15 08:00"),
        ("2027-03-25 21:00", "2027-03-30 08:00"),
        ("2027-04-27 00:00", "2027-04-28 08:00"),
        ("2027-12-31 23:00", "2028-01-03 08:00"),
    ],
)
def test_what_falls_in_quiet_time_moves_to_the_first_allowed_moment(moment: str, allowed: str) -> None:
    assert local(next_allowed(at(moment), AMSTERDAM, "NL")) == allowed


def test_holidays_are_those_of_the_country_on_the_date_where_somebody_lives() -> None:
    assert is_working_day(date(2027, 7, 21), "NL")
    assert not is_working_day(date(2027, 7, 21), "BE")
    sydney = "Australia/Sydney"
    assert local(next_allowed(at("2027-04-27 09:00", sydney), sydney, "NL"), sydney) == "2027-04-28 08:00"


def test_the_holiday_that_moved_an_opening_is_known() -> None:
    team, belgian = team_at(1, 9), team_at(1, 9, "BE")
    assert moved_because(team, AMSTERDAM, "2027-03-29") == "2027-03-29"
    assert moved_because(belgian, "Europe/Brussels", "2027-03-29") == "2027-03-29"
    assert moved_because(team_at(2, 9), AMSTERDAM, "2027-04-27") == "2027-04-27"
    assert moved_because(team, AMSTERDAM, "2027-04-05") is None


def test_working_days_before_a_date_leave_out_weekends_and_holidays() -> None:
    assert working_days_before("2027-03-10", 2, "NL") == "2027-03-08"
    assert working_days_before("2027-03-08", 2, "NL") == "2027-03-04"
    assert working_days_before("2027-03-30", 2, "NL") == "2027-03-24"
    assert working_days_before("2027-03-30", 2, "BE") == "2027-03-25"
