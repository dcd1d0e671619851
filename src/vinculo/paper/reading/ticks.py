"""Tick boxes in text: how marks look, and which options they stand at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .vocabulary import SEPARATORS, Options

# The last of each row are the box characters of Wingdings and Wingdings 2, as Word copies them.
_ON = "☒☑✓✔✗✘✕✖🗹🗷🗸✅■●◉⬛▣◼⚫⊠\uf078\uf0fd\uf0fe\uf0fc\uf0fb\uf06e\uf052\uf053"
_OFF = "☐□▢○◯⬜◻▫⚪❏❑❒⊡\uf0a8\uf06f\uf071\uf072\uf0a3\uf02a"
# Marks that also open the lines of a list, ticked or not.
_BULLETS = frozenset("●■◉⬛▣◼⚫\uf06e")
_BULLET_FILLINGS = frozenset(("•", "●", "■", "*"))
_FILLING = "x✓✔✗✘√*•●■☒"
# A set stands first, so that a search may skip to one of its characters.
MARK = re.compile(
    rf"[{_ON}{_OFF}\[(<_](?:(?P<glyph>(?<=[{_ON}{_OFF}]))\ufe0f?"
    rf"|(?<=[\[(])[ \t\n_.]{{0,6}}(?P<filling>[{_FILLING}]{{0,2}})[ \t\n_.]{{0,6}}[\])]"
    r"|(?<=<)(?P<tag>input\b[^<>]{0,300}>)(?:</input>)?"
    r"|(?<![0-9a-z_]_)(?P<line>(?<=_)(?:_{0,9}[ ]?x[ ]?_{1,10}|_{1,9}(?!_))))"
)
_BOX_TAG = re.compile(r"type\s*=\s*[\"']?(?:checkbox|radio)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CHECKED = re.compile(r"(?<=[\s/\"'])checked(?=[\s=/>])")
_SEPARATORS = re.compile(SEPARATORS)
_WORDS = re.compile(r"[a-z]{3}")
_WORD = re.compile(r"[0-9a-z]")
_ROW = re.compile(r"[^\s|][^\v\n]*(?<=\S)")
_CELL_END = re.compile(r"\s{2,}|[\t\v\n]")
_LEAST_BEGUN = 6
LABEL_TAG = re.compile(r"(?:\s*</?(?:label|span|b|strong|i|em|p|li|div)\b[^<>]{0,200}>)*\s*")
_TYPED_X = re.compile(r"(?<![0-9a-z])x[ \t)\-:]{1,3}")
# Two wordings of the form differ by more than this.
_ALIKE = 0.84
# One of so many options may be written in words instead of ticked.
_FEW_OF = 2


@dataclass(slots=True)
class Ticks:
    """What the boxes of one list say."""

    on: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)  # Read although misspelt.
    begun: list[str] = field(default_factory=list)  # Of which only the first words were read.
    end: int = 0  # Where the last option ends.
    marked: bool = True  # Whether there were marks at all.
    bulleted: bool = False  # Whether every mark may be a mere bullet.
    at: dict[str, tuple[int, int]] = field(default_factory=dict)  # The mark of each option that has one.

    def note(self, code: str, ticked: bool, end: int, mark: re.Match[str] | None = None) -> None:
        (self.on if ticked else self.off).append(code)
        self.end = max(self.end, end)
        if mark and (ticked or code not in self.at):
            self.at[code] = mark.span()

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.on))

    @property
    def contradicted(self) -> bool:
        """Whether an option stands there twice, once ticked and once not."""
        return bool(set(self.on) & set(self.off))


def is_ticked(mark: re.Match[str]) -> bool:
    if mark["glyph"] is not None:
        return mark[0][0] in _ON
    if tag := mark["tag"]:
        return bool(_CHECKED.search(_QUOTED.sub('""', tag)))
    return "x" in mark["line"] if mark["line"] else bool(mark["filling"])


def is_box(mark: re.Match[str]) -> bool:
    """Whether a mark is a box: an input of HTML may be something else."""
    return not mark["tag"] or bool(_BOX_TAG.search(mark["tag"]))


def first_mark(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first box of flat text between two places."""
    return next((mark for mark in MARK.finditer(text, start, end) if is_box(mark)), None)


