"""What anybody may know of a document whose code or bytes they have: nothing of any person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import QuerySet

from vinculo.cases.models import CasePrint

from ..models import IssuedDocument
from ..standing import is_standing

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
_HASH = re.compile(r"[0-9a-f]{64}")
# What people take one sign of a code for, and which it is.
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None, ".": None})


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """`superseded_at` is None while it stands; `replaced_by` is the number of what took its place."""

    kind: str
    number: str
    line_of_code: str
    code: str
    operator: str
    issued_at: dt.datetime
    sha256: str
    pages: int
    is_signed: bool
    signature_issuer: str
    superseded_at: dt.datetime | None
    is_standing: bool
    replaced_by: str


def code_of(text: str) -> str:
    """The code that somebody typed, however it was spaced; empty where it cannot be one."""
    code = text.strip().upper().translate(_MISREAD)
    return code if _CODE.fullmatch(code) else ""


def verified_by_code(code: str) -> VerifiedDocument | None:
    return _verified(_documents().filter(code=code).first()) if _CODE.fullmatch(code) else None


def verified_by_hash(sha256: str) -> VerifiedDocument | None:
    """The document whose bytes have that hash."""
    return _verified(_documents().filter(sha256=sha256).first()) if _HASH.fullmatch(sha256) else None


def is_mere_print(code: str) -> bool:
    """Whether a code is that of an everyday print of a case, which is no document."""
    return bool(_CODE.fullmatch(code)) and CasePrint.objects.filter(code=code).exists()


def _documents() -> QuerySet[IssuedDocument]:
    rows = IssuedDocument.objects.select_related("operator", "case", "follows", "superseded")
    return rows.defer("rendered_from", "message")


def _verified(document: IssuedDocument | None) -> VerifiedDocument | None:
    if document is None:
        return None
    mark = getattr(document, "superseded", None)
    standing = is_standing(document)
    return VerifiedDocument(
        kind=document.get_kind_display(),
        number=document.number,
        line_of_code=document.line_of_code,
        code=document.code,
        operator=document.operator.name,
        issued_at=document.issued_at,
        sha256=document.sha256,
        pages=document.pages,
        is_signed=document.signature_state == IssuedDocument.Signature.SIGNED,
        signature_issuer=str(document.signature.get("issuer", "")),
        superseded_at=mark.at if mark else None,
        is_standing=standing,
        replaced_by="" if standing else _replacement(document),
    )


def _replacement(document: IssuedDocument) -> str:
    """Of a form, the newest one: a letter is replaced by none."""
    if document.kind != IssuedDocument.Kind.SIGNED_FORM:
        return ""
    later = IssuedDocument.objects.filter(
        case_id=document.case_id, kind=document.kind, follows__gt=document.follows_id
    )
    return later.order_by("-pk").values_list("number", flat=True).first() or ""
