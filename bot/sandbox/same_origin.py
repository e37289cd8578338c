"""Keeps other websites out: a browser on this machine takes what they say to the sandbox, too."""

from starlette.responses import Response

from bot.sandbox.asgi import Receive, Scope, Send

OWN_NAMES = (b"127.0.0.1", b"localhost")
OF_OTHERS = (b"cross-site", b"same-site")


def refusal(scope: Scope) -> Response | None:
    """What is said to a request that another website can be behind; None to those of the bot and the page."""
    given = dict(scope["headers"])
    host: bytes = given.get(b"host", b"")
    if host.partition(b":")[0] not in OWN_NAMES:
        return _refuse(421, "The sandbox is at 127.0.0.1 and localhost only.")
    if b"origin" in given and given[b"origin"].partition(b"://")[2] != host:
        return _refuse(403, "That comes from another website.")
    acts = scope["method"] not in ("GET", "HEAD") or scope["path"].startswith("/bot")
    if acts and given.get(b"sec-fetch-site") in OF_OTHERS:
        return _refuse(403, "That comes from another website.")
    return None


def is_json(content_type: str) -> bool:
    """What another website cannot send without asking first."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _refuse(status: int, why: str) -> Response:
    return Response(f"{why}\n", status, media_type="text/plain")


async def let_in(scope: Scope, receive: Receive, send: Send) -> bool:
    """Whether a request may come in; who may not is answered."""
    refused = refusal(scope) if scope["type"] == "http" else None
    if refused is not None:
        await refused(scope, receive, send)  # type: ignore[arg-type] # the same, under Starlette's names
    return refused is None
