"""Pure rules of duties: what has to be told of one that is done, and when it may be taken up again."""

from __future__ import annotations

from collections.abc import Sequence

from vinculo.kernel.finding import Finding, Severity


def says_what_was_done(note: str, *, has_files: bool, is_needed: bool) -> Sequence[Finding]:
    if not is_needed or note.strip() or has_files:
        return ()
    message = "Conte o que foi feito ou anexe o comprovante."
    return (Finding("duty-without-evidence", Severity.BLOCKING, "note", message),)


def case_is_as_signed(*, stands: bool) -> Sequence[Finding]:
    """What a signature asked is cancelled with it, and is not taken up again by itself."""
    if stands:
        return ()
    message = "O processo foi reaberto ou encerrado de outro modo depois disso."
    return (Finding("duty-of-fallen-signature", Severity.BLOCKING, "", message),)
