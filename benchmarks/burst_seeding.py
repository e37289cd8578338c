"""Teams whose check-ins all open at one moment, among the appointments of other days."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Table, insert

from benchmarks.updates import LANGUAGE
from bot.services.ports import StoredConversation
from bot.storage.conversations import conversations
from bot.storage.engines import begun, make_engine
from bot.storage.migrate import migrate
from bot.storage.records import row_of
from bot.storage.teams import SHAPES
from flows.catalogue.catalogue import load_catalogue
from flows.reminders.appointments import closing_of, opening_of
from flows.teams.calendar import period_before
from flows.teams.plan import review_day, start_plan
from flows.teams.records import Appointment, Member, Ownership, Record, Role, Team, Week

AT_ONCE = 10_000
FIRST_USER_ID = 1_000_000_000
SMALL, LARGE = 5, 500
"""Members of a team; half of all people are in teams of each size."""
AMSTERDAM = "Europe/Amsterdam"
DAY = 86_400.0
OWNERS = 3
ANSWERS = {
    "strategy": "customer_intimacy",
    "management": "approves",
    "resources": "temporary",
    "manager_use": "guru",
    "knowledge": "basics",
    "knowledge_gap": "tactical",
    "habits": "departments",
    "pilots": "running",
    "measure": "activity",
    "size": "medium",
}


@dataclass(frozen=True, slots=True)
class Rush:
    """So many members are due at this moment, in a table of so many appointments."""

    members: int
    appointments: int
    at: float

    def is_of_small_team(self, user_id: int) -> bool:
        """Whether somebody is in one of the small teams."""
        return user_id - FIRST_USER_ID >= self.in_large_teams

    @property
    def in_large_teams(self) -> int:
        """How many people are in large teams."""
        return self.members // 2 // LARGE * LARGE

    @property
    def day(self) -> str:
        """The day on which the check-ins open."""
        return datetime.fromtimestamp(self.at, ZoneInfo(AMSTERDAM)).date().isoformat()


def seed_rush(database_url: str, rush: Rush) -> None:
    """Store the teams, their people and the appointments, in a new database."""
    migrate(database_url)
    engine = make_engine(database_url)
    people = (asdict(_person(user_id, rush.at)) for user_id in _people(rush))
    _store(engine, conversations, people)
    for kind in (Team, Member, Ownership, Week):
        if kind is Ownership:
            _store_plans(engine, rush)
        of_kind = (row_of(record) for record in _records(rush) if isinstance(record, kind))
        _store(engine, SHAPES[kind].table, of_kind)
    _store(engine, SHAPES[Appointment].table, _appointments(rush))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _store_plans(engine: Engine, rush: Rush) -> None:
    plan = start_plan(load_catalogue(), 0, ANSWERS, rush.day)
    rows = ({**row_of(action), "team_id": team.id} for team in _teams(rush) for action in plan)
    _store(engine, SHAPES[type(plan[0])].table, rows)


def _store(engine: Engine, table: Table, rows: Iterator[Mapping[str, Any]]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        with engine.connect() as connection, begun(connection):
            connection.execute(insert(table), some)


def _people(rush: Rush) -> range:
    return range(FIRST_USER_ID, FIRST_USER_ID + rush.members)


def _teams(rush: Rush) -> Iterator[Team]:
    day = datetime.fromisoformat(rush.day)
    started = (day - timedelta(weeks=2)).date().isoformat()
    for number in range(1, _teams_before(rush, rush.members) + 1):
        yield Team(
            id=number,
            name=f"Webcare {number}",
            country="NL",
            zone=AMSTERDAM,
            language=LANGUAGE,
            weekday=day.isoweekday(),
            hour=9,
            step=1,
            lane="customer_intimacy",
            size=ANSWERS["size"],
            started_on=started,
            review_on=review_day(started, "NL"),
            agreed=True,
        )


def _teams_before(rush: Rush, place: int) -> int:
    """How many teams are filled by the first so many people."""
    large = min(place, rush.in_large_teams)
    return -(-large // LARGE) + -(-(place - large) // SMALL)


def _records(rush: Rush) -> Iterator[Record]:
    for team in _teams(rush):
        yield team
        yield Week(team.id, period_before(team, rush.day), 40)
    for place, user_id in enumerate(_people(rush)):
        number = _teams_before(rush, place + 1)
        first = _teams_before(rush, place) < number
        role = Role.LEAD if first else Role.MEMBER
        yield Member(number, user_id, f"Noor {place}", role, AMSTERDAM, rush.at - 14 * DAY)
        if place % SMALL < OWNERS and place >= rush.in_large_teams:
            yield Ownership(number, place % SMALL + 1, user_id)


def _appointments(rush: Rush) -> Iterator[Mapping[str, Any]]:
    """The openings and the weeks that close at that moment; then what was attempted before and is ahead."""
    teams = {team.id: team for team in _teams(rush)}
    for team in teams.values():
        yield _row(closing_of(team, period_before(team, rush.day)))
    for record in _records(rush):
        if isinstance(record, Member):
            yield _row(opening_of(teams[record.team_id], record, rush.day))
    for number in range(rush.appointments - rush.members - len(teams)):
        place = number % rush.members
        team_id, user_id = _teams_before(rush, place + 1), FIRST_USER_ID + place
        days = 1 + number // rush.members
        past = number % 2 == 0
        due = rush.at - days * DAY if past else rush.at + days * DAY
        other = Appointment("n_action_due", team_id, user_id, f"{number}", due)
        yield _row(other, attempted_at=due if past else None)


def _row(appointment: Appointment, attempted_at: float | None = None) -> Mapping[str, Any]:
    return {**row_of(appointment), "attempted_at": attempted_at}


def _person(user_id: int, now: float) -> StoredConversation:
    """Somebody who has nothing open."""
    return StoredConversation(user_id, LANGUAGE, "{}", created_at=now - 14 * DAY, active_at=now - 7 * DAY)
