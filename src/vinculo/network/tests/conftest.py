"""What the tests of the registry share: a clinic of the first operator, and who edits it."""

from __future__ import annotations

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast, actor_of

from ..models import Provider
from .factories import make_clinic


@pytest.fixture
def editor(cast: Cast) -> Actor:
    """Alice, who edits the registry of the first operator and sees personal data."""
    return actor_of(cast.alice)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    """Nina, who edits the registry and does not see personal data."""
    return actor_of(cast.nina)


@pytest.fixture
def outsider(cast: Cast) -> Actor:
    """Charlie, of the other operator."""
    return actor_of(cast.charlie)


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    return make_clinic(cast.operator)
