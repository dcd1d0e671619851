"""Forms of every kind for the tests of printing, and the pages of a print."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from hypothesis import strategies as st

from vinculo.paper.catalogue import OptionList, catalogue_options
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import ContactDetail, FurtherDentist, OpenedProtocol, PrintExtras
from vinculo.paper.printing.glyphs import FONT_FOLDER, Ink, printable

EDITIONS = [packaged_edition(1), packaged_edition(2)]

LABEL_LIKE = [
    "Obs.:", "Obs.", "Data:", "2º contato", "6º contato", "Data", "UF", "CNPJ", "Motivo desligamento",
    "Folha de continuação", "Nome de quem assina", "Setor responsável", "Página 1 de 2", "Edição 1",
    "Demais CROs", "☐ Sim", "☒ Não", "RASCUNHO",
]  # fmt: skip
HOSTILE = [
    "#import", "$x$", "\\", "*a*", "_b_", "@ref", "<b>oi</b>", "{{7*7}}", "`code`", "//comentário", "/*",
    "*/", "[x]", "#{panic()}", "~", "--", "---", "...", "'aspas'", '"aspas"', "“aspas”", "=", "- item", "+",
    "\u00ad",
]  # fmt: skip
BREAKING = ["guarda-chuva", "e/ou", "01/02/2024-05/06/2024", "-", "/", "a-", "-a", "R$ 1,02", "ODONTO/LIFE"]
EMOJIS = ["😀", "👍🏽", "👩‍⚕️", "🇧🇷", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☎", "☐", "☒", "✅", "👨‍👩‍👧‍👦", "🦷"]


def _every_character() -> list[str]:
    metrics = json.loads((FONT_FOLDER / "metrics.json").read_text(encoding="utf-8"))
    return [
        chr(point)
        for family in Ink.FILLED.value
        for first, last in metrics[family]["characters"]
        for point in range(first, last + 1)
    ]


EVERY_CHARACTER = _every_character()

words = st.one_of(
    st.sampled_from(LABEL_LIKE),
    st.sampled_from(HOSTILE),
    st.sampled_from(BREAKING),
    st.sampled_from(EMOJIS),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=14),
    st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x17F), min_size=1, max_size=9),
    st.text(st.sampled_from(EVERY_CHARACTER), min_size=1, max_size=4),
    st.builds(
        lambda part, times: part * times,
        st.sampled_from(["SAD16", "a-b", "W", "í", "😀"]),
        st.integers(9, 90),
    ),
)


def _as_schema_has_it(paragraphs: list[list[str]]) -> str:
    """White space folded, nothing that cannot be seen or printed; blank paragraphs left out."""
    lines = (printable(" ".join(part), Ink.FILLED) for part in paragraphs)
    return "\n".join(line for line in lines if line)


def texts(words_at_most: int, paragraphs_at_most: int = 1) -> st.SearchStrategy[str | None]:
    paragraph = st.lists(words, min_size=1, max_size=words_at_most)
    found = st.lists(paragraph, min_size=1, max_size=paragraphs_at_most).map(_as_schema_has_it)
    return st.none() | found.filter(bool)


days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
blank_days = st.none() | days
counts = st.none() | st.integers(0, 10**9)
states = st.none() | st.from_regex(r"[A-Z]{2}", fullmatch=True)
notes = texts(60, 5)


def money(places: int) -> st.SearchStrategy[Decimal | None]:
    whole = st.integers(0, 10**9)
    return st.none() | st.builds(
        lambda units, exponent: Decimal(units).scaleb(-exponent), whole, st.integers(2, places)
    )


@st.composite
def contacts(draw: st.DrawFn) -> tuple[ContactEntry, ...]:
    numbers = draw(st.lists(st.integers(1, 12), unique=True, max_size=12).map(sorted))
    entries = (ContactEntry(number, draw(blank_days), draw(notes)) for number in numbers)
    return tuple(entry for entry in entries if entry.on or entry.note)


def _codes(which: OptionList, edition: int) -> st.SearchStrategy[tuple[str, ...]]:
    order = catalogue_options(which, edition)
    return st.sets(st.sampled_from([option.code for option in order])).map(
        lambda chosen: tuple(option.code for option in order if option.code in chosen)
    )


@st.composite
def forms(draw: st.DrawFn) -> RetentionForm:
    """Any valid form: each field blank or filled."""
    edition = draw(st.sampled_from([1, 2]))
    answers = st.none() | st.booleans()
    return RetentionForm(
        edition=edition,
        cro_count=draw(counts),
        staff_name=draw(texts(6)),
        filled_on=draw(blank_days),
        operator=draw(texts(40, 4)),
        cro=draw(st.none() | st.from_regex(r"[0-9]{1,7}", fullmatch=True)),
        cro_state=draw(states),
        dentist_name=draw(texts(8)),
        cnpj=draw(st.none() | st.from_regex(r"[0-9A-Z]{12}[0-9]{2}", fullmatch=True)),
        cpf=draw(st.none() | st.from_regex(r"[0-9]{11}", fullmatch=True)),
        joined_on=draw(blank_days),
        provider_type=draw(st.sampled_from([None, "PJ", "PF"])),
        requested_by=draw(texts(3)),
        protocol_number=draw(texts(2)),
        protocol_opened_on=draw(blank_days),
        city=draw(texts(3)),
        state=draw(states),
        lives=draw(counts),
        published_cros=draw(counts),
        serves_other_plans=draw(answers),
        other_plans=draw(texts(90, 3)),
        us_value=draw(money(4)),
        last_production_on=draw(blank_days),
        last_production_value=draw(money(2)),
        started_on=draw(blank_days),
        ended_on=draw(blank_days),
        duration_days=draw(st.none() | st.integers(0, 99999)),
        outcome=draw(
            st.none() | st.sampled_from([option.code for option in catalogue_options(OptionList.OUTCOME, 1)])
        ),
        contacts=draw(contacts()),
        actions=draw(_codes(OptionList.ACTION, edition)),
        actions_note=draw(notes),
        termination_reasons=draw(_codes(OptionList.REASON, edition)),
        protocol_required=draw(answers),
        general_note=draw(notes),
        sectors=draw(_codes(OptionList.SECTOR, edition)),
        signed_by=draw(texts(6, 2)),
    )


@st.composite
def print_extras(draw: st.DrawFn) -> PrintExtras:
    """What stands on a print beside the form, none of which may disturb its reading."""
    some = texts(8).map(lambda text: text or "")
    return PrintExtras(
        case_number=draw(st.none() | st.just("ODL-2026-000123")),
        issued_on=draw(blank_days),
        draft=draw(st.booleans()),
        further_dentists=tuple(draw(st.lists(st.builds(FurtherDentist, some, some, some), max_size=4))),
        contact_details=tuple(draw(st.lists(st.builds(ContactDetail, st.integers(1, 12), some), max_size=6))),
        protocols=tuple(
            draw(st.lists(st.builds(OpenedProtocol, some, some, some, st.none()), max_size=3)),
        ),
    )
