"""Every check that a change must pass, one after the other, each with its time. `--long`: the long tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
NO_TEST_COLLECTED = 5

STAGES = {
    "ruff check": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--quiet", "--check", "."],
    "imports": ["lint-imports", "--no-cache"],
    "mypy": ["mypy"],
    "pytest": ["pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not long"],
}
LONG_STAGES = {"pytest, long": ["pytest", "-q", "-n", "2", "-m", "long"]}


def main(*, long: bool) -> int:
    begun = time.monotonic()
    results = []
    with tempfile.TemporaryDirectory(prefix="vinculo-check-") as home:
        # No check may see, or leave anything in, the data of the person who runs it.
        environment = os.environ | {"VINCULO_HOME": home, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        for name, command in (LONG_STAGES if long else STAGES).items():
            results.append((name, *run(name, command, environment)))
    print()
    for name, code, seconds in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'} {seconds:7.1f} s  {name}")
    failed = sum(code != 0 for _, code, _ in results)
    print(f"{'FAILED' if failed else 'ok    '} {time.monotonic() - begun:7.1f} s  in all")
    return 1 if failed else 0


def run(name: str, command: list[str], environment: dict[str, str]) -> tuple[int, float]:
    print(f"\n== {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment, check=False).returncode
    if code == NO_TEST_COLLECTED and name in LONG_STAGES:
        code = 0
    return code, time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main(long="--long" in sys.argv[1:]))
