"""Becomes a peer that runs on Node. Arguments: its script in `node`, and what that is given."""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from shutil import which

import orjson

from benchmarks.peers.questions import FINAL_TEXT, OPTIONS, TOPICS, question_text

FOLDER = Path(__file__).with_name("node")
IN_FILES = "files"
"""Kept in a folder beside the database of the run."""


def main(script: str, *arguments: str) -> None:
    """Take the place of this process, so that the one that is measured runs Node alone."""
    node = which("node")
    assert node is not None
    conversation = {
        "questions": [question_text(index) for index in range(len(TOPICS))],
        "final": FINAL_TEXT,
        "options": [asdict(option) for option in OPTIONS],
    }
    environment = os.environ | {"PEER_CONVERSATION": orjson.dumps(conversation).decode()}
    database = Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    given = [str(database.with_suffix("")) if each == IN_FILES else each for each in arguments]
    os.execve(node, [node, str(FOLDER / script), *given], environment)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
