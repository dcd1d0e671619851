"""Printed words that a scan misread are put right; what people wrote stays as it was read."""

from __future__ import annotations

import pytest

from vinculo.paper.reading import Box, Line, Page, Word, read_page
from vinculo.paper.reading.furniture import without_furniture
from vinculo.paper.reading.lost_contacts import with_numbered_contacts
from vinculo.paper.reading.lost_marks import with_lost_marks
from vinculo.paper.reading.markup import lines_of_text
from vinculo.paper.reading.mended_labels import with_mended_labels
from vinculo.paper.reading.ticks import read_ticks
from vinculo.paper.reading.vocabulary import vocabulary_of

from .corpus import EDITIONS, folded, sample, samples
from .layouts import Layout

_VOCABULARIES = [vocabulary_of(edition) for edition in EDITIONS]


def _mended(*texts: str) -> list[str]:
    return [line.text for line in with_mended_labels([Line(text) for text in texts], _VOCABULARIES)]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Coiaborador\tDala", "Colaborador\tData"),
        ("0peradora: Dental Norte  CR0: 123  UF: AL", "Operadora: Dental Norte  CRO: 123  UF: AL"),
        ("Demandad0 por?: Dentista N° do protocoio: SAD1", "Demandado por?: Dentista Nº do protocolo: SAD1"),
        ("UF\tPR\tNome: dentista\t", "UF\tPR\tNome dentista\t"),
        ("Teinpo finaIização", "Tempo finalização"),
        ("Atende outros convênios:\tais?", "Atende outros convênios:\tQuais?"),
        ("Quais?\tPlan Quai", "Quais?\tPlan Quai"),
        ("SAD1\tDt. ab erturaprotocolo\t18/09/2021", "SAD1\tDt. abertura protocolo\t18/09/2021"),
        ("Dt. abe rtura p rotocol\v0\t18/09/2021", "Dt. abertura protocolo\t18/09/2021"),
    ],
)
def test_a_label_of_the_head_is_put_right(read: str, printed: str) -> None:
    assert _mended(read) == [printed]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Slatus retencão", "Status retenção"),
        ("2° contalo\tData\t01/02/2023", "2º contato\tData\t01/02/2023"),
        ("☐ Retencao efeliva ☒ Des1igamento", "☐ Retenção efetiva ☒ Desligamento"),
        ("Obs,: ligou", "Obs: ligou"),
        ("Motiv0 des1igamento", "Motivo desligamento"),
    ],
)
def test_a_label_under_the_head_is_put_right(read: str, printed: str) -> None:
    assert _mended("Status retenção", read)[1] == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (("Qtd CRO(s): |",), ["Qtd CRO(s): 1"]),
        (("Cidade\tNatal\tnº de vidas\tl",), ["Cidade\tNatal\tnº de vidas\t1"]),
        (("Qtd CRO(s)", "|"), ["Qtd CRO(s)", "1"]),
        (("Cidade\tUF\tnº de vidas", "|\t|\t|"), ["Cidade\tUF\tnº de vidas", "|\t|\t1"]),
        (("Tipo: |",), ["Tipo: |"]),
    ],
)
def test_a_stroke_at_the_label_of_a_count_is_a_one(read: tuple[str, ...], printed: list[str]) -> None:
    assert _mended(*read) == printed


def test_a_placeholder_is_put_right_and_what_somebody_wrote_is_not() -> None:
    printed = "1º contato\tData: Clique ou toque aqui para inserir uma data."
    assert _mended("Status retenção", printed.replace("Clique", "Clicue"))[1] == printed
    assert _mended("Status retenção", printed.replace("inserir uma", "inseriruma"))[1] == printed
    written = "Obs.: cliente em touca aqui para definir uma data."
    assert _mended("Status retenção", written)[1] == written


