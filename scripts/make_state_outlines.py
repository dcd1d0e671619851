"""Make `src/vinculo/kernel/places/data/state_outlines.json` from the npm package `@svg-maps/brazil`.

    npm pack @svg-maps/brazil@2.0.0
    python scripts/make_state_outlines.py svg-maps-brazil-2.0.0.tgz

The package draws the states in units of its own, after Mercator. Scale and shift of both axes are found out
from the seats of our municipalities: first from the boxes of the states and of the seats in them, then by
moving the whole until as few seats as can be lie outside of their state. The residuals are printed.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vinculo.kernel.places import mercator, municipalities

Array = NDArray[np.float64]
TARGET = Path(__file__).parent.parent / "src/vinculo/kernel/places/data/state_outlines.json"
MEMBER = "package/index.js"
# Islands that the outlines leave out: Fernando de Noronha.
NOT_DRAWN = {"2605459"}
_PIECE = re.compile(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?")
_STEPS = 60


def main(package: str) -> int:
    rings = {place["id"].upper(): list(rings_of(place["path"])) for place in places_in(Path(package))}
    seats = seats_by_state()
    if rings.keys() != seats.keys():
        print("the package does not draw the 27 states")
        return 1
    start = first_guess(rings, seats)
    projection = refined(start, rings, seats)
    tell(start, rings, seats, "boxes alone")
    tell(projection, rings, seats, "refined")
    write(rings, projection)
    return 0


def places_in(package: Path) -> list[dict[str, str]]:
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise FileNotFoundError(MEMBER)
        source = member.read().decode("utf-8")
    told: dict[str, Any] = json.loads(source.removeprefix("export default").strip().rstrip(";"))
    places: list[dict[str, str]] = told["locations"]
    return places


def rings_of(path: str) -> Iterator[Array]:
    """The closed lines of a path of `m` with relative steps and `z`, all that the package uses.

    Raises:
        ValueError: it uses something else.
    """
    here = np.zeros(2)
    for line in re.split(r"[zZ]", path):
        pieces = _PIECE.findall(line)
        if not pieces:
            continue
        if pieces[0] != "m" or any(piece.isalpha() for piece in pieces[1:]):
            raise ValueError(f"not a plain path: {line[:40]}")
        steps = np.array(pieces[1:], dtype=float).reshape(-1, 2)
        ring = here + steps.cumsum(axis=0)
        here = ring[0]
        yield ring


def seats_by_state() -> dict[str, Array]:
    """Longitude and Mercator's latitude of the seats."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place in municipalities():
        if place.latitude is not None and place.longitude is not None and place.ibge_code not in NOT_DRAWN:
            found[place.uf].append((place.longitude, mercator(place.latitude)))
    return {uf: np.array(points) for uf, points in found.items()}


def first_guess(rings: dict[str, list[Array]], seats: dict[str, Array]) -> Array:
    """Scale and shift of each axis (a line each), from the ends of the states and of the seats in them.

    The Federal District has one seat, so no box.
    """
    told = []
    for axis in (0, 1):
        pairs: list[tuple[float, float]] = []
        for uf in sorted(rings.keys() - {"DF"}):
            drawn, known = np.concatenate(rings[uf])[:, axis], seats[uf][:, axis]
            ends = (drawn.min(), drawn.max()) if axis == 0 else (drawn.max(), drawn.min())
            pairs += [(known.min(), ends[0]), (known.max(), ends[1])]
        known_ends, drawn_ends = np.array(pairs).T
        told.append(np.polyfit(known_ends, drawn_ends, 1))
    return np.array(told)


