"""Builds of the bot in which one defence is broken, each of which has to be caught."""
