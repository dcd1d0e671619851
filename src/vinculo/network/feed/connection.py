"""How an operator's core system is reached: a TOML file of the operator's, looked at anew each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .mapping import FeedMapping
from .mapping_file import LONGEST_MAPPING, read_mapping
from .refusals import UnableToReadMapping

_CODE = re.compile(r"[A-Za-z]{1,10}")


@dataclass(frozen=True, slots=True)
class Connection:
    """Without a mapping either there is no file, or `mistakes` say what is wrong with it, a sentence each."""

    path: Path
    mapping: FeedMapping | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the tables come from, for people; blank where somebody has to send the files."""
        if self.mapping is None:
            return ""
        has_endpoint = any(one.endpoint for one in self.mapping.entities.values())
        has_file = any(one.file for one in self.mapping.entities.values())
        if has_file and not self.mapping.folder:
            return ""
        server = self.mapping.http.base_url if has_endpoint and self.mapping.http else ""
        return " e ".join(filter(None, (server, self.mapping.folder if has_file else "")))


def connection_of(code: str, folder: Path) -> Connection:
    """What `folder` holds for the operator with that code."""
    path = folder / f"{code}.toml"
    if not _CODE.fullmatch(code):
        return Connection(path)
    try:
        text = path.read_text(encoding="utf-8")[: LONGEST_MAPPING + 1]
        return Connection(path, read_mapping(text))
    except FileNotFoundError:
        return Connection(path)
    except UnicodeDecodeError:
        return Connection(path, mistakes=("O arquivo não está em UTF-8: salve-o de novo nesta codificação.",))
    except OSError as problem:
        return Connection(path, mistakes=(f"O arquivo não pode ser aberto ({problem.strerror}).",))
    except UnableToReadMapping as refusal:
        return Connection(path, mistakes=refusal.mistakes)
