"""Gives the tests a database of their own: `DATABASE_URL` if it is set, else a throw-away cluster.

A plugin and not a conftest, because pytest-django reads the settings before any conftest is read.
With pytest-xdist the controller starts the one server and the workers inherit its address.
"""

from __future__ import annotations

import os

import pytest

from vinculo.kernel.private_postgres import ServerProblem, Use, throw_away_cluster

VARIABLE = "DATABASE_URL"
CLUSTER = None if os.environ.get(VARIABLE) else throw_away_cluster()
USE = pytest.StashKey[Use]()

if CLUSTER is not None:
    os.environ[VARIABLE] = CLUSTER.dsn()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if CLUSTER is None or session.config.option.collectonly:
        return
    try:
        use = session.config.stash[USE] = Use(CLUSTER)
        use.ensure_running()
    except ServerProblem as problem:
        pytest.exit(str(problem), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if USE in config.stash:
        config.stash[USE].leave()
