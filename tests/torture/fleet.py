"""The processes of the bot on one database, behind one address."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.sandbox.bot_process import BotProcess
from tests.bot.programs import free_port

PATH = "/telegram"
READY_SECONDS = 30.0
LOOK = 0.1


class Replica(BotProcess):
    """A process whose log is kept, and which can be stopped where it stands."""

    def __init__(self, log: Path, api: str, url: str, clock: Path, settings: Mapping[str, str]) -> None:
        super().__init__(api, url, str(clock), settings)
        self.log = log
        self.port = int(settings["PORT"])

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        with self.log.open("ab") as log:
            while process.stderr is not None and (piece := await process.stderr.read(2**16)):
                log.write(piece)
                log.flush()

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self.running:
            self._process.send_signal(number)

    def use(self, folder: Path | None) -> None:
        """From the next start on, the program in this folder instead of ours."""
        self._environment.pop("PYTHONPATH", None)
        if folder is not None:
            self._environment["PYTHONPATH"] = str(folder)

    @property
    def ended_by_itself(self) -> bool:
        return bool(self.as_json()["state"] == "crashed")


class Fleet:
    """One process or several. By webhook each update goes to the next one that takes it."""

    def __init__(self, folder: Path, api: str, url: str, clock: Path, number: int, *, webhook: bool) -> None:
        self._next = 0
        self._webhook_port = free_port()
        self.stopped = 0
        more = {"WEBHOOK_URL": f"http://127.0.0.1:{self._webhook_port}{PATH}"} if webhook else {}
        self._webhook = webhook
        self.replicas = [
            Replica(
                folder / f"bot{place}.log",
                api,
                url,
                clock,
                {"LOG_LEVEL": "DEBUG", "PORT": str(free_port()), "OPERATOR_CONTACT": "x@example.org", **more},
            )
            for place in range(number)
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Fleet"]:
        """All of them, until the block ends."""
        application = web.Application(client_max_size=2**21)
        application.router.add_post(PATH, self._pass_on)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        if self._webhook:
            await web.TCPSite(runner, "127.0.0.1", self._webhook_port).start()
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as self._http:
            try:
                await self.all_up()
                yield self
            finally:
                for replica in self.replicas:
                    replica.signal(signal.SIGCONT)
                    await replica.stop()
                await runner.cleanup()

    async def all_up(self) -> None:
        """Whoever is down starts, and all serve; who ended without being asked is counted."""
        for replica in self.replicas:
            self.stopped += replica.ended_by_itself
            await replica.start()
        async with asyncio.timeout(READY_SECONDS):
            for replica in self.replicas:
                while not await self._is_ready(replica):
                    self.stopped += replica.ended_by_itself
                    await replica.start()
                    await asyncio.sleep(LOOK)

    async def _is_ready(self, replica: Replica) -> bool:
        try:
            async with self._http.get(f"http://127.0.0.1:{replica.port}/readyz") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _pass_on(self, request: web.Request) -> web.Response:
        """As a proxy does: to one after the other, the next where nobody listens."""
        body = await request.read()
        headers = {
            name: value for name, value in request.headers.items() if name not in ("Host", "Content-Length")
        }
        for _ in self.replicas:
            self._next += 1
            replica = self.replicas[self._next % len(self.replicas)]
            address = f"http://127.0.0.1:{replica.port}{PATH}"
            try:
                async with self._http.post(address, data=body, headers=headers) as answer:
                    content = await answer.read()
                    kind = answer.headers.get("Content-Type", "text/plain")
                    return web.Response(status=answer.status, body=content, headers={"Content-Type": kind})
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
