"""Pictures of the advice: SVG templates of `messages`, drawn as PNG."""

from bot.pictures.pictures import Pictures

__all__ = ["Pictures"]
