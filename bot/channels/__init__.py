"""Where people are: Telegram, a terminal, the web."""
