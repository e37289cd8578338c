"""The commands for editors and translators; what they need is loaded when they are called."""

from pathlib import Path
from typing import Annotated

import typer


def preview(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; made if it is not there.")] = Path(
        "preview"
    ),
) -> None:
    """Write everything that Vierstap shows as a page for each language, to look at and search offline."""
    from bot.editing.preview import write_preview  # noqa: PLC0415 - nothing that serves people needs it
    from flows.catalogue.catalogue import load_catalogue  # noqa: PLC0415
    from messages.renderer import ROOM  # noqa: PLC0415

    for file, screens in write_preview(load_catalogue(), ROOM, folder):
        typer.echo(f"{file}: {screens} screens, {file.stat().st_size / 1e6:.1f} MB")
