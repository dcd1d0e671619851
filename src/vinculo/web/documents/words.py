"""What the timeline says of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BECAME = {"issued": "Documento emitido", "superseded": "Documento substituído"}


def timeline_words(data: Mapping[str, Any]) -> tuple[str, str]:
    """Title and detail."""
    return _BECAME[data["became"]], f"{data['title']}, {data['number']}"
