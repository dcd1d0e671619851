"""What is done without asking can be taken back: the message brings its button along."""

from __future__ import annotations

from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.tests.case_files import make_draft


def test_a_dentist_taken_out_comes_back(cast: Cast):
    case = make_draft(cast.operator, cast.alice, dentists=[{"name": "Caio Prado"}])
    dentist = case.dentists.get()
    client = signed_in(cast.alice)
    page = client.post(reverse("case-dentist-remove", args=[case.pk, dentist.pk]), follow=True)
    undo = reverse("case-dentist-restore", args=[case.pk, dentist.pk])
    assert f'<form method="post" action="{undo}" data-undo>' in page.content.decode()
    dentist.refresh_from_db()
    assert dentist.removed_at is not None
    for _ in range(2):
        page = client.post(undo, follow=True)
        assert "O dentista voltou ao processo." in page.content.decode()
    dentist.refresh_from_db()
    assert dentist.removed_at is None
    assert case.events.filter(kind="dentists_changed").count() == 2


def test_nobody_elses_dentist_is_brought_back(cast: Cast):
    case = make_draft(cast.operator, cast.alice, dentists=[{"name": "Caio Prado"}])
    undo = reverse("case-dentist-restore", args=[case.pk, case.dentists.get().pk])
    assert signed_in(cast.charlie).post(undo).status_code == 404
    assert signed_in(cast.nina).post(undo).status_code == 403