def refined(projection: Array, rings: dict[str, list[Array]], seats: dict[str, Array]) -> Array:
    """Moved by least squares until the seats lie as little outside of their state as can be."""

    def outside(numbers: Array) -> Array:
        return np.concatenate(list(distances_outside(numbers.reshape(2, 2), rings, seats).values()))

    numbers = projection.ravel().copy()
    best = outside(numbers)
    nudges = np.array([1e-4, 1e-2, 1e-4, 1e-2])
    for _ in range(_STEPS):
        slopes = np.stack(
            [(outside(numbers + nudge) - best) / nudge.sum() for nudge in np.diag(nudges)], axis=1
        )
        move = np.linalg.lstsq(slopes, -best, rcond=None)[0]
        for part in (1.0, 0.5, 0.25, 0.1):
            tried = outside(numbers + part * move)
            if (tried**2).sum() < (best**2).sum() * 0.9999:
                numbers, best = numbers + part * move, tried
                break
        else:
            break
    return numbers.reshape(2, 2)


def distances_outside(
    projection: Array, rings: dict[str, list[Array]], seats: dict[str, Array]
) -> dict[str, Array]:
    """By state, how far each seat lies outside of it, in units of the map; 0 inside."""
    return {
        uf: outside_of(seats[uf] * projection[:, 0] + projection[:, 1], rings[uf]) for uf in sorted(rings)
    }


def outside_of(points: Array, rings: list[Array]) -> Array:
    inside = np.zeros(len(points), dtype=bool)
    nearest = np.full(len(points), math.inf)
    for ring in rings:
        start, end = ring, np.roll(ring, -1, axis=0)
        way = end - start
        length = np.maximum((way**2).sum(axis=1), 1e-12)
        from_start = points[:, None, :] - start[None]
        along = np.clip((from_start * way).sum(axis=2) / length, 0, 1)
        away = from_start - along[..., None] * way
        nearest = np.minimum(nearest, np.sqrt((away**2).sum(axis=2)).min(axis=1))
        crosses = (start[:, 1] > points[:, None, 1]) != (end[:, 1] > points[:, None, 1])
        rise = np.where(way[:, 1] == 0, 1e-12, way[:, 1])
        left_of = points[:, None, 0] < start[:, 0] + (points[:, None, 1] - start[:, 1]) * way[:, 0] / rise
        inside ^= (crosses & left_of).sum(axis=1) % 2 == 1
    return np.where(inside, 0.0, nearest)


def tell(projection: Array, rings: dict[str, list[Array]], seats: dict[str, Array], title: str) -> None:
    by_state = distances_outside(projection, rings, seats)
    everywhere = np.concatenate(list(by_state.values()))
    print(f"\n{title}: {np.round(projection, 4).tolist()}")
    for limit in (0.0, 1.0, 2.0, 4.0):
        print(f"  {(everywhere <= limit).mean():7.2%} inside or within {limit:g} units")
    worst = sorted(by_state.items(), key=lambda item: -item[1].max())[:6]
    print("  farthest:", ", ".join(f"{uf} {outside.max():.1f}" for uf, outside in worst))


def write(rings: dict[str, list[Array]], projection: Array) -> None:
    """One state a line, so that a change can be read."""
    states = []
    for uf, lines in sorted(rings.items()):
        points = np.concatenate(lines)
        left, top = points.min(axis=0)
        width, height = points.max(axis=0) - (left, top)
        told = {"box": [round(float(n), 2) for n in (left, top, width, height)], "path": path_of(lines)}
        states.append(f"  {json.dumps(uf)}: {json.dumps(told)}")
    axes = zip(("longitude", "mercator"), projection, strict=True)
    numbers = json.dumps({name: [round(float(n), 6) for n in axis] for name, axis in axes})
    body = ",\n".join(states)
    TARGET.write_text(f'{{"projection": {numbers},\n "states": {{\n{body}\n}}}}\n', encoding="utf-8")


def path_of(rings: list[Array]) -> str:
    """Relative steps of two decimals. They begin at what was written, so that roundings do not add up."""
    told = []
    for ring in rings:
        written = np.round(ring, 2)
        steps = np.diff(written, axis=0)
        kept = steps[(np.abs(steps) > 0.004).any(axis=1)]
        first = f"M{written[0, 0]:g} {written[0, 1]:g}"
        told.append(first + "l" + " ".join(f"{round(x, 2):g} {round(y, 2):g}" for x, y in kept) + "z")
    return "".join(told)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
