"""Files that were sent: kept for the worker, gone when nobody needs them any more."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast
from vinculo.network.models import SyncRun
from vinculo.network.sync_jobs.incoming import fetch_incoming, file_name, keep_incoming, sweep_incoming

pytestmark = pytest.mark.django_db


def test_what_was_sent_is_there_until_nobody_reads_it(cast: Cast, tmp_path: Path) -> None:
    now = timezone.now()
    run = SyncRun.objects.create(operator=cast.operator, origin="upload", label="a", started_at=now)
    with override_settings(MEDIA_ROOT=tmp_path / "kept"):
        (tmp_path / "work").mkdir()
        sweep_incoming(now=now)
        keep_incoming(run, [("C:\\SIO\\prestadores.csv", BytesIO(b"a")), ("../../x\n.csv", BytesIO(b"b"))])
        sweep_incoming(now=now + dt.timedelta(hours=2))
        found = fetch_incoming(run, tmp_path / "work")
        assert [(file.name, file.path.read_bytes()) for file in found] == [
            ("prestadores.csv", b"a"),
            ("x.csv", b"b"),
        ]
        run.state = SyncRun.State.FAILED
        run.save()
        sweep_incoming(now=now)
        assert fetch_incoming(run, tmp_path / "work")
        sweep_incoming(now=now + dt.timedelta(hours=2))
        assert not fetch_incoming(run, tmp_path / "work")


def test_a_name_that_is_none() -> None:
    assert file_name("/") == "arquivo"
    assert len(file_name("x" * 300 + ".csv")) == 100
