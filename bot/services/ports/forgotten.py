"""Who was forgotten, so that they stay so when a backup from before is restored."""

from typing import Protocol


class ForgottenUnit(Protocol):
    """The seals of who was forgotten, in one transaction."""

    def note_forgotten(self, seal: str, at: float) -> None:
        """Remember a seal, from which nobody finds whose it is without the key."""

    def forgotten(self) -> dict[str, float]:
        """The seals that are remembered, each with the moment."""
