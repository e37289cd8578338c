"""Anybody does anything, in any order: a random walk over all that people can do with the bot."""
