"""What is shipped for Prometheus and Grafana names what is measured, and each alarm goes off at its fault."""

import json
import operator
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.services.ports import StorageError
from bot.services.turns import Turns
from bot.storage.unit import SqlUnit
from tests.bot.bugs import fail
from tests.bot.conftest import Invite
from tests.bot.faults import BROKEN_SERVER, refusal
from tests.bot.house import House
from tests.bot.teams import MONDAY_9, team_of
from tests.bot.wire import Wire

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = dict(re.findall(r"- alert: (\w+)\n\s+expr: (.+)", (DEPLOY / "prometheus-rules.yaml").read_text()))
BOARD = json.loads((DEPLOY / "grafana.json").read_text())
SHOWN = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
METRIC = re.compile(r"\b((?:vierstap|process)_\w+)")
RULE = re.compile(r"(?:increase\()?(\w+)(?:\{(\w+)=\"(\w+)\"\})?(?:\[15m\]\))? (==|>) (\d+)")
COMPARED = {"==": operator.eq, ">": operator.gt}

Fault = Callable[[House, Wire, Invite, pytest.MonkeyPatch], Awaitable[None]]


async def figures(house: House) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    page = (await house.examiner.metrics()).decode()
    families = text_string_to_metric_families(page)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


async def goes_off(house: House, alarm: str) -> bool:
    """What has grown began at nought, since the house is new."""
    found = RULE.fullmatch(RULES[alarm])
    assert found is not None, RULES[alarm]
    name, label, value, compared, limit = found.groups()
    wanted = {(label, value)} if label else set()
    seen = await figures(house)
    values = [number for (named, labels), number in seen.items() if named == name and labels >= wanted]
    return any(COMPARED[compared](number, float(limit)) for number in values)


def refuse(*_arguments: object) -> bool:
    raise StorageError("the disk is full")


async def a_full_disk(_house: House, _wire: Wire, _invite: Invite, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SqlUnit, "hold_lease", refuse)


async def a_minute_of_silence(house: House, _wire: Wire, _invite: Invite, patch: pytest.MonkeyPatch) -> None:
    now = house.health._now()
    patch.setattr(house.health, "_now", lambda: now + 61)


async def a_second_program(_house: House, wire: Wire, invite: Invite, _patch: pytest.MonkeyPatch) -> None:
    wire.fail("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request"))
    await invite("nl", "Anna").send("/start")


async def a_fault_in_a_turn(_house: House, _wire: Wire, invite: Invite, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Turns, "take", fail)
    await invite("nl", "Anna").send("/start")


async def an_answer_that_cannot_be_sent(
    house: House, wire: Wire, invite: Invite, _patch: pytest.MonkeyPatch
) -> None:
    wire.fail("sendMessage", *[BROKEN_SERVER] * 50)
    await invite("nl", "Anna").send("/start")
    house.clock.now += 301


async def a_bot_that_stood_still(
    house: House, _wire: Wire, invite: Invite, _patch: pytest.MonkeyPatch
) -> None:
    await team_of(invite, 1)
    house.clock.now = MONDAY_9 + 3_600


async def a_webhook_that_does_not_work(
    house: House, _wire: Wire, _invite: Invite, _patch: pytest.MonkeyPatch
) -> None:
    house.health.waiting = 101


async def refusals(house: House, _wire: Wire, _invite: Invite, _patch: pytest.MonkeyPatch) -> None:
    for _ in range(51):
        house.services.metrics.called("sendMessage", "refused", 0.1)


async def a_number_with_other_contents(
    _house: House, _wire: Wire, invite: Invite, _patch: pytest.MonkeyPatch
) -> None:
    anna = invite("nl", "Anna")
    update = anna.raw_message(text="/start")
    await anna.post(update)
    await anna.post({**anna.raw_message(text="/help"), "update_id": update["update_id"]})


FAULTS: dict[str, Fault] = {
    "VierstapCannotStore": a_full_disk,
    "VierstapOutOfTouch": a_minute_of_silence,
    "VierstapConflict": a_second_program,
    "VierstapUpdatesFail": a_fault_in_a_turn,
    "VierstapUpdatesContradict": a_number_with_other_contents,
    "VierstapScreensWait": an_answer_that_cannot_be_sent,
    "VierstapRemindersLate": a_bot_that_stood_still,
    "VierstapUpdatesWait": a_webhook_that_does_not_work,
    "VierstapTelegramRefuses": refusals,
}


def test_every_alarm_has_its_fault() -> None:
    assert set(FAULTS) == set(RULES)


@pytest.mark.parametrize("alarm", FAULTS)
async def test_each_alarm_goes_off_at_its_fault_and_not_before(
    alarm: str, house: House, wire: Wire, invite: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await goes_off(house, alarm)
    await FAULTS[alarm](house, wire, invite, monkeypatch)
    assert await goes_off(house, alarm)


async def test_all_that_is_named_is_measured(house: House) -> None:
    measured = {name for name, _ in await figures(house)}
    named = {name for line in (*RULES.values(), *SHOWN) for name in METRIC.findall(line)}
    assert named - measured == set()
