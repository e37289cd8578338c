"""The whole bot in one process, by a clock that nobody waits for: a seed says what happens, and when."""
