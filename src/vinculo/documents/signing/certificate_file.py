"""Which certificate signs for an operator: a TOML file, looked at anew each time; mistakes are sentences."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from vinculo.network.feed.mapping_tables import MappingTable

from .failures import SigningFailed

PKCS12, PKCS11 = "pkcs12", "pkcs11"
LONGEST_FILE = 20_000

_CODE = re.compile(r"[A-Za-z]{1,10}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password stands: in a variable of the environment, or in a file."""

    variable: str = ""
    file: str = ""

    def read(self) -> str:
        """
        Raises:
            SigningFailed: there is none.
        """
        if self.file:
            try:
                return Path(self.file).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as problem:
                raise SigningFailed(
                    "password-not-there",
                    f"O arquivo da senha ({self.file}) não pode ser lido. Confira o caminho e a permissão.",
                ) from problem
        if self.variable and self.variable not in os.environ:
            raise SigningFailed(
                "password-not-there",
                f"A variável {self.variable}, que deveria ter a senha do certificado, não está definida.",
            )
        return os.environ.get(self.variable, "")


@dataclass(frozen=True, slots=True)
class CertificateSettings:
    """`kind` is a PKCS#12 file, or a token or card that is reached through a PKCS#11 module.

    `roots` is a file or folder with the root certificates of ICP-Brasil: with them, only a certificate of
    that chain signs.
    """

    kind: str
    secret: Secret
    file: str = ""
    module: str = ""
    token_label: str = ""
    certificate_label: str = ""
    key_label: str = ""
    roots: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CertificateConnection:
    """Without settings either there is no file, or `mistakes` say what is wrong with it, a sentence each."""

    path: Path
    settings: CertificateSettings | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def is_wanted(self) -> bool:
        return self.settings is not None or bool(self.mistakes)


def certificate_of(code: str, folder: Path) -> CertificateConnection:
    """What `folder` holds for the operator with that code."""
    path = folder / f"{code}.toml"
    if not _CODE.fullmatch(code):
        return CertificateConnection(path)
    mistakes: list[str] = []
    settings = None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8")[:LONGEST_FILE])
        settings = _settings(MappingTable("", content, mistakes))
    except FileNotFoundError:
        return CertificateConnection(path)
    except UnicodeDecodeError:
        mistakes.append("O arquivo não está em UTF-8: salve-o de novo nesta codificação.")
    except OSError as problem:
        mistakes.append(f"O arquivo não pode ser aberto ({problem.strerror}).")
    except tomllib.TOMLDecodeError as problem:
        mistakes.append(f"O arquivo não é um TOML que se entenda: {problem}.")
    return CertificateConnection(path, None if mistakes else settings, tuple(mistakes))


def _settings(whole: MappingTable) -> CertificateSettings:
    table = whole.table("certificate")
    settings = CertificateSettings(
        kind=table.text("kind", PKCS12, (PKCS12, PKCS11)),
        secret=Secret(table.text("password_variable"), table.text("password_file")),
        file=table.text("file"),
        module=table.text("module"),
        token_label=table.text("token_label"),
        certificate_label=table.text("certificate_label"),
        key_label=table.text("key_label"),
        roots=table.text("roots"),
        place=table.text("place"),
    )
    table.tell_unknown()
    whole.tell_unknown()
    if settings.kind == PKCS12 and not settings.file:
        table.wrong("file", "informe o caminho do arquivo .p12 ou .pfx do certificado.")
    if settings.kind == PKCS11 and not settings.module:
        table.wrong(
            "module", "informe o caminho da biblioteca PKCS#11 do token, como /usr/lib/libaetpkss.so."
        )
    if settings.kind == PKCS11 and not settings.certificate_label:
        table.wrong("certificate_label", "informe o nome (label) do certificado dentro do token.")
    if settings.secret.variable and not _VARIABLE.fullmatch(settings.secret.variable):
        table.wrong(
            "password_variable",
            "aqui vai o nome da variável que guarda a senha (como ODL_CERT_SENHA), nunca a senha.",
        )
    if settings.secret.variable and settings.secret.file:
        table.wrong("password_file", "use password_variable ou password_file, não os dois.")
    return settings
