from sqlalchemy import text

from bot.storage import delivery
from bot.storage.engines import transaction
from tests.storage.people import NOON

# One in a hundred waits for a screen.
A_MILLION_PEOPLE = """
    INSERT INTO conversations
    SELECT n, 'nl', '{}', n, n, true, false, '{}', 1, 0, CASE WHEN n % 100 = 0 THEN 0 ELSE 1 END,
        NULL, NULL, 0, 0, 0
    FROM number
"""
NUMBERS = {
    "sqlite": """
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000)
    """,
    "postgresql": "WITH number AS (SELECT * FROM generate_series(1, 1000000) AS n)",
}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


def test_who_is_due_among_a_million_is_found_by_index(database_url: str) -> None:
    with transaction(database_url) as connection:
        kind = connection.dialect.name
        connection.execute(text(NUMBERS[kind] + A_MILLION_PEOPLE))
        connection.execute(text("ANALYZE"))
        query = delivery.DUE.params(now=NOON, most=100)
        plan = [
            str(row)
            for row in connection.exec_driver_sql(
                f"{EXPLAIN[kind]} {query.compile(connection, compile_kwargs={'literal_binds': True})}"
            )
        ]
        assert [line for line in plan if "ix_conversations_undelivered" in line], plan
        assert not [line for line in plan if "Seq Scan on conversations" in line], plan
        assert not [line for line in plan if "SCAN conversations" in line and "INDEX" not in line]
        assert list(connection.scalars(query)) == list(range(100, 10_001, 100))
