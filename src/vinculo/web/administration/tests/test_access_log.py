from __future__ import annotations

import re
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

import vinculo
from vinculo.accounts.actions.sign_in import UnableToSignIn, sign_in
from vinculo.accounts.audit import record_audit
from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import FieldVersion
from vinculo.cases.states import CaseAction
from vinculo.web.administration.audit_words import ACTIONS, SUBJECTS

SOURCE = Path(vinculo.__file__).parent
AREAS = (
    "account|user|membership|operator|edition|case|provider|dentist|affiliation|technical_manager"
    "|contact_person|coverage|import|form"
)


def sources() -> list[str]:
    """Every source file of a room that writes: no tests, no migrations."""
    return [
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("actions/**/*.py")
        if "tests" not in path.parts
    ]


def test_every_audited_action_has_words_on_the_screen() -> None:
    written = {found for text in sources() for found in re.findall(rf'"((?:{AREAS})\.[a-z_]+)"', text)}
    written |= {f"case.{action.value}" for action in CaseAction}
    written |= {f"case.{kind}_{fate.value}" for kind in ("field", "option") for fate in FieldVersion.Fate}
    assert len(written) > 50
    assert written - set(ACTIONS) == set(), "add words to web/administration/audit_words.py"


def test_every_audited_subject_has_words_on_the_screen() -> None:
    written = {found for text in sources() for found in re.findall(r'subject_kind="([a-z_]+)"', text)}
    assert len(written) > 5
    assert written - set(SUBJECTS) == set(), "add words to web/administration/audit_words.py"


def test_the_log_names_whom_and_what(cast: Cast) -> None:
    page = signed_in(cast.davi).get(reverse("access-log")).content.decode()
    for words in ("Usuário criado", "Usuário Sara Tavares", "recebeu: Membro de setor (it)", "Edição 2"):
        assert words in page


def test_the_log_is_filtered_by_address(cast: Cast) -> None:
    sent = {
        "pessoa": str(cast.alice.pk),
        "acao": "membership.changed",
        "de": "05/01/2026",
        "ate": "05/01/2026",
    }
    response = signed_in(cast.davi).get(reverse("access-log"), sent)
    assert [line.subject for line in response.context["lines"]] == ["Usuário Alice Nogueira"]
    later = signed_in(cast.davi).get(reverse("access-log"), {**sent, "de": "06/01/2026", "ate": ""})
    assert "Nenhum registro" in later.content.decode()


def test_a_filter_that_cannot_be_read_is_told(cast: Cast) -> None:
    response = signed_in(cast.davi).get(reverse("access-log"), {"de": "ontem", "pessoa": "todos"})
    assert response.status_code == 200
    assert "Escreva o dia como" in response.content.decode()


def test_a_refused_try_to_sign_in_is_seen(cast: Cast) -> None:
    try:
        sign_in(email=cast.alice.email, password="x", address="192.0.2.9", now=timezone.now())
    except UnableToSignIn:
        page = signed_in(cast.davi).get(reverse("access-log")).content.decode()
    assert "Tentativa de entrar recusada" in page
    assert "192.0.2.9" in page


def test_a_case_that_the_reader_may_not_see_is_told_apart_by_its_internal_number(cast: Cast) -> None:
    record_audit(
        actor=actor_of(cast.alice),
        operator_id=cast.operator.pk,
        action="case.viewed",
        subject_kind="case",
        subject_id=987654,
        now=timezone.now(),
        detail={"what": "page", "contact": 12},
    )
    page = signed_in(cast.adam).get(reverse("access-log")).content.decode()
    assert "Processo nº interno 987654" in page
    assert "contact: 12" not in page


def test_a_full_page_of_the_log_takes_few_queries(cast: Cast, django_assert_max_num_queries) -> None:
    for number in range(150):
        record_audit(
            actor=actor_of(cast.alice),
            operator_id=cast.operator.pk,
            action="case.viewed",
            subject_kind="case",
            subject_id=number,
            now=timezone.now(),
        )
    client = signed_in(cast.davi)
    with django_assert_max_num_queries(14):
        response = client.get(reverse("access-log"))
    assert len(response.context["lines"]) == 100
    assert "1–100 de" in response.content.decode()
