"""A case is printed: the paper gets a name, and what stands on it is kept until it comes back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.paper.printing import PrintName, print_form
from vinculo.paper.printing.kept_print import digest_of, kept_form
from vinculo.paper.printing.paper_code import new_code
from vinculo.paper.printing.typesetter import page_count

from ..form import RecordsOfCase, case_form
from ..models import Case, CasePrint
from ..printing import print_extras
from .view_case import record_case_print


def print_case(*, case: Case, records: RecordsOfCase, actor: Actor, now: dt.datetime) -> bytes:
    """The PDF of a case as it stands; marked as a draft until it is signed. It is told and logged.

    The same content again is the same print, of the same name. The caller has asked whether the actor may.
    """
    form, extras, edition = case_form(case, records), print_extras(case, records, now), case.edition.edition
    kept = kept_form(form, extras)
    digest = digest_of(kept, edition)
    known = CasePrint.objects.filter(case=case, digest=digest).only("code").first()
    name = PrintName(known.code if known else new_code(), digest)
    pdf = print_form(form, edition=edition, extras=extras, name=name)
    row = CasePrint(
        case=case,
        code=name.code,
        digest=digest,
        edition=case.edition,
        form=kept,
        pages=page_count(pdf),
        printed_by=actor.user,
        printed_at=now,
    )
    try:
        with transaction.atomic():
            if known is None:
                row.save(force_insert=True)
            record_case_print(case=case, actor=actor, now=now)
    except IntegrityError:
        # Somebody printed the same at the same moment, and was first: this is that print.
        return print_case(case=case, records=records, actor=actor, now=now)
    return pdf
