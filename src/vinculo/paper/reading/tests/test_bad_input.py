"""Empty, huge, binary, half, several, hostile: a refusal or a finding, and never a crash."""

from __future__ import annotations

import time

import pytest

from vinculo.paper.reading import MAX_BYTES, UndecodableError, decode, split_forms

from .corpus import EDITIONS, differences, reread, sample


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t ", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        (b"\x00" * 500, "empty-file"),
        (b"a" * (MAX_BYTES + 1), "file-too-large"),
        (b"%PDF-1.7 bla", "binary-file"),
        (b"PK\x03\x04 bla", "binary-file"),
        (b"\x89PNG\r\n bla", "binary-file"),
        (b"\xff\xd8\xff\xe0 bla", "binary-file"),
        (bytes(range(256)) * 20, "binary-file"),
        (b"{\\rtf1 bla", "binary-file"),
    ],
)
def test_what_is_no_text_is_refused_in_portuguese(data: bytes, code: str) -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(data)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
def test_portuguese_survives_its_encoding(encoding: str) -> None:
    text = "Formulário - Ação de retenção à vista: produção, óbito, já não há, língua, três, avô, põe, açúcar"
    assert decode(text.encode(encoding)) == text


def test_text_encoded_twice_is_undone() -> None:
    text = "Formulário de retenção: ação, órgão, ônus, já"
    assert decode(text.encode().decode("cp1252").encode()) == text


def test_a_damaged_letter_costs_no_other() -> None:
    data = "Retenção, ação, produção, opção, atenção e coração".encode()
    assert decode(data.replace(b"produ", b"produ\xff")).count("ção") == 6


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Olá, segue em anexo.", "Data: hoje\nObs.: nada", "☒ ☐ ☒", "a" * 5000]
)
def test_what_is_no_form_says_so(text: str) -> None:
    reading = reread(text)
    assert reading.form is None
    assert [finding.code for finding in reading.findings] == ["not-a-form"]


def test_half_a_form_is_read_and_what_is_missing_is_named() -> None:
    text = sample(head="colon").text
    middle = text.index("3º contato")
    upper, lower = reread(text[:middle]), reread(text[middle:])
    assert upper.form is not None
    assert lower.form is not None
    missing = next(finding for finding in upper.findings if finding.code == "half-form")
    assert "Setor responsável" in missing.message
    assert "Status retenção" not in missing.message
    assert upper.confidence["sectors"] < 0.5 < upper.confidence["cpf"]
    assert lower.confidence["cpf"] < 0.5 < lower.confidence["sectors"]


def test_several_forms_are_parted_and_each_is_read() -> None:
    each = [
        sample(seed=seed, edition=1 + seed % 2, head=head)
        for seed, head in enumerate(("tabs", "colon", "boxed"))
    ]
    for joint in ("\n\n", "\n\n---\n\n", "\n\f\n", "\r\n\r\n"):
        texts = split_forms(joint.join(one.text for one in each), EDITIONS)
        assert len(texts) == 3
        for one, text in zip(each, texts, strict=True):
            assert differences(one.form, reread(text)) == {}


def test_forms_without_titles_are_parted_at_their_first_label() -> None:
    each = [sample(seed=seed, head="colon", title=None) for seed in (1, 2)]
    texts = split_forms("\n\n".join(one.text for one in each), EDITIONS)
    assert [differences(one.form, reread(text)) for one, text in zip(each, texts, strict=True)] == [{}, {}]


def test_a_title_on_every_page_makes_no_further_form() -> None:
    one = sample(head="colon")
    text = one.text.replace("\n\n3º contato", "\n\nFormulário - Processo de Retenção\n\n3º contato", 1)
    assert len(split_forms(text, EDITIONS)) == 1


HOSTILE = [
    "(",
    "[ ",
    "**",
    "** a",
    "_",
    "__ a",
    "<input ",
    "<br",
    "1º contato\n",
    "1º contato: 01/01/2023\n",
    "| a ",
    "Formulário - Processo de Retenção\nQtd CRO(s)\n",
    "Data ",
    "Obs.: ",
    "Colaborador: ",
    "☒ Glosas\n",
    "Sim ",
    "Clique ou toque aqui ",
    "1 2 ",
    "12/06/2023 ",
    "Status retenção ☐ ",
    "Motivo Retenção: ☐ ",
    "<p></p>",
    "\f",
    "Atende outros convênios ",
    "Página 1 de 2\n",
    "** a** ",
    "...",
    "( ) ",
    "\t",
    " ",
    "\\",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_made_to_be_slow_is_not(piece: str) -> None:
    head = sample(head="colon").text[:700]
    for text in (piece * (200_000 // len(piece)), head + piece * (200_000 // len(piece))):
        start = time.process_time()
        reread(text)
        split_forms(text, EDITIONS)
        assert time.process_time() - start < 5
