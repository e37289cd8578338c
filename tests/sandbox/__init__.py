"""The look-alike refuses what Telegram refuses, in its words. Each test of that names where its fact is from:

D  the documentation of the Bot API (core.telegram.org/bots/api), by section
S  the source of Telegram's Bot API server or its library, by file
"""
