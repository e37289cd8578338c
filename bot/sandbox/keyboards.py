"""Inline keyboards, as strict as Telegram is."""

import re
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.parameters import read_structure
from flows.teams.tidy import units

Json = dict[str, Any]

MOST_DATA = 64
"""Bytes."""
MOST_IN_A_ROW, MOST = 8, 100
TEXTS = ("callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat")
ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
STYLES = (None, "danger", "success", "primary")
MOST_COPIED = 256
NOT_MODELLED = frozenset({"keyboard", "force_reply"})
APPS = ("tg:", "ton:", "tonsite:")


def read_keyboard(markup: object) -> Json | None:
    """The inline keyboard in a `reply_markup`; None where there is none.

    Raises:
        Refused: Telegram would not take it.
    """
    given = read_structure(markup)
    if not given:
        return None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if not NOT_MODELLED.isdisjoint(given):
        raise bad("the sandbox knows no keyboards but inline ones")
    rows = given.get("inline_keyboard") or []
    if not isinstance(rows, list):
        raise bad('field "inline_keyboard" must be an Array of Arrays')
    rows = [_row(row) for row in rows if row]
    if sum(map(len, rows)) > MOST:
        raise bad("reply markup is too long")
    # Rows that are too long are broken, not refused.
    broken = [row[i : i + MOST_IN_A_ROW] for row in rows for i in range(0, len(row), MOST_IN_A_ROW)]
    return {"inline_keyboard": broken} if broken else None


def _row(row: object) -> list[Json]:
    if not isinstance(row, list):
        raise bad('field "inline_keyboard" must be an Array of Arrays')
    return [_button(button) for button in row]


def _button(button: object) -> Json:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not any(name in button for name in ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    for name in TEXTS:
        if isinstance(button.get(name), dict | list | bool):
            raise bad(f'can\'t parse inline keyboard button: Field "{name}" must be of type String')
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MOST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if button.get("style") not in STYLES:
        raise bad("invalid button style specified")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= units(str(_copied(copied))) <= MOST_COPIED:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if (chosen := button.get("switch_inline_query_chosen_chat")) is not None:
        _check_chosen(chosen)
    if (url := str(button.get("url") or "")) and (fault := _fault_of(url)):
        raise bad(f"inline keyboard button URL '{url}' is invalid: {fault}")
    return dict(button)


def _check_chosen(chosen: object) -> None:
    if not isinstance(chosen, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    if not any(chosen.get(f"allow_{kind}_chats") for kind in ("user", "bot", "group", "channel")):
        raise bad("at least one chat type must be allowed")


def _copied(copied: object) -> str:
    if not isinstance(copied, dict) or not isinstance(copied.get("text"), str):
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    return str(copied["text"])


def _fault_of(url: str) -> str | None:
    """Why an address is not one that can be opened."""
    if url.lower().startswith(APPS):
        return None
    protocol, separator, rest = url.partition("://")
    if not separator or re.search(r"[:/?#@\[\]]", protocol):
        protocol, rest = "http", url
    if protocol.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    host = re.split(r"[/?#]", rest)[0].rpartition("@")[2]
    if not host:
        return "URL host is empty"
    return None if "." in host or host.startswith("[") else "Wrong HTTP URL"
