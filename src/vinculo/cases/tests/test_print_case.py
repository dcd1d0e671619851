"""Printing a case: the paper has a name, and what stands on it is kept."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.models import Case, CaseEvent, CasePrint
from vinculo.cases.queries.case_records import find_case, records_of
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.paper.printing import PrintName
from vinculo.paper.printing.kept_print import print_again
from vinculo.paper.reading.pdf import read_pdf

TOMORROW = NOW + dt.timedelta(days=1)


def printed(case: Case, cast: Cast, now: dt.datetime = NOW) -> bytes:
    found = find_case(actor_of(cast.alice), case.pk)
    assert found is not None
    return print_case(case=found, records=records_of(found), actor=actor_of(cast.alice), now=now)


def test_a_print_is_kept_and_can_be_printed_again(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)

    pdf = printed(case, cast)

    kept = CasePrint.objects.get(case=case)
    assert (kept.pages, kept.printed_by, kept.printed_at) == (2, cast.alice, NOW)
    again = print_again(kept.form, edition=kept.edition.edition, name=PrintName(kept.code, kept.digest))
    edition = kept.edition.edition
    assert read_pdf(again, [edition]).form == read_pdf(pdf, [edition]).form
    assert CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.PRINTED).count() == 1


def test_the_same_content_again_is_the_same_print(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)

    printed(case, cast)
    printed(case, cast, TOMORROW)

    kept = CasePrint.objects.get(case=case)
    assert kept.printed_at == NOW
    assert CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.PRINTED).count() == 2


def test_what_changed_is_another_print_of_another_name(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    printed(case, cast)

    change_state(case=case, action=CaseAction.OPEN, actor=actor_of(cast.alice), now=NOW)
    printed(case, cast)
    add_contact(case=case, values={"note": "Ligou de volta."}, actor=actor_of(cast.alice), now=NOW)
    printed(case, cast)

    assert len(set(CasePrint.objects.filter(case=case).values_list("code", flat=True))) == 3
