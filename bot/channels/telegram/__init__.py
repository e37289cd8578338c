"""Telegram: the only room that knows its Bot API."""

import os

# The library gives waiting times as timedelta then, as it will by default one day, and does not warn.
os.environ.setdefault("PTB_TIMEDELTA", "true")
