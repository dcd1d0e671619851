"""The reliability of stated sureness as a drawing: readable in grey, no library."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

_SIZE, _LEFT, _TOP, _RIGHT, _BOTTOM = 560, 64, 24, 24, 92
_INNER = _SIZE - _LEFT - _RIGHT
_FONT = "font-family='sans-serif' font-size='13' fill='#333'"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The interval, at 95 %, of a share that was measured as part of whole."""
    if not whole:
        return 0.0, 1.0
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def plot_of(bins: Sequence[tuple[float, int, int]]) -> str:
    """`bins`: of the fields in a range of stated sureness its mean, their number, how many are right."""
    height = _TOP + _INNER + _BOTTOM
    title = "Stated sureness of the fields of scans, and the share of them that is right, with 95 % intervals"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_SIZE} {height}' role='img'>",
        f"<title>{title}</title>",
        f"<rect width='{_SIZE}' height='{height}' fill='#fff'/>",
        f"<rect x='{_LEFT}' y='{_TOP}' width='{_INNER}' height='{_INNER}' fill='none' stroke='#888'/>",
        f"<line x1='{_x(0):.1f}' y1='{_y(0):.1f}' x2='{_x(1):.1f}' y2='{_y(1):.1f}' stroke='#888' "
        "stroke-dasharray='5 4'/>",
    ]
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        parts += [
            f"<text x='{_x(tick):.1f}' y='{_y(0) + 20:.1f}' text-anchor='middle' {_FONT}>{tick:.1f}</text>",
            f"<text x='{_LEFT - 8}' y='{_y(tick) + 4:.1f}' text-anchor='end' {_FONT}>{tick:.1f}</text>",
        ]
    parts.append(_axis_names())
    for stated, count, right in bins:
        parts += _point(stated, count, right)
    return "\n".join((*parts, "</svg>", ""))


def _axis_names() -> str:
    middle = _LEFT + _INNER / 2
    return (
        f"<text x='{middle}' y='{_y(0) + 44:.1f}' text-anchor='middle' {_FONT}>stated sureness</text>"
        f"<text transform='translate(18 {_TOP + _INNER / 2}) rotate(-90)' text-anchor='middle' {_FONT}>"
        "share that is right</text>"
        f"<text x='{middle}' y='{_y(0) + 70:.1f}' text-anchor='middle' {_FONT}>"
        "a circle's area: how many fields; dashed: stated as it is</text>"
    )


def _point(stated: float, count: int, right: int) -> list[str]:
    low, high = wilson(right, count)
    x, y = _x(stated), _y(right / count)
    radius = 3 + min(13.0, sqrt(count) / 6)
    return [
        f"<line x1='{x:.1f}' y1='{_y(low):.1f}' x2='{x:.1f}' y2='{_y(high):.1f}' stroke='#222'/>",
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.1f}' fill='#555' fill-opacity='0.55' stroke='#222'>"
        f"<title>stated {stated:.3f}: {right} of {count} right</title></circle>",
    ]


def _x(share: float) -> float:
    return _LEFT + share * _INNER


def _y(share: float) -> float:
    return _TOP + (1 - share) * _INNER