def read_ticks(text: str, start: int, end: int, options: Options, *, scanned: bool = False) -> Ticks:
    """The options of one list in flat text, whichever side of them their marks stand on.

    `scanned`: words of an option may be misread, or stand on another line than its box.
    """
    marks = list(MARK.finditer(text, start, end))
    if "<input" in text:
        marks = [mark for mark in marks if is_box(mark)]
    if not marks:
        return _unmarked(text, start, end, options)
    first = options.behind_mark.match(text, start, end)
    if first and _stand_behind(text, first, marks, end, options):
        ticks = _label_first(text, start, marks, options, scanned=scanned)
    elif scanned and not first and _end_rows(text, start, end, marks):
        ticks = _label_first(text, start, marks, options, scanned=True)
    else:
        ticks = _mark_first(text, end, marks, options, scanned=scanned)
    ticks.bulleted = all(mark[0][0] in _BULLETS or mark["filling"] in _BULLET_FILLINGS for mark in marks)
    return ticks


def _mark_first(text: str, end: int, marks: list[re.Match[str]], options: Options, *, scanned: bool) -> Ticks:
    ticks = Ticks()
    ends = [*(mark.start() for mark in marks[1:]), end]
    codes: list[str | None] = []
    for mark, piece_end in zip(marks, ends, strict=True):
        begin = mark.end()
        if mark["tag"] and (tags := LABEL_TAG.match(text, begin, piece_end)):
            begin = tags.end()
        found = options.behind_mark.match(text, begin, piece_end)
        if found:
            codes.append(options.code_at(found))
            ticks.note(codes[-1] or "", is_ticked(mark), found.end(), mark)
        else:
            code = _misspelt(ticks, text, (begin, piece_end), mark, options)
            begun = _begun(text[begin:piece_end], options) if scanned and code is None else None
            if begun and begun not in (*ticks.on, *ticks.off):
                code = begun
                ticks.note(code, is_ticked(mark), begin, mark)
                ticks.begun.append(code)
            codes.append(code)
    _unmarked_behind(ticks, text, end, options)
    if None in codes:
        _wordless(ticks, text, marks, codes, options, scanned=scanned)
    return ticks


def _begun(words: str, options: Options) -> str | None:
    """The one option that begins with the words behind a box, and ends on another line."""
    key = _letters(_CELL_END.split(words.strip(" \t|:;,.*-–—"), maxsplit=1)[0])
    codes = {code for wording, code in options.wordings.items() if wording.startswith(key)}
    return codes.pop() if len(codes) == 1 and len(key) >= _LEAST_BEGUN else None


def _letters(words: str) -> str:
    return re.sub(r"[^0-9a-z]", "", words)


def _wordless(
    ticks: Ticks,
    text: str,
    marks: list[re.Match[str]],
    codes: list[str | None],
    options: Options,
    *,
    scanned: bool,
) -> None:
    """Boxes whose words were lost, where so many options are missing between those before and behind."""
    order = {code: place for place, code in enumerate(options.codes)}
    # An option of which only a beginning was read may stand on a line of its own.
    whole = [place for place, code in enumerate(codes) if code and code not in ticks.begun]
    for first, last in pairwise((-1, *whole, len(codes))):
        lost = [place for place in range(first + 1, last) if codes[place] is None]
        start = order[codes[first] or ""] + 1 if first >= 0 else 0
        stop = order[codes[last] or ""] if last < len(codes) else len(order)
        between, held = options.codes[start:stop], set(filter(None, codes[first + 1 : last]))
        missing = [code for code in between if code not in held]
        ends = [*(mark.start() for mark in marks), marks[-1].end()]
        bare = scanned or all(not _WORDS.search(text, marks[n].end(), ends[n + 1]) for n in lost)
        in_order = {*between} & {*ticks.on, *ticks.off} == held
        if bare and in_order and len(missing) == len(lost):
            for place, code in zip(lost, missing, strict=True):
                ticks.note(code, is_ticked(marks[place]), marks[place].end(), marks[place])
                ticks.guessed.append(code)