def test_a_contact_whose_number_was_lost_is_the_next_one() -> None:
    texts = (
        "☒ contato\tData: 12/08/2025",
        "Obs.: ligou",
        "☒ ! contato\tData:",
        "3º contato\tData:",
        "h ontato\tData",
        "º contato\tData:",
    )
    lines = with_numbered_contacts([Line(text) for text in texts], _VOCABULARIES[0])
    assert [line.text.split("\t")[0] for line in lines] == [
        "1º contato", "Obs.: ligou", "2º contato", "3º contato", "h ontato", "4º contato",
    ]  # fmt: skip


def test_a_contact_whose_number_was_misread_is_the_one_before_the_next() -> None:
    texts = (
        "4º contato\tData",
        "2º contato\tData",
        "Obs.: ligou",
        "em contato",
        "ae ontato\tData",
        "4º contato",
    )
    lines = with_numbered_contacts([Line(text) for text in texts], _VOCABULARIES[0])
    heads = [line.text.split("\t")[0] for line in lines]
    assert heads == ["1º contato", "2º contato", *texts[2:4], "3º contato", "4º contato"]


def test_a_contact_whose_number_became_letters_is_known_by_those_about_it() -> None:
    texts = ("2º contato\tData", "O: contato\tData", "4º contato\tData")
    lines = with_numbered_contacts([Line("1º contato"), *map(Line, texts)], _VOCABULARIES[0])
    assert lines[2].text == "3º contato\tData"


@pytest.mark.parametrize(
    "written",
    [
        "Contato\tData\tObs.",
        "Obs.: 1º CONTATO FOI FEITO POR OUTRA CONSULTORA.",
        "Obs.: Motivo desligamento informado pela clínica.",
        "Falta de suporte, segundo a doutora; valores pedidos: R$ 2,00",
        "3º contato ficou marcado para 21/06/2023.",
    ],
)
def test_what_people_wrote_stays(written: str) -> None:
    assert _mended("Status retenção", written)[1] == written


def test_words_keep_their_places() -> None:
    boxes = [Box(0, n / 10, 0.1, (n + 1) / 10, 0.2) for n in range(4)]
    text = "Data fina1 Cidad3\tMaceió"
    spans = ((0, 4), (5, 10), (11, 17), (18, 24))
    line = Line(text, words=tuple(Word(*span, box, 0.9) for span, box in zip(spans, boxes, strict=True)))
    mended = with_mended_labels([line], _VOCABULARIES)[0]
    assert [mended.text[word.start : word.end] for word in mended.words] == ["Data final", "Cidade", "Maceió"]
    assert mended.words[0].box == Box(0, 0.0, 0.1, 0.2, 0.2)


def _as_printed(layout: Layout) -> Layout:
    """No markup: a scan has none."""
    return layout.but(
        boxes="glyph", escape=False, bold_labels="", bold_obs="", ordinal="º", bullet="", quoted=False
    )


def test_a_form_without_a_misread_label_is_read_as_before() -> None:
    for each in samples(range(25), _as_printed):
        plain, scanned = (
            read_page(Page.of(lines_of_text(each.text), scanned=scanned), EDITIONS)
            for scanned in (False, True)
        )
        assert plain.form == scanned.form, each.seed


def test_a_form_whose_labels_are_misread_is_read() -> None:
    for each in samples(range(10), lambda layout: _as_printed(layout).but(head="tabs", title=None)):
        misread = each.text.replace("contato", "contalo").replace("Operadora", "0peradoia")
        form = read_page(Page.of(lines_of_text(misread), scanned=True), EDITIONS).form
        assert form
        assert form.operator == each.form.operator
        assert len(form.contacts) == len(each.form.contacts)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("☐ Retenção Efetiva ☒ ☐ esligamento", "☐ Retenção Efetiva ☒ Desligamento"),
        ("☐ ☐ ertado Suporte", "☐ Ofertado suporte"),
        ("Oobs.: ligou", "Obs.: ligou"),
    ],
)
def test_a_letter_read_as_a_box_is_a_letter(read: str, printed: str) -> None:
    assert _mended("Status retenção", read)[1] == printed


