"""What is packed: rooms whose names nobody else brings, and an image that knows how it is."""

import asyncio
import json
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.channels.web.server import build_web, serve
from tests.bot.programs import all_well, free_port, nothing_measured

DOCKERFILE = Path(__file__).parents[2] / "Dockerfile"
NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize("room", ["bot", "flows", "messages"])
def test_only_this_project_provides_its_rooms(room: str) -> None:
    assert set(packages_distributions().get(room, ["vierstap"])) == {"vierstap"}


async def test_the_images_health_check_goes_through_no_proxy() -> None:
    _, _, check = DOCKERFILE.read_text().partition("HEALTHCHECK")
    _, *command = json.loads(check[check.index("[") : check.index("\nENTRYPOINT")])

    port = free_port()
    proxies = {f"{kind}_proxy": NOBODY for kind in ("http", "https", "all")}
    proxies |= {name.upper(): address for name, address in proxies.items()}
    async with serve(build_web(None, all_well, nothing_measured), "127.0.0.1", port):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env={"PORT": str(port), **proxies}, stderr=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0
