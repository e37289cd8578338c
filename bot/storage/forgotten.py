"""Who was forgotten, so that they stay so when a backup from before is restored: keyed hashes, no ids."""

from sqlalchemy import Column, Double, Table, Text, bindparam, select

from bot.storage.schema import Topic, insert, metadata, pruned

forgotten = Table(
    "forgotten",
    metadata,
    Column("seal", Text, primary_key=True),
    Column("at", Double, nullable=False),
)

_noting = insert(forgotten)
NOTE_FORGOTTEN = _noting.on_conflict_do_update(
    index_elements=[forgotten.c.seal], set_={"at": _noting.excluded.at}
)
FORGOTTEN = select(forgotten.c.seal, forgotten.c.at)
PRUNE_FORGOTTEN = pruned(forgotten.c.seal, forgotten.c.at < bindparam("before"))


class ForgottenRows(Topic):
    """Who was forgotten, in one transaction."""

    def note_forgotten(self, seal: str, at: float) -> None:
        self._change(NOTE_FORGOTTEN, seal=seal, at=at)

    def forgotten(self) -> dict[str, float]:
        return dict(map(tuple, self._rows(FORGOTTEN)))
