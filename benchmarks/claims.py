"""How long it takes to claim what is due, measured at the database itself."""

import time
from dataclasses import dataclass

from benchmarks.latency import Latency
from bot.services.ports import Unit
from bot.storage import appointments, open_storage
from bot.storage.engines import transaction

ROUNDS = 200
BATCH = 25
OWNER = "benchmark"
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
INDEX = "ix_appointments_due"


@dataclass(frozen=True)
class Claims:
    """Seconds of a claim, its commit included; whether the index is used."""

    latency: Latency
    index_used: bool


async def measure_claims(database_url: str, now: float) -> Claims:
    """Claim batch after batch as processes do, and attempt all of each."""
    storage = open_storage(database_url)
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        claimed = await storage.run(lambda unit: unit.claim_appointments(OWNER, now, now + 60, BATCH))
        seconds.append(time.perf_counter() - started)
        if len(claimed) < BATCH:
            raise RuntimeError("too little is due to measure claims")
        keys = [appointment.key for appointment in claimed]

        def attempt(unit: Unit, keys: list[str] = keys) -> None:
            for key in keys:
                unit.attempt_appointment(key, OWNER, now)

        await storage.run(attempt)
    await storage.close()
    return Claims(Latency.of(seconds), _uses_index(database_url, now))


def _uses_index(database_url: str, now: float) -> bool:
    with transaction(database_url) as connection:
        compiled = appointments.CLAIM.compile(connection)
        values = compiled.construct_params({"owner": OWNER, "now": now, "until": now + 60, "most": BATCH})
        given = tuple(values[name] for name in compiled.positiontup or ()) or values
        plan = connection.exec_driver_sql(f"{EXPLAIN[connection.dialect.name]} {compiled}", given)
        return any(INDEX in str(row) for row in plan)
