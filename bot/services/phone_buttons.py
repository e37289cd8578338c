"""Buttons that a phone serves by itself: it copies a text, opens an address, or lets a chat be chosen."""

import re
from collections.abc import Iterator

from bot.services.plain import plain_text
from flows.state.screen import Action, ByPhone
from flows.teams.tidy import units
from messages.written import as_written

MOST_COPIED = 256
"""UTF-16 units of a text that one button can hold."""
MOST_PARTS = 4
"""Buttons for one text: with more of them nobody saves time."""
ENDS = (re.compile(r"(?<=\n\n)"), re.compile(r"(?<=[.!?] )|(?<=\n)"), re.compile(r"(?<=\s)"))
"""Where a text may be parted: between paragraphs, else between sentences, else between words."""
_KINDS = {kind.value: kind for kind in ByPhone}


def of_phone(carried: str) -> tuple[ByPhone, str] | None:
    """What a phone does by itself with what a button carries; None where we are told of the tap."""
    name, _, held = carried.partition(":")
    kind = _KINDS.get(name)
    return (kind, held) if kind else None


def carried_by(action: Action, html: str) -> tuple[str, ...]:
    """What buttons carry that hold this text: several where one has no room; none where it is empty, or too
    long for a few.
    """
    held = as_written(plain_text(html)).strip()
    parts = tuple(in_parts(held)) if action.name == ByPhone.COPY else (held,)
    return tuple(f"{action}:{part}" for part in parts if part) if len(parts) <= MOST_PARTS else ()


def in_parts(text: str) -> Iterator[str]:
    """The text in as few parts as fit a button each, parted where it hurts least."""
    part = ""
    for piece in _pieces(text, 0):
        if part and units(part + piece.rstrip()) > MOST_COPIED:
            yield part.strip()
            part = ""
        part += piece
    yield part.strip()


def _pieces(text: str, depth: int) -> Iterator[str]:
    """Pieces that fit each, the larger the better."""
    for piece in ENDS[depth].split(text):
        if units(piece.strip()) <= MOST_COPIED:
            yield piece
        elif depth + 1 < len(ENDS):
            yield from _pieces(piece, depth + 1)
        else:
            yield from (piece[at : at + MOST_COPIED // 2] for at in range(0, len(piece), MOST_COPIED // 2))
