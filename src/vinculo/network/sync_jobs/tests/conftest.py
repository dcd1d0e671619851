"""An operator that is fed by a core system over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.network.feed.sources import page_asking
from vinculo.network.reference_data import fill_municipalities
from vinculo.sandbox.tests.running import StartCore

from .feeds import FedOperator


@pytest.fixture
def fed(
    cast: Cast,
    sandbox_core: StartCore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FedOperator]:
    """Nina's operator; the core system has 24 providers and 6 months."""
    monkeypatch.setattr(page_asking, "PAUSES", (0.0, 0.0))
    # Tests that really commit leave none behind.
    fill_municipalities()
    core = sandbox_core(providers=24, months=6)
    connected = FedOperator(cast.operator, actor_of(cast.nina), core, tmp_path / "feeds")
    connected.connect()
    with override_settings(FEEDS_FOLDER=connected.folder):
        yield connected
