"""How a registry is told to read what this core system serves."""

from __future__ import annotations

from importlib.resources import files

USUAL_URL = "http://127.0.0.1:8100"


def mapping_for(url: str) -> str:
    """The mapping, as TOML, for the core system at that address."""
    text = files(__package__).joinpath("mapping.toml").read_text(encoding="utf-8")
    return text.replace(f'"{USUAL_URL}"', f'"{url}"')
