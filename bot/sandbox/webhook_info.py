"""What Telegram wants of a webhook's address, and tells of one."""

import re
from urllib.parse import urlsplit

from bot.sandbox.errors import bad
from bot.sandbox.parameters import integer
from bot.sandbox.world import Json

PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SECRET = 256
CONNECTIONS, MOST_CONNECTIONS = 40, 100


def check_webhook(url: str, secret: str) -> None:
    """Whether updates can be delivered there. This machine may do without TLS, as with a server of one's own.

    Raises:
        Refused: Telegram would not take it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad("invalid webhook URL specified") from None
    if len(secret) > LONGEST_SECRET:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    if parts.hostname in LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def connections(webhook: Json | None) -> int:
    """How many deliveries may be under way at once."""
    return integer(webhook or {}, "max_connections", CONNECTIONS, 1, MOST_CONNECTIONS)


def describe_webhook(
    webhook: Json | None, waiting: int, error: tuple[int, str] | None, allowed: list[str] | None
) -> Json:
    """What getWebhookInfo tells."""
    url = str((webhook or {}).get("url", ""))
    told: Json = {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}
    if url:
        told["max_connections"] = connections(webhook)
    if error is not None:
        told["last_error_date"], told["last_error_message"] = error
    if allowed is not None:
        told["allowed_updates"] = allowed
    return told
