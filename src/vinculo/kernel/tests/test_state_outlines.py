from __future__ import annotations

import re
from itertools import accumulate

import cv2
import numpy as np
import pytest

from vinculo.kernel.places import (
    UFS,
    StateOutline,
    municipalities,
    municipality_by_code,
    on_the_map,
    outline_of,
)

FERNANDO_DE_NORONHA = "2605459"
# About fourteen kilometres.
NEAR = 2.0


def rings_of(outline: StateOutline) -> list[np.ndarray]:
    rings = []
    for line in outline.path.split("z")[:-1]:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", line)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        points = accumulate(steps, lambda here, step: (here[0] + step[0], here[1] + step[1]))
        rings.append(np.array(list(points), dtype=np.float32))
    return rings


def test_every_state_has_an_outline_within_its_box():
    for uf in UFS:
        outline = outline_of(uf)
        assert outline is not None
        assert re.fullmatch(r"[Mlz \d.-]+", outline.path), uf
        points = np.concatenate(rings_of(outline))
        ends = [outline.left, outline.top, outline.left + outline.width, outline.top + outline.height]
        assert [*points.min(axis=0), *points.max(axis=0)] == pytest.approx(ends, abs=0.1)
    assert outline_of("XX") is None


def test_the_seats_lie_in_their_state():
    rings = {uf: rings_of(outline) for uf in UFS if (outline := outline_of(uf))}
    distances = []
    for place in municipalities():
        if place.latitude is None or place.longitude is None or place.ibge_code == FERNANDO_DE_NORONHA:
            continue
        point = on_the_map(place.latitude, place.longitude)
        distances.append(max(cv2.pointPolygonTest(ring, point, True) for ring in rings[place.uf]))
    within = np.array(distances)
    assert len(within) > 5_500
    assert (within >= 0).mean() > 0.97
    assert (within >= -NEAR).mean() > 0.999


def test_what_lies_north_and_east_is_drawn_there():
    found = [municipality_by_code(code) for code in ("4314902", "1600303", "1200401", "2507507")]
    south, north, west, east = (on_the_map(one.latitude or 0, one.longitude or 0) for one in found if one)
    assert north[1] < south[1]
    assert west[0] < east[0]
