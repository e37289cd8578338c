"""The bots that are compared: how each is started, and what is special about it."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

VIERSTAP = [str(Path(sys.executable).with_name("vierstap")), "run"]
CONVERSATION_HANDLER = [sys.executable, "-m", "benchmarks.peers.conversation_handler"]
AIOGRAM_FSM = [sys.executable, "-m", "benchmarks.peers.aiogram_fsm"]
GRAMMY = [sys.executable, "-m", "benchmarks.peers.node_peer", "grammy.mjs"]
TELEGRAF = [sys.executable, "-m", "benchmarks.peers.node_peer", "telegraf.mjs"]


@dataclass(frozen=True)
class Candidate:
    """One bot process. Every one gets TELEGRAM_TOKEN, TELEGRAM_API_URL and DATABASE_URL."""

    title: str
    command: list[str]
    arguments: list[str] = field(default_factory=list)
    webhook: bool = False
    """updates are posted to HOST:PORT, under the path of WEBHOOK_URL"""
    start_command: str = "/diagnose"
    card: bool = False
    """sends a picture after the last question"""


OURS = "vierstap"
CANDIDATES = {
    OURS: Candidate("Vierstap, polling", VIERSTAP, card=True),
    "vierstap-webhook": Candidate("Vierstap, webhook", VIERSTAP, webhook=True, card=True),
    "ptb-pickle-always": Candidate("PTB, pickle each update", CONVERSATION_HANDLER, ["0"]),
    "ptb-pickle-1s": Candidate("PTB, pickle each second", CONVERSATION_HANDLER, ["1"]),
    "ptb-pickle": Candidate("PTB, pickle each minute", CONVERSATION_HANDLER, ["60"]),
    "aiogram-sqlite": Candidate("aiogram FSM, SQLite", AIOGRAM_FSM, ["sqlite"]),
    "aiogram-memory": Candidate("aiogram FSM, memory", AIOGRAM_FSM, ["memory"]),
    "grammy-memory": Candidate("grammY, memory", GRAMMY, ["memory"]),
    "grammy-webhook": Candidate("grammY, memory, webhook", GRAMMY, ["memory"], webhook=True),
    "grammy-files": Candidate("grammY, a file a person", GRAMMY, ["files"]),
    "telegraf": Candidate("Telegraf, memory", TELEGRAF),
    "telegraf-webhook": Candidate("Telegraf, memory, webhook", TELEGRAF, webhook=True),
}
NODE_MODULES = Path(__file__).parent / "peers" / "node" / "node_modules"
PEERS = [name for name, candidate in CANDIDATES.items() if candidate.command is not VIERSTAP]


def is_there(name: str) -> bool:
    """Whether what a bot runs on is on this machine."""
    needs_node = CANDIDATES[name].command in (GRAMMY, TELEGRAF)
    return not needs_node or (which("node") is not None and NODE_MODULES.is_dir())
