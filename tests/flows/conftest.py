"""The real content, and answers that tests change one at a time."""

import pytest

from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.conversation import Conversation


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def conversation(catalogue: Catalogue) -> Conversation:
    return Conversation(catalogue, ("en", "nl"))
