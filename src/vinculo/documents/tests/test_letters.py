"""Letters about a decision: what is checked when they are saved and issued, and which wording they keep."""

from __future__ import annotations

import uuid

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW
from vinculo.documents.actions.issue_letter import LetterRequest, draft_letter, issue_letter
from vinculo.documents.actions.letter_templates import (
    adopt_starter_letters,
    create_letter_template,
    edit_letter_template,
    wording_of,
)
from vinculo.documents.letter import sample_letter
from vinculo.documents.letter_gaps import GAPS, SAMPLES, unknown_gaps
from vinculo.documents.models import IssuedDocument, LetterTemplate
from vinculo.documents.queries.documents import stored_bytes
from vinculo.documents.queries.letter_templates import offered_letters
from vinculo.documents.refusals import UnableToIssueLetter, UnableToSaveLetter
from vinculo.documents.starter_letters import Wording, starter_letters
from vinculo.kernel.refusal import NotPermitted

from .issued_cases import decided_case, move, signed_case, words_of

SHORT = Wording("Aviso", "Prezada {pessoa}, até {ultimo_dia}.", "Segue {documento}: {conferir}")


def own_letter(cast: Cast, wording: Wording = SHORT, name: str = "Aviso") -> LetterTemplate:
    return create_letter_template(
        operator=cast.operator,
        name=name,
        outcome="terminated",
        wording=wording,
        actor=actor_of(cast.bob),
        now=NOW,
    )


def edit(cast: Cast, template: LetterTemplate, wording: Wording) -> LetterTemplate:
    return edit_letter_template(
        template=template,
        name=template.name,
        outcome=template.outcome,
        wording=wording,
        is_active=True,
        actor=actor_of(cast.bob),
        now=NOW,
    )


def issue(cast: Cast, case, key: str, token: uuid.UUID | None = None, **typed: str) -> IssuedDocument:
    request = LetterRequest(key, typed)
    return issue_letter(case=case, request=request, actor=actor_of(cast.alice), now=NOW, token=token)


def test_what_comes_with_the_product_can_all_be_filled():
    for letter in starter_letters():
        texts = (letter.wording.title, letter.wording.body, letter.wording.message)
        assert [unknown_gaps(text) for text in texts] == [(), (), ()]
    assert {*GAPS} == {*SAMPLES, "operadora"}


def test_an_unknown_field_is_told_when_a_letter_is_saved_with_what_to_do(cast: Cast):
    wrong = Wording("Aviso {data}", "Sobre {prestador}, { e {fone}", "")
    with pytest.raises(UnableToSaveLetter) as refused:
        own_letter(cast, wrong)
    remarks = {finding.field: finding.message for finding in refused.value.findings}
    assert remarks["title"].startswith("Há {data}, que ninguém sabe preencher. Use {pessoa}")
    assert "{fone}" in remarks["body"]
    assert not LetterTemplate.objects.exclude(name__in=[one.name for one in starter_letters()]).exists()


def test_a_missing_value_is_told_and_nothing_is_issued(cast: Cast):
    case = signed_case(cast)
    (starter,) = offered_letters(actor_of(cast.alice), case)
    assert starter.name == "Desligamento confirmado"
    draft = draft_letter(case, LetterRequest(starter.key), actor_of(cast.alice))
    assert draft is not None
    assert draft.missing == ("ultimo_dia",)
    with pytest.raises(UnableToIssueLetter, match=r"Falta dizer \{ultimo_dia\}"):
        issue(cast, case, starter.key)
    assert not IssuedDocument.objects.exists()


def test_a_letter_is_issued_once_for_a_request_with_what_was_typed(cast: Cast, settings):
    settings.VERIFICATION_URL = "https://vinculo.exemplo/conferir/"
    case, token = signed_case(cast), uuid.uuid4()
    typed = {"ultimo_dia": "09/04/2026", "pessoa": "Marta Reis", "operadora": "Outra", "cpf": "1"}
    letter = issue(cast, case, "inicial-1", token, **typed)
    assert issue(cast, case, "inicial-1", token, **typed) == letter
    assert IssuedDocument.objects.count() == 1
    printed = words_of(stored_bytes(letter))
    for told in ("Prezado(a) Marta Reis,", "vai até 09/04/2026", "Renata Queiroz Lima", "CRO-SP 12345"):
        assert told in printed
    assert f"Documento {letter.number} · Processo {case.number}" in printed
    assert f"Código {letter.line_of_code} · confira em https://vinculo.exemplo/conferir/" in printed
    assert cast.operator.name in printed
    assert "Outra" not in printed
    assert "PRÉVIA" not in printed
    assert "{" not in printed + letter.message
    assert letter.number in letter.message
    assert f"https://vinculo.exemplo/conferir/{letter.code}/" in letter.message
    assert letter.rendered_from["template_version"] == 0


