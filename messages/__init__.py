"""Speaks: every word people read, per language, as data and templates."""
