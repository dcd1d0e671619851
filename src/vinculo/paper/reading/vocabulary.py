"""What one edition prints, as patterns to look for: labels of the head, labels of blocks, options."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..catalogue import Option, OptionList
from ..editions import Edition
from .flat import flat, loose_pattern, skeleton
from .pairs import PAIRS

# The blocks under the head, in the order of every edition's paper.
OUTCOME = "outcome"
CONTACT = "contact"
ACTIONS = "actions"
REASONS = "termination_reasons"
PROTOCOL = "protocol_required"
GENERAL_NOTE = "general_note"
SECTORS = "sectors"
BLOCKS = (OUTCOME, CONTACT, ACTIONS, REASONS, PROTOCOL, GENERAL_NOTE, SECTORS)
LIST_OF_BLOCK = {
    OUTCOME: OptionList.OUTCOME,
    ACTIONS: OptionList.ACTION,
    REASONS: OptionList.REASON,
    SECTORS: OptionList.SECTOR,
}

# Other words that people type over the same fields.
_FURTHER_LABELS = {
    "filled_on": ("Data do formulário",),
    "published_cros": ("nº CRO(s) divulgados",),
    "serves_other_plans": ("Atende a outros convênios",),
    "us_value": ("Valor da US (moeda)", "Valor da US", "Moeda (US)"),
    "last_production_value": ("Valor da últ. prod.",),
    "ended_on": ("Data fim",),
}
_OF_THE_CONTACT = r"(?: d[oa] (?:contato|ligacao|atendimento|conversa))?"
_EDGE_BEFORE = r"(?<![0-9a-z])"
_EDGE_BEFORE_FIRST = r"(?<![0-9a-z].)"
_EDGE_BEHIND = r"(?![0-9a-z])"
# "UF.VGX.98H/PBI2-08" is a CNPJ, "CRO-SP 123" a registration.
_NO_NUMBER = r"(?![./-][0-9a-z])"


# What may stand before and behind a label without being said.
BEFORE_LABEL = re.compile(
    r"[ \t#]*(?:[0-9]{1,2}[.)][ \t]+)?(?:[ \t|>#*~`•·‣◦■▪\-–—]|<(?:b|strong|p|u)>|_(?=\w))*"
)
BEHIND_LABEL = re.compile(
    r"(?:[ \t]*(?:[*_~`:?#.]|</(?:b|strong|p|u)>))*"
    r"(?:[ \t]*\((?=[^()\n]*[a-z]{3})[^()\n0-9]{3,60}\):?)?[ \t:|\-–—\v]*"
)
# Behind "1º contato": its date may stand in brackets ("(Data: 19/09/2023)") or behind a comma or a dash.
BEHIND_CONTACT = re.compile(
    r"(?:[ \t]*(?:[*_~`:?#.,;]|</(?:b|strong|p|u)>))*"
    r"(?:[ \t]*\((?![^()\n]{0,12}data)(?=[^()\n]*[a-z]{3})[^()\n0-9]{3,60}\):?)?"
    r"[ \t:|,;/\-–—\v]*(?:[(\[][ \t]*)?(?:[*_]{0,2}(?=[a-z0-9]))"
    r"(?:(?:realizad[oa] )?(?:em|no dia|dia)[ :]{1,3}(?=[0-9(]))?"
    r"|(?:[ \t]*(?:[*_~`:?#.,;]|</(?:b|strong|p|u)>))*[ \t:|,;/\-–—\v]*"
)
# Behind "Obs.": a sign that opens the note itself is the writer's ("-> enviado", "- ligou 14h").
BEHIND_NOTE = re.compile(
    r"(?:[*_~`?#.:]|[ \t]+[:.](?![\w.])|</(?:b|strong|p|u)>)*"
    r"(?:[ \t]*\((?=[^()\n]*[a-z]{3})[^()\n0-9]{3,60}\)[:*_]{0,4})?"
    r"(?:(?<![:*])[ \t]*[-–—](?=[ \t]))?[ \t|\v]*"
)


# What may stand between a mark and its option, or between two options.
SEPARATORS = r"[\s|:;,.?*_~`•·\-–—]*"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a field in the head: its row and its place in the row."""

    field: str
    row: int
    place: int


