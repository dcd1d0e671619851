"""How a registry is told to read what this core system serves."""

from __future__ import annotations

import re
from importlib.resources import files

USUAL_PORT = 8100
USUAL_URL = f"http://127.0.0.1:{USUAL_PORT}"
USUAL_TOKEN = "sio-demo"  # noqa: S105 - it opens nothing but invented data


def mapping_for(url: str, downloads: str = "") -> str:
    """The mapping, as TOML, for the core system at that address; or for what it gives to download, as
    `providers.csv` and so on, where `downloads` is `csv` or `xlsx`.
    """
    text = files(__package__).joinpath("mapping.toml").read_text(encoding="utf-8")
    if downloads:
        without_server = text[: text.index("\n[http]")]
        return re.sub(r'endpoint = "v1/(\w+)"', rf'file = "\1.{downloads}"', without_server)
    return text.replace(f'"{USUAL_URL}"', f'"{url}"')
