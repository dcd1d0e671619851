"""What the tests of the sync share: the operator that is fed."""

from __future__ import annotations

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.network.actions import sync_apply


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


@pytest.fixture
def planned_anew() -> None:
    """The plan is taken anew where somebody wrote to the registry since."""


@pytest.fixture(autouse=True)
def _planned_once(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Within one transaction all rows look as if somebody had just written them: a second plan each time.

    Tests that are about it ask for `planned_anew`.
    """
    if "planned_anew" not in request.fixturenames:
        monkeypatch.setattr(sync_apply, "is_as_planned", lambda cursor: True)