def _unmarked_behind(ticks: Ticks, text: str, end: int, options: Options) -> None:
    """Options behind the last box that have none of their own, where only ticked ones have."""
    while len(ticks.on) + len(ticks.off) < len(options.codes):
        found = options.behind_mark.match(text, ticks.end, end)
        if found is None or options.code_at(found) in (*ticks.on, *ticks.off):
            return
        ticks.note(options.code_at(found), False, found.end())


def _stand_behind(
    text: str, first: re.Match[str], marks: list[re.Match[str]], end: int, options: Options
) -> bool:
    """Whether marks are those of the options before them: the first is, and none stands before the last
    option, in another cell than the one before that."""
    between = text[first.end() : marks[0].start()]
    if first.end() > marks[0].start() or between.strip(" \t:|."):
        return False
    behind = options.behind_mark.match(text, marks[-1].end(), end)
    return "\t" not in between or behind is None or "\t" in text[marks[-1].end() : behind.end()]


def _end_rows(text: str, start: int, end: int, marks: list[re.Match[str]]) -> bool:
    """Whether no row of a list begins with its box, and each ends with one: the boxes stand behind."""
    at = {mark.start() for mark in marks}
    ends = {mark.end() for mark in marks}
    rows = [
        row for row in _ROW.finditer(text, start, end) if any(row.start() <= mark < row.end() for mark in at)
    ]
    return all(row.start() not in at and row.end() in ends and _WORD.match(text, row.start()) for row in rows)


def _label_first(
    text: str, start: int, marks: list[re.Match[str]], options: Options, *, scanned: bool
) -> Ticks:
    ticks = Ticks()
    codes: list[str | None] = []
    begin = start
    for mark in marks:
        found = options.behind_mark.match(text, begin, mark.start())
        if found is None and scanned:
            found = _right_before(text, begin, mark.start(), options)
        if found:
            codes.append(options.code_at(found))
            ticks.note(codes[-1] or "", is_ticked(mark), mark.end(), mark)
        else:
            codes.append(_misspelt(ticks, text, (begin, mark.start()), mark, options))
        begin = mark.end()
    if scanned and None in codes:
        _wordless(ticks, text, marks, codes, options, scanned=True)
    return ticks


def _right_before(text: str, start: int, end: int, options: Options) -> re.Match[str] | None:
    """The option whose words end where a box begins, whatever was read before them."""
    ending = (
        found
        for found in options.pattern.finditer(text, start, end)
        if not text[found.end() : end].strip(" \t:|.")
    )
    return next(ending, None)


def _misspelt(
    ticks: Ticks, text: str, place: tuple[int, int], mark: re.Match[str], options: Options
) -> str | None:
    """An option that is nearly one of the list; what is none is remembered if it is ticked."""
    start, end = place
    ticked = is_ticked(mark)
    stop = text.find("\n", start, end)
    words = text[start : stop if stop >= 0 else end].strip(" \t|:;,.*-–—")
    code = _nearest(words, options) if 3 < len(words) <= 60 else None
    if code:
        ticks.note(code, ticked, stop if stop >= 0 else end, mark)
        ticks.guessed.append(code)
    elif ticked and words:
        ticks.unknown.append(words[:60])
    return code


def _nearest(words: str, options: Options) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - rarely needed, and slow to load

    key = _letters(words)
    best = process.extractOne(key, options.wordings.keys(), scorer=fuzz.ratio, score_cutoff=100 * _ALIKE)
    return options.wordings[best[0]] if best else None


def _unmarked(text: str, start: int, end: int, options: Options) -> Ticks:
    """Options without boxes: those with an x typed before them are meant, else the few that are written.

    Where more of them are written the list was printed whole, and nothing is known.
    """
    ticks = Ticks(marked=False)
    place = start
    while place < end:
        separators = _SEPARATORS.match(text, place, end)
        assert separators is not None
        typed_x = _TYPED_X.match(text, separators.end(), end)
        found = options.pattern.match(text, typed_x.end() if typed_x else separators.end(), end)
        if not found:
            break
        ticks.note(options.code_at(found), bool(typed_x), found.end())
        place = found.end()
    ticks.marked = bool(ticks.on)
    few = len(set(ticks.off)) <= max(1, len(options.codes) // _FEW_OF)
    if not ticks.on and few and not options.pattern.search(text, place, end):
        ticks.on, ticks.off = ticks.off, []
    return ticks
