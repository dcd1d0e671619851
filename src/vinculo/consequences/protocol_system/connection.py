"""How an operator's protocol system is reached: a TOML file of the operator's, looked at anew each time."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .kinds import ProtocolKind, packaged_kinds

_CODE = re.compile(r"[A-Za-z]{1,10}")
PROTOCOL_SYSTEM = "sistema de protocolos"


@dataclass(frozen=True, slots=True)
class SystemAddress:
    """`token_variable` names the variable that holds the token, `token_file` the file; it is sent in
    `header` after `header_prefix`. `called` is what people call the system.
    """

    base_url: str
    token_variable: str = ""
    token_file: str = ""
    header: str = "Authorization"
    header_prefix: str = "Bearer "
    timeout_seconds: int = 15
    called: str = PROTOCOL_SYSTEM

    def token(self) -> str:
        """
        Raises:
            OSError: the file cannot be read.
        """
        if self.token_file:
            return Path(self.token_file).read_text(encoding="utf-8").strip()
        return os.environ.get(self.token_variable, "") if self.token_variable else ""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a protocol is opened. `fields`: by our name for each part, the system's."""

    path: str = "/protocols"
    key_header: str = "Idempotency-Key"
    number_field: str = "numero"
    moment_field: str = "aberto_em"
    error_field: str = "erro"
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookingUp:
    """How the system is asked what it has under a key. `items_field` is blank where it answers with one."""

    path: str = "/protocols"
    key_parameter: str = "idempotency_key"
    items_field: str = "items"


@dataclass(frozen=True, slots=True)
class Attaching:
    """How a file is attached to a protocol: sent as it is, so that the same one again changes nothing."""

    path: str = "/protocols/{number}/attachments/{name}"
    method: str = "PUT"
    error_field: str = "erro"


@dataclass(frozen=True, slots=True)
class Incoming:
    """How requests of providers are fetched. `fields`: by our name for each part, the system's.

    `taken_path` tells the system that one was taken, its number in braces; blank where it need not know.
    """

    path: str = "/incoming"
    taken_path: str = "/incoming/{number}/taken"
    page_parameter: str = "page"
    items_field: str = "items"
    more_field: str = "next"
    minutes: int = 5
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtocolSystem:
    """A whole connection. `kinds`: by outcome, what is asked for. Without `incoming` nothing is fetched,
    without `attaching` forms are attached by people.
    """

    address: SystemAddress
    opening: Opening = field(default_factory=Opening)
    looking_up: LookingUp = field(default_factory=LookingUp)
    clock_minutes: int = 10
    """By how much the moment in a number may lie outside the time in which it was asked for."""
    kinds: Mapping[str, ProtocolKind] = field(default_factory=packaged_kinds)
    incoming: Incoming | None = None
    attaching: Attaching | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """Without a system either there is no file, or `mistakes` say what is wrong with it, a sentence each."""

    path: Path
    system: ProtocolSystem | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def is_by_hand(self) -> bool:
        """Nobody has set a connection up, so protocols are opened by people."""
        return self.system is None and not self.mistakes

    @property
    def kinds(self) -> Mapping[str, ProtocolKind]:
        return self.system.kinds if self.system else packaged_kinds()


def path_of(code: str, folder: Path) -> Path | None:
    """Where the file of the operator with that code would be."""
    return folder / f"{code}.toml" if _CODE.fullmatch(code) else None
