"""A print as plain data: what must be kept to print the very same again, and the digest that tells it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..editions import Edition
from ..form import RetentionForm
from .extras import ContactDetail, FurtherDentist, IssuedAs, OpenedProtocol, PrintExtras, Signature
from .layout import lay_out
from .paper_code import PrintName
from .sheet import Sheet
from .typesetter import typeset

_UNDATED = dt.date(2000, 1, 1)


def kept_form(form: RetentionForm, extras: PrintExtras) -> dict[str, Any]:
    """Form and extras as JSON. The day of issue is left out: it is not on the paper."""
    said = asdict(replace(extras, issued_on=None))
    if extras.issued_as is None:
        # What was printed before there were documents keeps its digest.
        del said["issued_as"]
    for item in (*said["protocols"], *([said["signature"]] if said["signature"] else [])):
        for name in ("opened_at", "signed_at"):
            if item.get(name):
                item[name] = item[name].isoformat()
    return {"form": form.to_json(), "extras": said}


def digest_of(kept: Mapping[str, Any], edition: Edition) -> str:
    """The same for the same paper, whatever the day on which it is printed."""
    told = {**kept, "edition": edition.to_data()}
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sheet_of(kept: Mapping[str, Any], edition: Edition) -> Sheet:
    """The sheet of a kept print, as it was laid out."""
    return lay_out(RetentionForm.from_json(kept["form"]), edition, _extras(kept["extras"]))


def print_again(kept: Mapping[str, Any], *, edition: Edition, name: PrintName) -> bytes:
    """The PDF of a kept print: the same paper, only the document's own day is another."""
    return typeset(sheet_of(kept, edition), _UNDATED, name)


def _extras(data: Mapping[str, Any]) -> PrintExtras:
    signature = data["signature"]
    return PrintExtras(
        case_number=data["case_number"],
        further_dentists=tuple(FurtherDentist(**row) for row in data["further_dentists"]),
        contact_details=tuple(ContactDetail(**row) for row in data["contact_details"]),
        protocols=tuple(
            OpenedProtocol(**{**row, "opened_at": _moment(row["opened_at"])}) for row in data["protocols"]
        ),
        signature=Signature(**{**signature, "signed_at": _moment(signature["signed_at"])})
        if signature
        else None,
        draft=data["draft"],
        issued_as=IssuedAs(**data["issued_as"]) if data.get("issued_as") else None,
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
