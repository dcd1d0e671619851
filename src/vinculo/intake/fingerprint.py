"""The mark by which a form is known again, however its file was laid out."""

from __future__ import annotations

import hashlib
import json

from vinculo.paper.form import RetentionForm


def fingerprint(form: RetentionForm) -> str:
    """The SHA-256 of the form's canonical JSON."""
    canonical = json.dumps(form.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()
