"""Making a cluster's folders, data and configuration."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from vinculo.kernel.private_postgres.binaries import Binaries
from vinculo.kernel.private_postgres.cluster import DATABASE, ROLE, Cluster
from vinculo.kernel.private_postgres.problem import ServerProblem
from vinculo.kernel.private_postgres.server_user import ServerUser

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (some containers close it to ordinary users)
BUILTIN_LOCALE_SINCE = 17
LEAST_SHARED_BUFFERS, MOST_SHARED_BUFFERS = 128, 2048
# Words must fold their accented letters' case; which of these names exists differs between systems.
CHARACTER_TYPES = ("C.UTF-8", "en_US.UTF-8", "pt_BR.UTF-8", "C")


def make_folders(cluster: Cluster, user: ServerUser) -> None:
    # Ours, not the server's: it may pass through and read its configuration, not write.
    cluster.control_dir.chmod(0o711 if user.switched else 0o700)
    if not user.can("-x", cluster.control_dir):
        raise ServerProblem(
            f"O usuário {user.name}, que roda o banco de dados, não alcança a pasta {cluster.control_dir}; "
            "indique outra em VINCULO_HOME."
        )
    user.own_folder(cluster.socket_dir)


def create_data(cluster: Cluster, binaries: Binaries, user: ServerUser) -> None:
    """All or nothing: a half-made folder has another name and is thrown away by the next start."""
    draft = cluster.data_dir.with_name("data.draft")
    for character_type in CHARACTER_TYPES:
        shutil.rmtree(draft, ignore_errors=True)
        user.own_folder(draft)
        options = _initdb_options(cluster, binaries, character_type)
        failure = _failure_of([binaries["initdb"], "-D", str(draft), *options], user)
        if "invalid locale name" not in failure:
            break
    failure = failure or _failure_of(
        [binaries["postgres"], "--single", "-D", str(draft), "postgres"],
        user,
        typed=f"CREATE DATABASE {DATABASE};\n",
    )
    if failure:
        shutil.rmtree(draft, ignore_errors=True)
        raise ServerProblem(f"O banco de dados não pôde ser criado: {failure.splitlines()[-1]}")
    draft.rename(cluster.data_dir)


def _failure_of(command: list[str], user: ServerUser, *, typed: str = "") -> str:
    """What went wrong; empty if nothing did. A single-user server reports success after an error."""
    process = user.process()
    del process["stdin"]
    made = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, **process)
    if made.returncode == 0 and "ERROR" not in made.stderr:
        return ""
    return made.stderr.strip() or f"{command[0]}: {made.returncode}"


def _initdb_options(cluster: Cluster, binaries: Binaries, character_type: str) -> list[str]:
    options = ["-U", ROLE, "-E", "UTF8", "-A", "peer", "--data-checksums", "--no-instructions"]
    options += ["--locale=C", f"--lc-ctype={character_type}"]
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if cluster.throw_away:
        options.append("--no-sync")
    return options


def write_configuration(cluster: Cluster, user: ServerUser) -> None:
    """Anew at every start. `ALTER SYSTEM` still wins over it, for who wants to tune."""
    folder = cluster.control_dir
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket_dir),
        "unix_socket_permissions": "0700",
        "port": str(cluster.port),
        "hba_file": str(folder / "pg_hba.conf"),
        "ident_file": str(folder / "pg_ident.conf"),
        "max_connections": "100",
        "shared_buffers": f"{_megabytes_for_pages()}MB",
        # The registry is written anew in one go: with less, pages are logged whole every few seconds.
        "max_wal_size": "2GB",
        "max_logical_replication_workers": "0",
        # Queries of a screen are short: compiling them costs more than running them.
        "jit": "off",
        "random_page_cost": "1.1",
        # Statements and error details hold people's data, which belongs in no log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if SHARED_MEMORY.is_dir() and not user.can("-w", SHARED_MEMORY):
        settings["dynamic_shared_memory_type"] = "sysv"
    if cluster.throw_away:
        settings |= {"shared_buffers": f"{LEAST_SHARED_BUFFERS}MB"}
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
    accounts = {user.name, pwd.getpwuid(os.geteuid()).pw_name}
    _write(folder / "postgresql.conf", "".join(lines))
    _write(folder / "pg_hba.conf", f"local all all peer map={ROLE}\n")
    _write(folder / "pg_ident.conf", "".join(f'{ROLE} "{name}" {ROLE}\n' for name in sorted(accounts)))


def _megabytes_for_pages() -> int:
    """An eighth of the machine's memory, within bounds; the least where nobody tells how much there is."""
    try:
        megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (ValueError, OSError):
        return LEAST_SHARED_BUFFERS
    return max(LEAST_SHARED_BUFFERS, min(MOST_SHARED_BUFFERS, megabytes // 8))


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _write(path: os.PathLike[str], text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        os.fchmod(file.fileno(), 0o644)
