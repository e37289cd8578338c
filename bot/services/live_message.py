"""The live message, as a person's row tells of it: what it should show, whether it does, and who sees to it.

What it shows is a belief: an edit may be applied late, or a message be lost on the way. Whoever taps tells
what is really there, and is believed rather than the row.
"""

from bot.services.ports import LONGEST_LEASE, LONGEST_WAIT, StoredConversation, is_ahead
from bot.services.presenter import RenderedScreen

LEASE = 15.0
"""Seconds for which a delivery is ours; a dead process's deliveries are taken over after it."""
PATIENCE = 0.5
"""Seconds that are left to another process's edit once somebody taps."""


def put(row: StoredConversation, shown: RenderedScreen, *, fresh: bool) -> None:
    """The next version of the screen; the same one again only where it must appear anew."""
    screen = shown.to_json()
    if screen == row.screen and not fresh:
        return
    row.screen = screen
    row.screen_version += 1
    if fresh:
        row.fresh_version = row.screen_version


def confirm(row: StoredConversation, message_id: int | None, now: float) -> None:
    """The current screen was seen, and where, even before its delivery was noted."""
    if message_id is not None:
        row.message_id = message_id
        row.delivered_version = row.screen_version
        _hurry(row, now)


def doubt(row: StoredConversation, message_id: int | None, now: float) -> None:
    """Something else was seen. On the live message the screen is put once more, whatever was noted; below any
    other it comes anew. Its version stays, so that the buttons of both copies hold.

    The version delivered is lowered even where it is behind: a note of an edit that began before no longer
    counts (`Unit.note_edited`).
    """
    under_way = row.fresh_version > row.delivered_version  # a new message, which no late edit can spoil
    row.delivered_version = max(0, row.delivered_version - 1)
    if message_id != row.message_id:
        row.fresh_version = row.screen_version
    elif not under_way:
        row.fresh_version = min(row.fresh_version, row.delivered_version)
        _hurry(row, now)


def bring_below(row: StoredConversation, message_id: int) -> bool:
    """Put the screen once more, anew, where another message came below it and may push it out of sight; says
    whether it did. Its version stays, so that the buttons of both copies hold.
    """
    if row.message_id is None or row.message_id >= message_id:
        return False
    row.delivered_version = max(0, row.delivered_version - 1)
    row.fresh_version = row.screen_version
    return True


def _hurry(row: StoredConversation, now: float) -> None:
    """Somebody is there, and whoever else has the delivery may be dead."""
    row.lease_until = min(row.lease_until, now + PATIENCE)


def take_delivery(row: StoredConversation, owner: str, now: float) -> None:
    """Deliver it ourselves, unless another process is at it or Telegram told us to wait. For somebody who is
    there, we do not wait to try again after a failure.
    """
    if row.attempts:
        row.not_before = 0.0
    told_to_wait = is_ahead(row.not_before, now, LONGEST_WAIT)
    theirs = row.lease_owner not in (None, owner) and is_ahead(row.lease_until, now, LONGEST_LEASE)
    if not (told_to_wait or theirs):
        row.lease_owner, row.lease_until = owner, now + LEASE
