"""What the tests of the sync share: the operator that is fed."""

from __future__ import annotations

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast, actor_of


@pytest.fixture
def operator(cast: Cast) -> Operator:
    return cast.operator


@pytest.fixture
def editor_person(cast: Cast) -> Actor:
    """Alice, who edits the registry."""
    return actor_of(cast.alice)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    """Nina, who syncs it."""
    return actor_of(cast.nina)