def test_an_option_that_ends_on_the_next_line_takes_no_box_behind_it_for_its_words() -> None:
    line = "☐ Dificuldade de contato com a   ☒ Falta de suporte da operadora"
    assert _mended("Motivo desligamento", line, "central")[1:] == [line, "central"]
    assert _mended("Formulário - Processo ☐ Retenção") == ["Formulário - Processo de Retenção"]


def test_a_box_whose_words_were_lost_is_the_one_that_is_missing() -> None:
    options = _VOCABULARIES[0].options["sectors"]
    text = "☒   ☐ analise tecnica ☐ comercial ☐ central de atendimento"
    ticks = read_ticks(text, 0, len(text), options)
    assert (ticks.on, ticks.guessed) == (["it"], ["it"])
    text = "☒  ☐ analise tecnica"
    assert read_ticks(text, 0, len(text), options).on == ["it"]
    text = "☐ t.i. ☒ ☐ central de atendimento"
    assert read_ticks(text, 0, len(text), options).on == []


def test_a_list_whose_label_was_lost_is_known_by_its_options() -> None:
    for label in ("Motivo desligamento", "desli", ""):
        each = sample(5, edition=2)
        lost = each.text.replace("Motivo desligamento", label)
        form = read_page(Page.of(lines_of_text(lost), scanned=True), EDITIONS).form
        assert form
        assert form.termination_reasons == each.form.termination_reasons
        assert folded(form.actions_note) == folded(each.form.actions_note)


@pytest.mark.parametrize(
    ("read", "marked"),
    [
        ("Status retenção:\t\tRetenção Efetiva\t8)\tDesligamento\t☐\tNão trata-se de retenção",
         "Status retenção:\t\t☐ Retenção efetiva\t☐ Desligamento\t☐\tNão trata-se de retenção"),
        ("& Retenção Efetiva O Des1igamento ☒ Não trata-se de retenção",
         "☐ Retenção efetiva ☐ Desligamento ☒ Não trata-se de retenção"),
        ("Retenção em desligamento, e a consultora ligou", "Retenção em desligamento, e a consultora ligou"),
        ("Obs.: O desligamento", "Obs.: O desligamento"),
    ],
)  # fmt: skip
def test_a_box_that_was_lost_is_one_of_which_nothing_is_known(read: str, marked: str) -> None:
    lines = [Line("Status retenção"), Line(read)]
    assert with_lost_marks(lines, _VOCABULARIES)[1].text == marked


def test_a_box_at_the_end_of_a_line_is_that_of_the_option_behind_it() -> None:
    lines = [
        Line("Status retenção"),
        Line("☐ Retenção efetiva ☒"),
        Line("Desligamento O Não trata-se de retenção"),
    ]
    marked = [line.text for line in with_lost_marks(lines, _VOCABULARIES)]
    assert marked[1:] == ["☐ Retenção efetiva ☒", "Desligamento ☐ Não trata-se de retenção"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("☐ SIM ☒ NÃQ", "☐ SIM ☒ Não"),
        ("☒ Sin  ☐ NÃO\tQuais?", "☒ Sim  ☐ NÃO\tQuais?"),
        ("☒ Valor ☐ Não", "☒ Valor ☐ Não"),
    ],
)
def test_an_answer_misread_beside_the_other_is_put_right(read: str, printed: str) -> None:
    assert _mended(read) == [printed]


def test_a_question_of_which_the_end_was_lost_is_whole_again_before_its_answers() -> None:
    read = "Atende outros   ☐ Sim ☒ Não   Quais?   4 convênios"
    assert _mended(read) == ["Atende outros convênios   ☐ Sim ☒ Não   Quais?   4 convênios"]
    assert _mended("Atende outros planos") == ["Atende outros planos"]


def test_the_question_for_a_protocol_is_known_by_its_answers_though_its_label_was_cut() -> None:
    each = sample(5, edition=2)
    lost = each.text.replace("Necessário abertura", "Nec:\tsário abertura")
    form = read_page(Page.of(lines_of_text(lost), scanned=True), EDITIONS).form
    assert form
    assert form.protocol_required is not None
    assert form.protocol_required == each.form.protocol_required


