"""The sandbox: a look-alike of Telegram on this machine, for whoever has no token, edits or tests."""
