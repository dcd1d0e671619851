"""One filled form as content for any layout: what it says, and the printed words in the paper's order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from random import Random

from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition, packaged_edition
from vinculo.paper.form import COUNT_FIELDS, DATE_FIELDS, MONEY_FIELDS, ContactEntry, RetentionForm
from vinculo.paper.reading.tests.invented_forms import SENTENCES, invented_form

from .paper_style import PaperStyle, random_style

# Signs that people put into a mail, not on a form: in a drawn or scanned note they are boxes to anybody.
_NO_PAPER = ("☒", "<", "☐")
_PLAIN_SENTENCES = (
    "Falei com a gerente, que pediu a tabela vigente dos procedimentos.",
    "Chamada às 13:20; atendeu a recepção, sem ninguém que soubesse do pedido.",
    "Proposta de reajuste de 7% enviada por e-mail, aguardando retorno.",
    "A clínica mudou de endereço em fevereiro e perdeu pacientes.",
    "Guia 4471098 voltou por falta da assinatura do paciente.",
    "O doutor vai conversar com o sócio antes de responder.",
    "Pedido de 15 dias para apresentar uma contraproposta.",
    "Atende ainda 23 pacientes em tratamento, que serão concluídos.",
    "Disse que o concorrente paga mais pela restauração e libera na hora.",
    "O aparelho do token foi trocado e voltou a funcionar.",
    "Mensagem enviada às 16h05 e lida, sem resposta até agora.",
    "Nova ligação combinada para depois das 14h.",
    "Reembolso de R$ 1.284,90 em aberto desde o mês passado.",
    "Não tem interesse em treinamento, conhece bem o portal.",
)
_PLAIN_SHARE = 0.6
_SPARSE_SHARE = 0.12
_LONG_NOTE_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """A tick box and the words beside it."""

    code: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PrintedField:
    """A field of the head: its label and what stands in it, nothing where it is blank.

    `options` are the two boxes of "Atende outros convênios", whose text is empty.
    """

    name: str
    label: str
    text: str
    options: tuple[PrintedOption, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A block of tick boxes, in rows as the paper has them."""

    name: str
    label: str
    rows: tuple[tuple[PrintedOption, ...], ...]

    @property
    def options(self) -> tuple[PrintedOption, ...]:
        return tuple(option for row in self.rows for option in row)


@dataclass(frozen=True, slots=True)
class PrintedContact:
    number: int
    label: str  # "1º contato"
    on_label: str  # "Data"
    on: str
    note_label: str  # "Obs.:"
    note: tuple[str, ...]  # Paragraphs.


@dataclass(frozen=True, slots=True)
class FilledPaper:
    """A filled form. `truth` is what a reader must find; the rest is printed, top to bottom."""

    seed: int
    edition: Edition
    truth: RetentionForm
    style: PaperStyle
    title: str
    head: tuple[tuple[PrintedField, ...], ...]
    outcome: PrintedList
    contacts: tuple[PrintedContact, ...]  # All five.
    actions: PrintedList
    actions_note_label: str
    actions_note: tuple[str, ...]
    instruction: str  # Printed beside the note's label; empty where this paper has none.
    reasons: PrintedList
    protocol: PrintedList
    general_note_label: str
    general_note: tuple[str, ...]
    sectors: PrintedList
    signature: str


def invented_paper(seed: int, *, edition: int | None = None) -> FilledPaper:
    """A form that people could have filled, the same for the same seed."""
    rng = Random(seed)
    chosen = packaged_edition(edition or rng.choice((1, 2)))
    form = with_notes_of_paper(invented_form(rng, chosen), rng)
    if rng.random() < _SPARSE_SHARE:
        form = _sparse(form, rng)
    return printed_paper(seed, form, chosen, random_style(rng), rng)


def printed_paper(
    seed: int, form: RetentionForm, edition: Edition, style: PaperStyle, rng: Random
) -> FilledPaper:
    """A form as somebody of that style writes it."""
    printer = _Printer(form, edition, style, rng)
    labels = edition.labels
    return FilledPaper(
        seed=seed,
        edition=edition,
        truth=form,
        style=style,
        title=style.label(edition.title) if rng.random() < 0.5 else edition.title,
        head=printer.head(),
        outcome=printer.list_of("outcome", OptionList.OUTCOME),
        contacts=tuple(printer.contact(number) for number in range(1, 6)),
        actions=printer.list_of("actions", OptionList.ACTION),
        actions_note_label="Obs.:",
        actions_note=_paragraphs(form.actions_note),
        instruction=labels["actions_instruction"] if style.instruction else "",
        reasons=printer.list_of("termination_reasons", OptionList.REASON),
        protocol=printer.yes_no_list("protocol_required"),
        general_note_label=style.label(labels["general_note"]),
        general_note=_paragraphs(form.general_note),
        sectors=printer.list_of("sectors", OptionList.SECTOR),
        signature=form.signed_by or "",
    )


