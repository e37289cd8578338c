"""Pictures and papers: templates of `messages`, drawn as PNG and typeset as PDF."""

from bot.pictures.documents import Documents
from bot.pictures.pictures import Pictures
from bot.pictures.teams import TeamPictures

__all__ = ["Documents", "Pictures", "TeamPictures"]
