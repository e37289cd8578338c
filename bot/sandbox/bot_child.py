"""The bot, for as long as the sandbox lives: when the pipe between them breaks, it stops."""

import os
import runpy
import signal
import sys
import threading

STDIN = 0


def _stop_with_the_sandbox() -> None:
    os.read(STDIN, 1)  # Nothing is ever written: this returns when the other end is gone.
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_stop_with_the_sandbox, daemon=True).start()
    sys.argv[1:] = ["run"]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
