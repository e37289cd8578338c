"""Inline keyboards, as strict as Telegram is."""

from typing import Any

import orjson

from bot.channels.sandbox.errors import bad

Json = dict[str, Any]

MOST_DATA = 64
"""Bytes."""
MOST_IN_A_ROW, MOST = 8, 100
ACTIONS = ("callback_data", "url", "copy_text", "switch_inline_query", "web_app", "login_url")


def read_keyboard(markup: object) -> Json | None:
    """The inline keyboard in a `reply_markup`; None where there is none.

    Raises:
        Refused: Telegram would not take it.
    """
    given = orjson.loads(markup) if isinstance(markup, str) else markup
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("inline_keyboard"), list):
        raise bad("object expected as reply markup")
    rows = [[_button(button) for button in row] for row in given["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST:
        raise bad("too many buttons in the keyboard")
    # Rows that are too long are broken, not refused.
    broken = [row[i : i + MOST_IN_A_ROW] for row in rows for i in range(0, len(row), MOST_IN_A_ROW)]
    return {"inline_keyboard": broken} if broken else None


def _button(button: object) -> Json:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not any(name in button for name in ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MOST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return dict(button)
