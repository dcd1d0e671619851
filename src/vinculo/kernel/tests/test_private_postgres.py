"""The private server: who starts it, who stops it, and what it survives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vinculo.kernel.private_postgres import (
    Cluster,
    ServerProblem,
    Use,
    cluster_in,
    default_cluster,
    running,
    throw_away_cluster,
)
from vinculo.kernel.private_postgres.cluster import LONGEST_SOCKET_PATH
from vinculo.kernel.private_postgres.server_process import server_pid

SECONDS_FOR_THE_KEEPER = 15


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own, which the server's user could not reach when root runs the tests."""
    path = Path(tempfile.mkdtemp(prefix="vinculo-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def kept(folder: Path) -> Cluster:
    """A cluster that keeps its data, as the product's."""
    return cluster_in(folder / "postgres")


def ask(cluster: Cluster, statement: str) -> object:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None


def put(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute(statement.encode())


def test_the_last_user_to_leave_stops_the_server_and_nothing_is_left() -> None:
    cluster = throw_away_cluster()
    first, second = Use(cluster), Use(cluster)
    first.ensure_running()
    second.ensure_running()
    first.leave()
    assert ask(cluster, "SELECT 1") == 1
    second.leave()
    assert server_pid(cluster) is None
    assert not cluster.control_dir.exists()


def test_the_server_has_what_the_product_needs_and_no_network() -> None:
    with running(throw_away_cluster()) as cluster:
        for extension in ("unaccent", "pg_trgm", "btree_gist", "btree_gin"):
            put(cluster, f"CREATE EXTENSION {extension}")
        assert ask(cluster, "SELECT lower('ÁÉÇ') || unaccent('São')") == "áéçSao"
        assert ask(cluster, "SELECT 'MACEIÓ' ILIKE 'maceió'") is True
        assert ask(cluster, "SHOW listen_addresses") == ""
        assert cluster.socket_dir.stat().st_mode & 0o077 == 0


def test_data_outlive_the_server_and_a_killed_one_recovers(kept: Cluster) -> None:
    with running(kept):
        put(kept, "CREATE TABLE note (text text)")
    assert server_pid(kept) is None

    use = Use(kept)
    use.ensure_running()
    put(kept, "INSERT INTO note VALUES ('kept')")
    pid = server_pid(kept)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(kept)
    assert not use.is_running()
    use.ensure_running()
    assert ask(kept, "SELECT text FROM note") == "kept"
    use.leave()

    # After a reboot the dead server's number may belong to anything, to this very process say.
    (kept.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{kept.data_dir}\n", encoding="ascii")
    assert server_pid(kept) is None
    with running(kept):
        assert ask(kept, "SELECT text FROM note") == "kept"


def test_the_server_ends_with_a_user_that_was_killed() -> None:
    cluster = throw_away_cluster()
    program = (
        "import sys, time; from pathlib import Path; from vinculo.kernel.private_postgres import *;"
        "use = Use(cluster_in(Path(sys.argv[1]), throw_away=True)); use.ensure_running();"
        "print('up', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen([sys.executable, "-c", program, str(cluster.control_dir)], stdout=subprocess.PIPE)
    assert user.stdout is not None
    assert user.stdout.readline() == b"up\n"
    assert ask(cluster, "SELECT 1") == 1
    user.kill()
    user.communicate()
    wait_until_gone(cluster)


def test_two_starters_at_once_share_one_server() -> None:
    cluster = throw_away_cluster()
    uses = [Use(cluster), Use(cluster)]
    threads = [threading.Thread(target=use.ensure_running) for use in uses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask(cluster, "SELECT 1") == 1
    for use in uses:
        use.leave()
    assert server_pid(cluster) is None


def test_data_of_another_version_are_refused_with_its_number(kept: Cluster) -> None:
    kept.data_dir.mkdir(parents=True)
    (kept.data_dir / "PG_VERSION").write_text("12\n", encoding="ascii")
    with pytest.raises(ServerProblem, match="Os dados são do PostgreSQL 12"), running(kept):
        pass


def test_a_named_folder_without_programs_is_an_error(kept: Cluster, monkeypatch, folder: Path) -> None:
    monkeypatch.setenv("VINCULO_PG_BIN", str(folder))
    with pytest.raises(ServerProblem, match="não tem initdb"), running(kept):
        pass


def test_the_wheel_serves_where_the_machine_has_no_server(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("vinculo.kernel.private_postgres.binaries._system_folders", lambda: iter(()))
    with running(throw_away_cluster()) as cluster:
        put(cluster, "CREATE EXTENSION unaccent")
        assert ask(cluster, "SELECT lower('Á') || unaccent('É')") == "áE"


def test_a_long_folder_gets_a_short_socket() -> None:
    short, long = Path("/srv/vinculo"), Path("/srv") / ("v" * 100)
    assert cluster_in(short).socket_dir == short / "run"
    assert len(str(cluster_in(long).socket_path)) <= LONGEST_SOCKET_PATH
    assert cluster_in(long).socket_dir != cluster_in(long / "other").socket_dir


def test_settings_are_known_without_a_server(monkeypatch) -> None:
    monkeypatch.setenv("VINCULO_HOME", "/srv/vinculo")
    cluster = default_cluster()
    assert cluster.database_settings()["HOST"] == "/srv/vinculo/postgres/run"
    assert cluster.dsn() == "postgresql://vinculo@%2Fsrv%2Fvinculo%2Fpostgres%2Frun:5432/vinculo"


def wait_until_gone(cluster: Cluster) -> None:
    until = time.monotonic() + SECONDS_FOR_THE_KEEPER
    while server_pid(cluster) is not None:
        assert time.monotonic() < until, "the server still runs"
        time.sleep(0.05)