class Options:
    """The options of one list: patterns of their wordings, and the codes in catalogue order."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.codes = tuple(option.code for option in options)
        self.wordings: dict[str, str] = {}
        self._code_of: dict[str, str] = {}
        patterns: list[str] = []
        for option in options:
            for wording in option.wordings:
                key = skeleton(wording)
                if key and key not in self.wordings:
                    self.wordings[key] = option.code
                    group = f"w{len(patterns)}"
                    self._code_of[group] = option.code
                    patterns.append(f"(?P<{group}>{loose_pattern(wording)})")
        # A longer wording may begin with a shorter one.
        patterns.sort(key=len, reverse=True)
        any_wording = f"(?:{'|'.join(patterns) or '(?!)'}){_EDGE_BEHIND}"
        self.pattern = re.compile(any_wording)
        self.behind_mark = re.compile(SEPARATORS + any_wording)

    def code_at(self, found: re.Match[str]) -> str:
        assert found.lastgroup is not None
        return self._code_of[found.lastgroup]


class Vocabulary:
    """One edition's words, compiled."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.slots: dict[str, Slot] = {
            labelled.field: Slot(labelled.field, row, place)
            for row, labelled_fields in enumerate(edition.head)
            for place, labelled in enumerate(labelled_fields)
        }
        # "CRO/UF" stands where its first field stands.
        self.places = {**self.slots, **{name: self.slots[pair[0]] for name, pair in PAIRS.items()}}
        self.options = {block: Options(edition.options[which]) for block, which in LIST_OF_BLOCK.items()}
        yes_no = (
            Option("yes", edition.labels["yes"], ("sim",)),
            Option("no", edition.labels["no"], ("nao",)),
        )
        self.yes_no = Options(yes_no)
        self.fields_of_label: dict[str, tuple[str, ...]] = {}
        self.head_label = self._head_pattern()
        self._block_words = self._block_pattern()
        # With what may stand before it on its line.
        self.block_label = re.compile(BEFORE_LABEL.pattern + self._block_words)
        self.names = {name: edition.label_of(name).rstrip("?:. ") for name in (*self.slots, *edition.labels)}
        # "Obs. Geral da clínica" is a note of those words, or the label of another one.
        self.note_label = re.compile(
            f"(?!{loose_pattern(edition.labels[GENERAL_NOTE])}{_EDGE_BEHIND})"
            f"(?:{loose_pattern(edition.labels['contact_note'])}|obs(?:ervac(?:ao|oes))?){_EDGE_BEHIND}"
        )
        self.date_label = re.compile(
            f"(?:{loose_pattern(edition.labels['contact_on'])}|data){_OF_THE_CONTACT}{_EDGE_BEHIND}"
        )
        self.actions_label = re.compile(loose_pattern(edition.labels[ACTIONS]) + _EDGE_BEHIND)
        self.title = re.compile(_title_pattern(edition.title))
        instruction = edition.labels.get("actions_instruction") or ""
        printed = 'obrigatório justificativa caso selecione "outros"'
        words = dict.fromkeys(filter(None, (instruction, printed)))
        self.instruction = re.compile("|".join(map(_instruction_pattern, words)))

    def _head_pattern(self) -> re.Pattern[str]:
        fields_of_pattern: dict[str, list[str]] = {}
        for row in self.edition.head:
            for labelled in row:
                for wording in (labelled.label, *_FURTHER_LABELS.get(labelled.field, ())):
                    fields = fields_of_pattern.setdefault(loose_pattern(wording), [])
                    if labelled.field not in fields:
                        fields.append(labelled.field)
        for name, pair in PAIRS.items():
            first, second = (loose_pattern(self.edition.label_of(part)) for part in pair)
            # With blanks around it, a dash may stand for a blank value: "CRO - UF SP".
            between = rf"(?:[ ]?/[ ]?|[–-]|[ ][–-][ ](?={second}[*_`]*[ ]?:))"
            fields_of_pattern[f"{first}{between}{second}"] = [name]
        # "Data inclusão" before "Data", "nº CRO(S) únicos divulgados" before "CRO".
        patterns = sorted(fields_of_pattern, key=len, reverse=True)
        named = []
        for number, pattern in enumerate(patterns):
            self.fields_of_label[f"l{number}"] = tuple(fields_of_pattern[pattern])
            # The first letter stands outside the group, so that the search may skip to one of them.
            first, rest = (pattern[0], pattern[1:]) if pattern[0].isalnum() else ("", pattern)
            named.append(f"{first}{_EDGE_BEFORE_FIRST if first else _EDGE_BEFORE}(?P<l{number}>{rest})")
        return re.compile(f"(?:{'|'.join(named)}){_EDGE_BEHIND}{_NO_NUMBER}")

    @cached_property
    def block_anywhere(self) -> re.Pattern[str]:
        """A block's label in the middle of a line."""
        return re.compile(_EDGE_BEFORE + self._block_words)

    def _block_pattern(self) -> str:
        named = []
        for block in (OUTCOME, ACTIONS, REASONS, PROTOCOL, GENERAL_NOTE, SECTORS):
            pattern = loose_pattern(self.edition.labels[block])
            named.append(f"(?P<{block}>{pattern})")
        before, _, behind = self.edition.labels["contact"].partition("{number}")
        behind = re.sub(r"^[º°ªo.]", "", behind)
        contact = "".join(
            (
                loose_pattern(before) + r"[ ]?" if before.strip() else "",
                r"(?P<number>[0-9]{1,2})[ ]?(?:[oa]s?|[.)])?[ ]{0,2}",
                loose_pattern(behind),
            )
        )
        named.append(f"(?P<{CONTACT}>{contact})")
        return f"(?:{'|'.join(named)}){_EDGE_BEHIND}"


def _title_pattern(title: str) -> str:
    """Whatever stands between its words: dashes are typed in many ways."""
    words = re.findall(r"[0-9a-z]+", flat(title))
    return r"[^0-9a-z\n]{1,5}".join(words) + _EDGE_BEHIND


def _instruction_pattern(words: str) -> str:
    between = r"[^\w]{1,6}"
    return between.join(map(re.escape, re.findall(r"\w+", flat(words)))) + r"[\"'“”’.*_:]{0,6}"


_KEPT = 8
_compiled: tuple[Vocabulary, ...] = ()
_compiling = threading.Lock()


def vocabulary_of(edition: Edition) -> Vocabulary:
    """The compiled words of an edition; the last few are kept. Any number of threads may ask at once."""
    global _compiled  # noqa: PLW0603 - replaced whole, so that a reader needs no lock
    for known in _compiled:
        if known.edition is edition or known.edition == edition:
            return known
    made = Vocabulary(edition)
    with _compiling:
        _compiled = (made, *_compiled)[:_KEPT]
    return made
