"""Links of invitations: made whenever they are needed, by whoever holds the key, and stored nowhere."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256

from flows.handlers.joining import TOKEN
from flows.teams.records import Invitation

BYTES = 16
"""128 bits: nobody guesses that."""


class InvitationLinks:
    """The ways into teams, at the address of this bot. No two invitations end at the same fraction of a
    second, so each has a token of its own. `surroundings`: what texts know of the bot.
    """

    def __init__(self, key: bytes, surroundings: Mapping[str, object]) -> None:
        self._key = key
        self._username = surroundings.get("bot_username")

    def hash(self, invitation: Invitation) -> str:
        """What is stored of the token in the link."""
        return sha256(self._token(invitation).encode()).hexdigest()

    def link(self, invitation: Invitation) -> str:
        """What to open, or without an address what to type."""
        start = f"{TOKEN}{self._token(invitation)}"
        return f"https://t.me/{self._username}?start={start}" if self._username else f"/start {start}"

    def holds(self, invitation: Invitation, now: float) -> bool:
        """Whether this link lets anybody in: one made with another key does not."""
        ours = hmac.compare_digest(invitation.token_hash, self.hash(invitation))
        return ours and invitation.expires_at > now and invitation.uses_left > 0

    def _token(self, invitation: Invitation) -> str:
        about = f"{invitation.team_id}:{invitation.expires_at!r}".encode()
        made = hmac.digest(self._key, about, "sha256")[:BYTES]
        return urlsafe_b64encode(made).decode().rstrip("=")
