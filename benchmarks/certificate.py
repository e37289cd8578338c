"""A certificate for the look-alike, and how each bot is told to trust it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import trustme

NAMES = ("localhost", "127.0.0.1")
TRUSTING = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
"""What Python and Node read the authorities from that they trust."""


@dataclass(frozen=True)
class Certificate:
    """Files: the look-alike's key with its chain, and the authority that signed it."""

    chain: Path
    authority: Path

    @classmethod
    def made_in(cls, folder: Path) -> Self:
        """A fresh one."""
        made = cls(folder / "chain.pem", folder / "authority.pem")
        authority = trustme.CA()
        authority.issue_cert(*NAMES).private_key_and_cert_chain_pem.write_to_path(str(made.chain))
        authority.cert_pem.write_to_path(str(made.authority))
        return made

    @property
    def settings(self) -> dict[str, str]:
        """Environment of a bot that trusts it."""
        return dict.fromkeys(TRUSTING, str(self.authority))
