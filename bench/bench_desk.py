"""How fast the desk is: `python bench/bench_desk.py [cases …]`, by default 10,000.

Each size is measured in a process of its own, on its own database, and the last two are compared. Time is
that of one request inside the server, database included, network and browser not. Prints what
docs/performance.md holds: tables, and the plan that bounds each figure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = ["10000"]
MOST_GROWTH = 2.0
TOO_SHORT_TO_COMPARE = 10.0
"""Milliseconds under which two figures differ by chance."""


def main(sizes: list[str]) -> int:
    measured = {size: measure_apart(size) for size in sizes}
    small, large = measured[sizes[0]], measured[sizes[-1]]
    print(f"\n| what | wanted | {' | '.join(f'{int(size):,} cases, p50 / p95' for size in sizes)} | growth |")
    print(f"|---|---|{'---|' * len(sizes)}---|")
    failed = []
    for name, last in large.items():
        told = [f"{found[name]['p50']:.0f} / {found[name]['p95']:.0f} ms" for found in measured.values()]
        growth = last["p50"] / max(small[name]["p50"], TOO_SHORT_TO_COMPARE)
        print(f"| {name} | {last['wanted']} ms | {' | '.join(told)} | {growth:.1f} |")
        if last["p95"] > last["wanted"] or growth > MOST_GROWTH:
            failed.append(name)
    print(f"\nover what is wanted: {', '.join(failed) or 'nothing'}")
    for name, figures in large.items():
        print(f"\n### {name}\n{figures['plan']}")
    print("\n| at work | rate | p50 | p95 | errors |\n|---|---|---|---|---|", flush=True)
    loaded = subprocess.run([sys.executable, "-m", "bench.desk_load", sizes[-1]], cwd=ROOT, check=False)
    return 1 if failed or loaded.returncode else 0


def measure_apart(size: str) -> dict[str, Any]:
    """Django is set up on one database in one process."""
    command = [sys.executable, "-m", "bench.desk_measure", size]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or SIZES))