def test_a_change_is_a_new_version_and_issued_letters_keep_theirs(cast: Cast):
    case, template = signed_case(cast), own_letter(cast)
    first = issue(cast, case, str(template.pk), ultimo_dia="09/04/2026")
    before = stored_bytes(first)
    edit(cast, template, SHORT)
    assert template.versions.count() == 1
    edit(cast, template, Wording("Aviso", "Tudo mudou para {pessoa}.", ""))
    second = issue(cast, case, str(template.pk))
    first = IssuedDocument.objects.get(pk=first.pk)
    assert first.template_version
    assert second.template_version
    assert (first.template_version.number, second.template_version.number) == (1, 2)
    assert wording_of(first.template_version) == SHORT
    assert stored_bytes(first) == before
    assert "Tudo mudou" in words_of(stored_bytes(second))


def test_a_letter_needs_a_standing_signature_and_is_about_its_decision(cast: Cast):
    adopt_starter_letters(operator=cast.operator, actor=actor_of(cast.bob), now=NOW)
    retained = LetterTemplate.objects.get(outcome="retained")
    case = decided_case(cast.operator, cast.alice)
    terminated = LetterTemplate.objects.get(outcome="terminated")
    with pytest.raises(UnableToIssueLetter, match="decisão assinada"):
        issue(cast, case, str(terminated.pk), ultimo_dia="09/04/2026")
    case = move(case, CaseAction.SIGN, cast.bob)
    with pytest.raises(UnableToIssueLetter, match="para outra decisão"):
        issue(cast, case, str(retained.pk))
    move(case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.")
    with pytest.raises(UnableToIssueLetter, match="decisão assinada"):
        issue(cast, case, str(terminated.pk), ultimo_dia="09/04/2026")


def test_who_may_not_edit_the_desk_or_work_on_the_case_does_neither(cast: Cast):
    with pytest.raises(NotPermitted):
        adopt_starter_letters(operator=cast.operator, actor=actor_of(cast.alice), now=NOW)
    case = signed_case(cast)
    for user in (cast.nina, cast.charlie, cast.davi):
        with pytest.raises(NotPermitted):
            issue_letter(case=case, request=LetterRequest("inicial-1"), actor=actor_of(user), now=NOW)


def test_what_was_offered_is_said_as_what_was_agreed_and_may_be_said_otherwise(cast: Cast):
    case = signed_case(cast)
    type(case).objects.filter(pk=case.pk).update(outcome="retained", actions_note="Reanálise das glosas.")
    case.offers.create(code="support")
    case.offers.create(code="new_fees", note="a partir de maio", offered_us_value="1.60")
    case.offers.create(code="other")
    case.refresh_from_db()
    (letter,) = offered_letters(actor_of(cast.alice), case)
    draft = draft_letter(case, LetterRequest(letter.key), actor_of(cast.alice))
    assert draft is not None
    assert draft.values["combinado"].split("\n") == [
        "- Suporte",
        "- Novos valores: US de R$ 1,60; a partir de maio",
        "- Reanálise das glosas.",
    ]
    issued = issue(cast, case, letter.key, combinado="- Visita mensal")
    assert "Visita mensal" in words_of(stored_bytes(issued))
    assert "Suporte" not in words_of(stored_bytes(issued))


def test_a_preview_is_filled_with_nobodys_data_and_says_what_it_is(cast: Cast):
    pdf = sample_letter(starter_letters()[1].wording, cast.operator, NOW)
    printed = words_of(pdf)
    assert "PRÉVIA" in printed
    assert "Treinamento da equipe no sistema" in printed
    assert "{" not in printed
