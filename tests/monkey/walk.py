"""The walk: a rule for each thing that people do, and what must hold after every step."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.assembly import Rooms, build_rooms
from bot.storage import migrate
from tests.bot.faults import BROKEN_SERVER, CUT_AFTER, CUT_BEFORE, too_many
from tests.bot.people import Person
from tests.monkey import deeds
from tests.monkey.oracle import Oracle
from tests.monkey.town import NAMES, Town
from tests.monkey.words import WORDS

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SPANS = (MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY, 7 * DAY, 28 * DAY)
AWAY = 400 * DAY
FAULTS = {"cut before": CUT_BEFORE, "cut after": CUT_AFTER, "502": BROKEN_SERVER, "429": too_many(3)}

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where a disk that is forced to write costs nothing."""

people = st.integers(0, len(NAMES) - 1)
places = st.integers(0, 99)
"""Which button of those there are, counted round."""


@cache
def the_rooms() -> Rooms:
    return build_rooms("vierstap_bot", "privacy@example.org")


@cache
def empty_database() -> Path:
    path = Path(tempfile.mkdtemp(prefix="vierstap-monkey-")) / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


class Walk(RuleBasedStateMachine):
    """People who do anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="vierstap-monkey-", dir=MEMORY))
        database = Path(shutil.copy(empty_database(), self._folder / "vierstap.sqlite3"))
        self._runner = asyncio.Runner()
        self._town = Town(database, the_rooms())
        self._oracle = Oracle(self._town)
        self._run(self._town.open())
        logging.getLogger().addHandler(self._oracle.log)

    def teardown(self) -> None:
        logging.getLogger().removeHandler(self._oracle.log)
        self._run(self._town.close())
        self._runner.close()
        shutil.rmtree(self._folder)

    @initialize(size=st.integers(0, len(NAMES)))
    def a_team_is_there(self, size: int) -> None:
        if size:
            self._run(deeds.gather(self._town.people[:size]))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._runner.run(work)

    def _person(self, who: int) -> Person:
        person = self._town.people[who]
        self._oracle.acting = person
        return person

    @invariant()
    def every_promise_holds(self) -> None:
        self._run(self._oracle.check())

    # ------------------------------------------------------------ one person, one thing

    @rule(who=people, word=st.sampled_from(WORDS))
    def types(self, who: int, word: str) -> None:
        self._run(self._person(who).send(word))

    @rule(who=people, place=places)
    def types_what_stands_on_a_button(self, who: int, place: int) -> None:
        self._run(deeds.type_label(self._person(who), place))

    @rule(who=people, place=places)
    def taps(self, who: int, place: int) -> None:
        self._run(deeds.tap(self._person(who), place))

    @rule(who=people, places=st.lists(places, min_size=5, max_size=12))
    def taps_on_and_on(self, who: int, places: list[int]) -> None:
        self._run(deeds.tap_on(self._person(who), places))

    @rule(who=people, place=places)
    def taps_twice_at_once(self, who: int, place: int) -> None:
        self._run(deeds.tap_twice(self._person(who), place))

    @rule(who=people, place=places)
    def taps_something_old(self, who: int, place: int) -> None:
        self._run(self._oracle.unmoved(deeds.tap_old(self._person(who), place)))

    @rule(who=people, place=places, version=st.sampled_from(("0", "1", "99", "", "x")))
    def forges_a_tap(self, who: int, place: int, version: str) -> None:
        self._run(deeds.forge(self._person(who), self._town, place, version))

    @rule(who=people)
    def does_the_last_thing_again(self, who: int) -> None:
        self._person(who)
        self._run(self._oracle.unmoved(self._town.repeat()))

    @rule(who=people, kind=st.sampled_from(("voice", "photo", "sticker", "new_chat_title")))
    def sends_what_is_no_text(self, who: int, kind: str) -> None:
        person = self._person(who)
        self._run(person.post(person.raw_message(**{kind: {}})))

    @rule(who=people)
    def blocks_the_bot(self, who: int) -> None:
        self._run(deeds.block(self._person(who), self._town.wire))

    @rule(who=people)
    def forgets(self, who: int) -> None:
        self._run(deeds.errand(self._person(who), ("/vergeet", "forget_all")))

    # ------------------------------------------------------------ a team

    @rule(who=people, shift=places)
    def answers_everything(self, who: int, shift: int) -> None:
        self._run(deeds.diagnose(self._person(who), shift))

    @rule(who=people)
    def founds_a_team(self, who: int) -> None:
        self._run(deeds.found_team(self._person(who)))

    @rule(who=people, guests=st.sets(people))
    def invites(self, who: int, guests: set[int]) -> None:
        lead = self._person(who)
        self._run(deeds.invite(lead, [self._town.people[guest] for guest in sorted(guests - {who})]))

    @rule(answering=st.sets(people), shift=places)
    def a_diagnosis_is_held(self, answering: set[int], shift: int) -> None:
        self._run(deeds.hold_diagnosis(self._town, [self._person(who) for who in sorted(answering)], shift))

    @rule(answering=st.sets(people), shift=places)
    def a_week_is_checked_in(self, answering: set[int], shift: int) -> None:
        self._run(self._town.later(deeds.until_monday(self._town.clock.now)))
        for who in sorted(answering):
            self._run(deeds.check_in(self._person(who), shift + who))

    @rule(place=places, what=st.sampled_from(deeds.OF_A_LEAD))
    def a_lead_does_something(self, place: int, what: tuple[str, ...]) -> None:
        self._run(self._lead_does(place, what))

    async def _lead_does(self, place: int, what: tuple[str, ...]) -> None:
        if leads := await deeds.leads_of(self._town):
            self._oracle.acting = leads[place % len(leads)]
            await deeds.errand(self._oracle.acting, what)

    @rule(who=people, what=st.sampled_from(deeds.OF_ANYBODY))
    def somebody_does_something(self, who: int, what: tuple[str, ...]) -> None:
        self._run(deeds.errand(self._person(who), what))

    @rule(who=people, status=st.sampled_from(("member", "left", "kicked", "administrator")))
    def moves_the_bot_in_a_group(self, who: int, status: str) -> None:
        person = self._person(who)
        self._run(person.post(person.raw_added(deeds.GROUP, status)))

    @rule(who=people)
    def links_the_group(self, who: int) -> None:
        self._run(deeds.link_group(self._person(who), self._town))

    # ------------------------------------------------------------ the world

    @rule(span=st.sampled_from(SPANS))
    def time_goes_by(self, span: int) -> None:
        self._run(self._town.later(span))

    @rule(span=st.sampled_from(SPANS))
    def the_bot_stands_still(self, span: int) -> None:
        self._run(self._town.outage(span))

    @rule(span=st.sampled_from(SPANS))
    def the_clock_goes_back(self, span: int) -> None:
        self._town.clock.now -= span

    @rule()
    def more_than_a_year_goes_by(self) -> None:
        self._run(self._town.later(AWAY))

    @rule(fault=st.sampled_from(sorted(FAULTS)), method=st.sampled_from(deeds.METHODS))
    def a_call_fails(self, fault: str, method: str) -> None:
        self._town.wire.fail(method, FAULTS[fault])

    @rule()
    def the_bot_starts_again(self) -> None:
        self._run(self._town.restart())
