"""From a form to the sheet that is printed: what stands in which cell, in the words of its edition."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vinculo.kernel.dates import format_date, format_moment

from ..catalogue import OptionList
from ..editions import Edition, LabelledField
from ..form import YES_NO_FIELDS, ContactEntry, RetentionForm
from .extras import PrintExtras
from .glyphs import REPLACEMENT, Ink, printable, with_breaks
from .sheet import Box, Cell, ContactBlock, Continuation, Listing, Sheet, Signature
from .wording import GUIDES, written

CONTACTS_ON_THE_FORM = 5
CONTINUATION_TITLE = "Folha de continuação"
SIGNATURE_LABEL = "Nome de quem assina"

# The page in em of a value: 180 mm at 9 pt; what cells and columns take of it.
_EM = 9 * 25.4 / 72
_PAGE = 180 / _EM
_PADDING = 3.6 / _EM
_CONTACT_SIDE = 27 / _EM
_BOX = 5 / _EM
_BOX_COLUMNS = 3
_LETTER = 0.6
_MOST_LINES = 14

_WEIGHTS = {
    "staff_name": 18,
    "filled_on": 6,
    "operator": 7,
    "cro": 4,
    "cro_state": 2,
    "dentist_name": 11,
    "joined_on": 4,
    "provider_type": 2,
    "requested_by": 7,
    "protocol_number": 6,
    "protocol_opened_on": 5,
    "city": 9,
    "state": 2,
    "lives": 5,
    "published_cros": 8,
    "serves_other_plans": 7,
    "other_plans": 17,
}
_USUAL_WEIGHT = 8


def lay_out(form: RetentionForm, edition: Edition, extras: PrintExtras, *, blank: bool = False) -> Sheet:
    """The sheet of a form on an edition; `blank` leaves room and guides for writing by hand."""
    paper = _Paper(edition, blank)
    on_form = {entry.number: entry for entry in reversed(form.contacts)}
    signature = extras.signature
    title = _label(edition.title)
    return Sheet(
        title=title,
        head=tuple(fitting for row in edition.head for fitting in paper.head_rows(row, form)),
        outcome=paper.ticks("outcome", OptionList.OUTCOME, [form.outcome] if form.outcome else []),
        contacts=tuple(
            paper.contact(on_form.get(number) or ContactEntry(number, None, None), extras)
            for number in range(1, CONTACTS_ON_THE_FORM + 1)
        ),
        actions=paper.ticks("actions", OptionList.ACTION, form.actions, columns=_BOX_COLUMNS),
        actions_note=paper.note(
            "actions_note", form.actions_note, hint=edition.labels.get("actions_instruction", "")
        ),
        termination_reasons=paper.ticks(
            "termination_reasons", OptionList.REASON, form.termination_reasons, columns=_BOX_COLUMNS
        ),
        protocol_required=paper.yes_no("protocol_required", form.protocol_required),
        general_note=paper.note("general_note", form.general_note),
        sectors=paper.ticks("sectors", OptionList.SECTOR, form.sectors),
        signature=Signature(
            name=_filled(form.signed_by or (signature.signed_by if signature else None), _PAGE / 2),
            label=SIGNATURE_LABEL,
            details=_printed(_signing(extras)),
        ),
        edition=edition.number,
        edition_line=f"Edição {edition.number}",
        case_line=_printed(_case_line(extras)),
        document_title=printable(
            " – ".join(part for part in (edition.title, extras.case_number) if part), Ink.PRINTED
        ),
        continuation=_continuation(form, edition, extras, paper),
        watermark="RASCUNHO" if extras.draft else "",
        blank=blank,
        verified_at=_printed(extras.issued_as.verified_at) if extras.issued_as else "",
    )


def _case_line(extras: PrintExtras) -> str:
    named = [
        f"Processo {extras.case_number}" if extras.case_number else "",
        f"Documento {extras.issued_as.number}" if extras.issued_as else "",
    ]
    return " · ".join(part for part in named if part)


class _Paper:
    """Makes the cells of one edition."""

    def __init__(self, edition: Edition, blank: bool) -> None:
        self.edition = edition
        self.blank = blank

    def head_rows(self, row: Sequence[LabelledField], form: RetentionForm) -> tuple[tuple[Cell, ...], ...]:
        """A row of the head; each of its cells in a row of its own where one holds too much."""
        total = sum(_WEIGHTS.get(item.field, _USUAL_WEIGHT) for item in row)
        widths = [_PAGE * _WEIGHTS.get(item.field, _USUAL_WEIGHT) / total - _PADDING for item in row]
        values = [written(item.field, getattr(form, item.field)) or "" for item in row]
        if all(
            len(value) * _LETTER <= width * _MOST_LINES for value, width in zip(values, widths, strict=True)
        ):
            return (tuple(map(self._head_cell, row, [form] * len(row), widths)),)
        return tuple((self._head_cell(item, form, _PAGE - _PADDING),) for item in row)

    def _head_cell(self, item: LabelledField, form: RetentionForm, width: float) -> Cell:
        value = getattr(form, item.field)
        weight = _WEIGHTS.get(item.field, _USUAL_WEIGHT)
        if item.field in YES_NO_FIELDS:
            return self.yes_no(item.field, value, item.label, weight)
        return Cell(
            field=item.field,
            label=_label(item.label, width),
            text=_filled(written(item.field, value), width),
            guide=self._guide(item.field),
            weight=weight,
        )

    def ticks(
        self, field: str, which: OptionList, ticked: Collection[str], *, columns: int | None = None
    ) -> Cell:
        """Every option that is not hidden; a ticked one is shown whatever the edition says."""
        options = [
            (option.code, option.label)
            for option in self.edition.options[which]
            if not option.hidden or option.code in ticked
        ]
        known = {code for code, _ in options}
        options += [(code, code) for code in ticked if code not in known]
        width = _PAGE / (columns or len(options) + 1) - _BOX - _PADDING
        boxes = tuple(Box(code, _printed(label, width), code in ticked) for code, label in options)
        return Cell(field, _label(self.edition.label_of(field)), boxes=boxes)

    def yes_no(
        self, field: str, answer: bool | None, label: str | None = None, weight: int = _USUAL_WEIGHT
    ) -> Cell:
        labels = self.edition.labels
        boxes = (
            Box("yes", _printed(labels["yes"]), answer is True),
            Box("no", _printed(labels["no"]), answer is False),
        )
        return Cell(field, _label(label or self.edition.label_of(field)), boxes=boxes, weight=weight)

    def note(self, field: str, text: str | None, *, hint: str = "", width: float = _PAGE) -> Cell:
        return Cell(
            field,
            _label(self.edition.label_of(field)),
            text=_filled(text, width - _PADDING),
            hint=_printed(hint),
        )

    def contact(self, entry: ContactEntry, extras: PrintExtras) -> ContactBlock:
        details = " · ".join(
            detail.text for detail in extras.contact_details if detail.number == entry.number
        )
        heading = self.edition.label_of("contact").replace("{number}", str(entry.number))
        side = _CONTACT_SIDE - _PADDING
        return ContactBlock(
            number=entry.number,
            heading=Cell("contact", _label(heading, side)),
            on=Cell(
                "contact_on",
                _label(self.edition.label_of("contact_on"), side),
                text=_filled(format_date(entry.on) if entry.on else None, side),
                guide=self._guide("contact_on"),
            ),
            note=self.note("contact_note", entry.note, hint=details, width=_PAGE - _CONTACT_SIDE),
        )

    def _guide(self, field: str) -> str:
        return GUIDES.get(field, "") if self.blank else ""


def _continuation(
    form: RetentionForm, edition: Edition, extras: PrintExtras, paper: _Paper
) -> Continuation | None:
    first = {entry.number: entry for entry in reversed(form.contacts)}
    further = [
        entry
        for entry in form.contacts
        if entry.number > CONTACTS_ON_THE_FORM or first[entry.number] is not entry
    ]
    listings = tuple(listing for listing in (_dentists(extras), _protocols(extras)) if listing.rows)
    if not further and not listings:
        return None
    named = [edition.title, f"Processo {extras.case_number}" if extras.case_number else "", form.dentist_name]
    return Continuation(
        title=CONTINUATION_TITLE,
        of=_printed(" · ".join(part for part in named if part)),
        contacts=tuple(paper.contact(entry, extras) for entry in further),
        listings=listings,
    )


def _dentists(extras: PrintExtras) -> Listing:
    return _listing(
        "Demais CROs",
        {"Nome dentista": 14, "CRO": 5, "UF": 3},
        [(dentist.name, dentist.cro, dentist.state) for dentist in extras.further_dentists],
    )


def _protocols(extras: PrintExtras) -> Listing:
    return _listing(
        "Protocolos abertos no processo",
        {"Tipo": 6, "Em nome de": 9, "Nº do protocolo": 6, "Abertura": 5},
        [
            (
                protocol.kind,
                protocol.in_name_of,
                protocol.number,
                format_moment(protocol.opened_at) if protocol.opened_at else "",
            )
            for protocol in extras.protocols
        ],
    )


def _listing(title: str, columns: dict[str, int], rows: Sequence[tuple[str, ...]]) -> Listing:
    weights = tuple(columns.values())
    widths = [_PAGE * weight / sum(weights) - _PADDING for weight in weights]
    return Listing(
        title=title,
        columns=tuple(columns),
        weights=weights,
        rows=tuple(
            tuple(_filled(text, width) for text, width in zip(row, widths, strict=True)) for row in rows
        ),
    )


def _signing(extras: PrintExtras) -> str:
    signature = extras.signature
    if signature is None:
        return ""
    moment = f"assinado em {format_moment(signature.signed_at)}" if signature.signed_at else ""
    return " · ".join(part for part in (signature.role, moment) if part)


def _lines(text: str, width: float) -> float:
    """About how many lines a text takes."""
    return len(text) * _LETTER / width + text.count("\n")


def _filled(text: str | None, width: float) -> tuple[str, ...]:
    """The paragraphs of a text, ready to be set; empty ones left out."""
    paragraphs = (printable(line, Ink.FILLED) for line in (text or "").split("\n"))
    return tuple(with_breaks(paragraph, Ink.FILLED, width) for paragraph in paragraphs if paragraph)


def _label(text: str, width: float = _PAGE) -> str:
    """A label as it is set; one without any letters would leave the reader no hold."""
    return with_breaks(printable(text, Ink.LABEL), Ink.LABEL, width * 1.1) or REPLACEMENT


def _printed(text: str, width: float = _PAGE) -> str:
    return with_breaks(printable(text, Ink.PRINTED), Ink.PRINTED, width)
