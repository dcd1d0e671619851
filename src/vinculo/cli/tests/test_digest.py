"""`vinculo digest`: shows what would be sent, and sends nothing while it only shows."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace

import pytest

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.tests.listed_cases import TODAY, make_listed
from vinculo.cli import exit_codes
from vinculo.cli.digest import run
from vinculo.desk.models import DigestSent


def test_the_command_shows_what_would_be_sent(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    make_listed(cast.operator, cast.alice, next_contact_on=TODAY - dt.timedelta(days=7))
    assert run(Namespace(dry_run=True, day=TODAY, to=None)) == exit_codes.OK
    shown = capsys.readouterr().out
    assert f"Para: {cast.alice.email}\nAssunto: Hoje no Vínculo: 1 atrasado" in shown
    assert f"{cast.beto.email}: nada a dizer." in shown
    nobody = Namespace(dry_run=True, day=None, to="ninguem@odontolife.example")
    assert run(nobody) == exit_codes.FAILED
    assert not DigestSent.objects.exists()


def test_the_command_plans_a_letter_once(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    for planned in ("planejados: 1.", "planejados: 0."):
        assert run(Namespace(dry_run=False, day=None, to=cast.alice.email)) == exit_codes.OK
        assert planned in capsys.readouterr().out