def test_no_box_is_put_before_options_where_boxes_stand_behind() -> None:
    texts = (
        "Status retenção",
        "Retenção efetiva ☐ Desligamento ☒ Não se trata de retenção",
        *("Ação Retenção", "Ofertado novos valores ☐ Ofertado suporte ☒"),
        *("Necessário abertura de protocolo", "Sim ☐ Não ☒"),
        *("Setor responsável", "Análise técnica ☐ Comercial ☐"),
    )
    lines = [Line(text) for text in texts]
    assert [line.text for line in with_lost_marks(lines, _VOCABULARIES)] == list(texts)


def test_a_box_that_was_lost_is_hardly_sure() -> None:
    box = Box(0, 0.1, 0.1, 0.2, 0.2)
    line = Line("Q Sim  ☐ Não", words=(Word(0, 1, box, 0.9), Word(2, 5, box, 0.9), Word(7, 8, box, 0.99)))
    marked = with_lost_marks([Line("Necessário abertura de protocolo"), line], _VOCABULARIES)[1]
    assert [(marked.text[word.start : word.end], word.sure) for word in marked.words] == [
        ("☐", 0.3),
        ("Sim", 0.9),
        ("☐", 0.99),
    ]


def test_words_of_an_option_on_another_line_than_its_box_leave_it_known_by_its_place() -> None:
    options = vocabulary_of(EDITIONS[1]).options["termination_reasons"]
    text = (
        "☐ sem local de atendimento ☐ glosas\n"
        "dificuldades com o   ☒ prazo de liberacao de   encerramento de\n"
        "☐ sistema ☒ atividades\n☐ regras tecnicas"
    )
    ticks = read_ticks(text, 0, len(text), options, scanned=True)
    assert ticks.on == ["authorization_delay", "business_closed"]
    text = text.replace("☐ sistema", "☒ sistema").replace(" ☒ atividades", "")
    assert read_ticks(text, 0, len(text), options, scanned=True).on == ["authorization_delay"]
    text = "☐ valores ☐ franquia ☒ ao responsavel\ntecnico ☐ removido prestador"
    assert read_ticks(text, 0, len(text), options, scanned=True).on == ["technical_manager_change"]
    assert read_ticks(text, 0, len(text), options).on == []


def test_boxes_stand_behind_their_words_though_the_first_of_these_were_misread() -> None:
    options = _VOCABULARIES[0].options["sectors"]
    text = "\nt. ☐ analise tecnica ☐ comercial ☒\n central de atendimento ☐\n"
    assert read_ticks(text, 0, len(text), options, scanned=True).on == ["commercial"]
    text = "\ntio   central de atendimento ☒ analise tecnica ☐\ncomercial ☐\n"
    assert read_ticks(text, 0, len(text), options, scanned=True).on == ["call_center"]
    text = "\nq ☐ ti ☐ analise tecnica ☒ comercial ☐\n central de atendimento\n"
    assert read_ticks(text, 0, len(text), options, scanned=True).on == ["technical_review"]


def test_a_box_in_the_next_cell_is_that_of_the_option_behind_it_there() -> None:
    options = _VOCABULARIES[0].yes_no
    for text, on in (
        ("sim\t[x] nao", ["no"]),
        ("sim\t[x]\tnao\t[ ]", ["yes"]),
        ("sim\t[x] nao\t[ ]", ["yes"]),
    ):
        assert read_ticks(text, 0, len(text), options).on == on


def test_a_line_with_which_two_sheets_begin_is_none_of_the_form() -> None:
    texts = ((0, "Gestão de Rede"), (0, "5º contato\tData:"), (1, "Gestão de Rede"), (1, "20/04/2024"))
    lines = [Line(text, words=(Word(0, len(text), Box(sheet, 0, 0, 1, 0.1), 0.9),)) for sheet, text in texts]
    kept = without_furniture(lines, _VOCABULARIES[0])
    assert [line.text for line in kept] == ["5º contato\tData:", "20/04/2024"]
