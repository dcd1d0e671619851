"""What stands around a contact: marks of corrections, messages, numbers, files and their thumbnails."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.network.tests.factories import make_clinic

MOBILE = "(19) 99984-6368"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case whose contact names a number of its clinic."""
    case = make_draft(cast.operator, cast.alice)
    clinic = make_clinic(cast.operator, name="Clínica Sorriso Aberto")
    case = link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    values = {"on": "02/03/2026", "note": f"Atende no {MOBILE}.", "channel": "phone"}
    add_contact(case=case, values=values, actor=actor_of(cast.alice), now=NOW)
    return case


@pytest.fixture
def alice(cast: Cast) -> Client:
    return signed_in(cast.alice)


def page(client: Client, case: Case) -> str:
    return client.get(reverse("case-page", args=[case.pk])).content.decode()


def correct(case: Case, cast: Cast, field: str, raw: str, *, after: dt.timedelta) -> None:
    contact = case.contacts.get()
    save_field(
        case=case,
        field=field,
        raw=raw,
        base_version=contact.version(field),
        contact_id=contact.pk,
        actor=actor_of(cast.beto),
        now=NOW + after,
    )


def test_a_correction_is_marked_with_what_had_been_written(case: Case, cast: Cast, alice: Client):
    assert "corrigido em" not in page(alice, case)
    correct(case, cast, "channel", "whatsapp", after=dt.timedelta(days=1))
    correct(case, cast, "next_contact_on", "20/03/2026", after=dt.timedelta(days=1))
    shown = page(alice, case)
    assert "corrigido em 11/03/2026 11:00 por Beto Lacerda" in shown
    assert "Canal era</dt>" in shown
    assert "Telefone</dd>" in shown
    assert "Próximo contato era" not in shown


def test_numbers_lead_to_whatsapp_only_for_those_who_may_see_them(case: Case, cast: Cast, alice: Client):
    assert 'href="https://wa.me/5519999846368"' in page(alice, case)
    hidden = page(signed_in(cast.nina), case)
    assert "wa.me" not in hidden
    assert "tel:" not in hidden


def test_a_message_is_filled_in_and_says_what_is_missing(case: Case, alice: Client):
    address = reverse("case-message", args=[case.pk])
    panel = alice.post(address, {"phone": MOBILE, "person": "Solange Prado (recepção)"}).content.decode()
    assert "Olá, Solange Prado! Aqui é Alice Nogueira" in panel
    assert "pedido de desligamento de Clínica Sorriso Aberto" in panel
    assert "{processo}" in panel
    assert alice.post(address, {"phone": "190"}).status_code == 404
    assert "19999846368" not in address


def test_a_message_that_was_sent_becomes_a_contact_once(case: Case, alice: Client):
    sent = {"channel": "whatsapp", "address": MOBILE, "note": "Olá!", "spoken_to": "Solange"}
    sent["token"] = "6b0c1b1e-3c5e-4d52-9d39-0a5a5f5f8a11"
    for _ in range(2):
        alice.post(reverse("case-contact-add", args=[case.pk]), sent)
    written = case.contacts.get(position=2)
    assert (written.channel, written.note, written.direction) == ("whatsapp", "Olá!", "outgoing")


def test_voiding_offers_to_be_taken_back(case: Case, alice: Client):
    contact = case.contacts.get()
    voided = reverse("case-contact-void", args=[case.pk, contact.pk])
    shown = alice.post(voided, {"reason": "Outra clínica"}, follow=True).content.decode()
    undo = reverse("case-contact-restore", args=[case.pk, contact.pk])
    assert f'action="{undo}"' in shown
    alice.post(undo)
    contact.refresh_from_db()
    assert contact.voided_at is None


def test_files_sent_one_by_one_are_drawn_and_refused_one_by_one(case: Case, alice: Client):
    contact = case.contacts.get()

    def send(content: bytes, name: str) -> dict[str, str]:
        data = {"contact": contact.pk, "file": SimpleUploadedFile(name, content)}
        address = reverse("case-attachment-add", args=[case.pk])
        told: dict[str, str] = alice.post(address, data, headers={"Accept": "application/json"}).json()[
            "files"
        ][0]
        return told

    kept = send(picture(), "../../tela.png")
    assert kept["tone"] == "success"
    assert "tela.png" in kept["html"]
    assert send(b"MZ\x90\x00", "foto.png")["tone"] == "error"
    assert "já estava anexado aqui" in send(picture(), "outra.png")["message"]
    assert case.attachments.count() == 1


def test_what_strangers_sent_runs_nothing(case: Case, cast: Cast, alice: Client):
    given: dict[str, Any] = {
        "case": case,
        "largest": 100_000,
        "actor": actor_of(cast.alice),
        "now": timezone.now(),
    }
    shown = add_attachment(name="tela.png", content=picture(), **given)
    saved = add_attachment(name="nota.txt", content=b"oi <b>", **given)
    for kept, disposition in ((shown, "inline"), (saved, "attachment")):
        answer = alice.get(reverse("case-attachment", args=[case.pk, kept.pk]))
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith(disposition)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Content-Security-Policy"].endswith("sandbox")
        assert "no-store" in answer["Cache-Control"]
    thumbnail = reverse("case-attachment-thumbnail", args=[case.pk, shown.pk])
    small = alice.get(thumbnail)
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    nina = signed_in(cast.nina)
    assert nina.get(thumbnail).status_code == 404
    page = nina.get(reverse("case-page", args=[case.pk])).content.decode()
    assert "tela.png" in page
    assert thumbnail not in page
    assert thumbnail in alice.get(reverse("case-page", args=[case.pk])).content.decode()
    assert alice.get(reverse("case-attachment-thumbnail", args=[case.pk, saved.pk])).status_code == 404


def test_a_wrong_number_leaves_the_provider_and_comes_back(case: Case, cast: Cast, alice: Client):
    clinic = case.provider
    assert clinic is not None
    phone = clinic.noted_phones.get()
    address = reverse("provider", args=[clinic.pk])
    assert MOBILE in alice.get(address).content.decode()
    assert MOBILE not in signed_in(cast.nina).get(address).content.decode()
    alice.post(reverse("provider-phone-dismiss", args=[clinic.pk, phone.pk]))
    alice.get(address)
    assert MOBILE not in alice.get(address).content.decode()
    alice.post(reverse("case-phone-restore", args=[case.pk, phone.pk]))
    assert MOBILE in alice.get(address).content.decode()
