"""Benchmarks: the real bot process, and its peers, against a fast look-alike of the Bot API."""
