"""An edition as the administration shows it: the head and the lists as they would be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vinculo.cases.actions.editions import may_alter_paper
from vinculo.cases.models import FormEdition
from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.editions import Edition

LIST_LABELS: Mapping[OptionList, str] = {
    OptionList.OUTCOME: "outcome",
    OptionList.ACTION: "actions",
    OptionList.REASON: "termination_reasons",
    OptionList.SECTOR: "sectors",
}
"""Which label of the edition stands over each list."""

BLOCK_MEANINGS: Mapping[str, str] = {
    "title": "Título do formulário",
    "outcome": "Sobre os resultados",
    "contact": "Sobre cada contato; {number} é o número dele",
    "contact_on": "Dia do contato",
    "contact_note": "Texto do contato",
    "actions": "Sobre as ações de retenção",
    "actions_note": "Texto das ações",
    "actions_instruction": "Instrução sob as ações",
    "termination_reasons": "Sobre os motivos",
    "protocol_required": "Se é preciso abrir protocolo",
    "yes": "Resposta sim",
    "no": "Resposta não",
    "general_note": "Observação geral",
    "sectors": "Sobre os setores",
}


@dataclass(frozen=True, slots=True)
class EditionRow:
    pk: int
    number: int
    valid_from: dt.date
    is_current: bool
    in_use: bool


@dataclass(frozen=True, slots=True)
class OperatorEditions:
    pk: int
    name: str
    rows: tuple[EditionRow, ...]
    may_make_next: bool


@dataclass(frozen=True, slots=True)
class OptionRow:
    code: str
    label: str
    seen: tuple[str, ...]
    hidden: bool
    requires_note: bool
    is_first: bool
    is_last: bool

    @property
    def wordings(self) -> str:
        """One a line, as they are typed."""
        return "\n".join(self.seen)


@dataclass(frozen=True, slots=True)
class ListOfOptions:
    """`retired` stood on the edition before and can be brought back; `is_fixed`: rules depend on it."""

    which: str
    title: str
    rows: tuple[OptionRow, ...]
    retired: tuple[OptionRow, ...]
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class LabelRow:
    field: str
    label: str
    meaning: str = ""
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class EditionPage:
    pk: int
    number: int
    operator: str
    valid_from: dt.date
    is_alterable: bool
    head: tuple[tuple[LabelRow, ...], ...]
    blocks: tuple[LabelRow, ...]
    lists: tuple[ListOfOptions, ...]


def present_operators(editions: Iterable[FormEdition], today: dt.date) -> list[OperatorEditions]:
    """`editions` of `kept_editions`: by operator, newest first."""
    by_operator: dict[int, list[FormEdition]] = {}
    for form_edition in editions:
        by_operator.setdefault(form_edition.operator_id, []).append(form_edition)
    return [_operator(kept, today) for kept in by_operator.values()]


def present_edition(form_edition: FormEdition, before: FormEdition | None) -> EditionPage:
    edition = form_edition.edition
    earlier = before.edition if before else edition
    return EditionPage(
        pk=form_edition.pk,
        number=form_edition.number,
        operator=form_edition.operator.name,
        valid_from=form_edition.valid_from,
        is_alterable=may_alter_paper(form_edition),
        head=tuple(_head_row(edition, row_number) for row_number in range(len(edition.head))),
        blocks=tuple(_block(edition, field) for field in BLOCK_MEANINGS),
        lists=tuple(_list(edition, earlier, which) for which in OptionList),
    )


def _operator(kept: Sequence[FormEdition], today: dt.date) -> OperatorEditions:
    valid = [each for each in kept if each.valid_from <= today]
    current = max(valid, key=lambda each: (each.valid_from, each.number), default=kept[-1])
    rows = tuple(
        EditionRow(
            each.pk, each.number, each.valid_from, each == current, bool(getattr(each, "in_use", False))
        )
        for each in kept
    )
    operator = kept[0].operator
    return OperatorEditions(operator.pk, operator.name, rows, may_make_next=not may_alter_paper(kept[0]))


def _list(edition: Edition, earlier: Edition, which: OptionList) -> ListOfOptions:
    options = edition.options[which]
    codes = {option.code for option in options}
    retired = [option for option in earlier.options[which] if option.code not in codes]
    return ListOfOptions(
        which=which.value,
        title=edition.label_of(LIST_LABELS[which]),
        rows=_option_rows(options),
        retired=_option_rows(retired),
        is_fixed=which is OptionList.OUTCOME,
    )


def _option_rows(options: Sequence[Option]) -> tuple[OptionRow, ...]:
    last = len(options) - 1
    return tuple(
        OptionRow(
            code=option.code,
            label=option.label,
            seen=option.seen,
            hidden=option.hidden,
            requires_note=option.requires_note,
            is_first=place == 0,
            is_last=place == last,
        )
        for place, option in enumerate(options)
    )


def _head_row(edition: Edition, row_number: int) -> tuple[LabelRow, ...]:
    row = edition.head[row_number]
    return tuple(
        LabelRow(item.field, item.label, is_first=place == 0, is_last=place == len(row) - 1)
        for place, item in enumerate(row)
    )


def _block(edition: Edition, field: str) -> LabelRow:
    label = edition.title if field == "title" else edition.labels.get(field, "")
    return LabelRow(field, label, BLOCK_MEANINGS[field])
