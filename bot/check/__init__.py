"""Shows that the content and its texts are sound, and proves what holds for every set of answers."""

from bot.check.run import run_checks

__all__ = ["run_checks"]