@dataclass(frozen=True, slots=True)
class _Printer:
    form: RetentionForm
    edition: Edition
    style: PaperStyle
    rng: Random

    def head(self) -> tuple[tuple[PrintedField, ...], ...]:
        rows = []
        for row in self.edition.head:
            names = [labelled.field for labelled in row]
            if "city" in names and self.style.city_first is not None:
                names[:2] = ("city", "state") if self.style.city_first else ("state", "city")
            rows.append(tuple(map(self.field, names)))
        return tuple(rows)

    def field(self, name: str) -> PrintedField:
        label = self.style.label(self.edition.label_of(name))
        if name == "serves_other_plans":
            return PrintedField(name, label, "", self.yes_no(name))
        return PrintedField(name, label, self.style.printed(name, self.form))

    def yes_no(self, name: str) -> tuple[PrintedOption, ...]:
        value = getattr(self.form, name)
        yes, no = self.style.yes_no
        return (PrintedOption("yes", yes, value is True), PrintedOption("no", no, value is False))

    def yes_no_list(self, name: str) -> PrintedList:
        return PrintedList(name, self.style.label(self.edition.label_of(name)), (self.yes_no(name),))

    def list_of(self, name: str, which: OptionList) -> PrintedList:
        value = getattr(self.form, name)
        ticked = {value} if isinstance(value, str) else set(value or ())
        options = [
            PrintedOption(
                option.code,
                self.style.option(option, which, self.edition.number, self.rng),
                option.code in ticked,
            )
            for option in self.edition.options[which]
        ]
        rows = []
        for width in _row_widths(which, len(options)):
            rows.append(tuple(options[:width]))
            del options[:width]
        return PrintedList(name, self.style.label(self.edition.labels[name]), tuple(rows))

    def contact(self, number: int) -> PrintedContact:
        entry = next((known for known in self.form.contacts if known.number == number), None)
        labels = self.edition.labels
        return PrintedContact(
            number=number,
            label=self.style.label(labels["contact"].format(number=number)),
            on_label=self.style.label(labels["contact_on"]),
            on=self.style.day(entry.on) if entry and entry.on else "",
            note_label="Obs.:",
            note=_paragraphs(entry.note if entry else None),
        )


def _row_widths(which: OptionList, count: int) -> list[int]:
    """How many boxes each row of the paper has."""
    match which:
        case OptionList.OUTCOME:
            widths = [1] * count
        case OptionList.REASON:
            # Three to a row, but for the last eight or five.
            widths = [3] * 6 + [2] * 5 if count == 28 else [3] * 8 + [2, 2, 1]
        case _:
            widths = [3] * (count // 3) + [count % 3]
    return [width for width in widths if width]


def _paragraphs(note: str | None) -> tuple[str, ...]:
    return tuple(note.split("\n")) if note else ()


def with_notes_of_paper(form: RetentionForm, rng: Random) -> RetentionForm:
    """Its notes as long as paper has them, in one hand: as is, without accents, or in capitals."""
    hand = rng.choice(("as", "as", "as", "plain", "upper"))

    def note(old: str | None) -> str | None:
        return _in_hand(_note(rng), hand) if old else None

    return replace(
        form,
        actions_note=note(form.actions_note),
        general_note=note(form.general_note),
        contacts=tuple(ContactEntry(entry.number, entry.on, note(entry.note)) for entry in form.contacts),
    )


def _note(rng: Random) -> str:
    on_paper = [sentence for sentence in SENTENCES if not any(sign in sentence for sign in _NO_PAPER)]
    long = rng.random() < _LONG_NOTE_SHARE
    paragraphs = []
    for _ in range(rng.choice((3, 4)) if long else rng.choice((1, 1, 1, 2, 2, 3, 4))):
        sentences = [
            rng.choice(_PLAIN_SENTENCES if rng.random() < _PLAIN_SHARE else on_paper)
            for _ in range(rng.randrange(6, 10) if long else rng.choice((1, 2, 3)))
        ]
        paragraphs.append(" ".join(dict.fromkeys(sentences)))
    text = "\n".join(paragraphs)
    return text.removesuffix(".") if rng.random() < 0.2 else text


def _in_hand(text: str, hand: str) -> str:
    if hand == "plain":
        marks = unicodedata.normalize("NFD", text)
        kept = "".join(sign for sign in marks if not unicodedata.combining(sign))
        return unicodedata.normalize("NFC", kept)
    return text.upper() if hand == "upper" else text


def _sparse(form: RetentionForm, rng: Random) -> RetentionForm:
    """Hardly filled: every other field of the head is blank, and most contacts are."""
    names = DATE_FIELDS | MONEY_FIELDS | COUNT_FIELDS | {"city", "cpf", "operator", "staff_name", "signed_by"}
    blank = {name: None for name in sorted(names) if rng.random() < 0.5}
    kept = tuple(entry for entry in form.contacts if entry.number <= rng.randrange(4))
    return replace(form, contacts=kept, **blank)  # type: ignore[arg-type]
