"""The XML of Word: runs, boxes and fields of every make, tables, and the ZIP around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from xml.sax.saxutils import escape, quoteattr

from .word_look import WordLook

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
PLACEHOLDERS = {
    "text": "Clique ou toque aqui para inserir o texto.",
    "date": "Clique ou toque aqui para inserir uma data.",
    "list": "Escolher um item.",
}
# Blank and ticked.
_TYPED_BOXES = {
    "parens": ("(   )", "( x )"),
    "parens-upper": ("( )", "(X)"),
    "parens-tight": ("()", "(x)"),
    "brackets": ("[ ]", "[x]"),
    "brackets-upper": ("[  ]", "[X]"),
}
_LINK = '<w:instrText xml:space="preserve"> HYPERLINK "https://clinica.example" </w:instrText>'
_BLANK_FIELD = "\u2002" * 5
# In twentieths of a point: a table, and what a cell keeps free at either side.
_TABLE, _PAD = 9800, 108


class Xml:
    """Writes the small things of a document in one look."""

    def __init__(self, look: WordLook, rng: Random) -> None:
        self.look = look
        self.rng = rng
        self._ids = 1000
        self._room = _TABLE
        # One file has its symbols as they are, another moved up: no program mixes them.
        self._moved_up = look.boxes == "sym-text" and rng.random() < 0.5

    def new_id(self) -> int:
        self._ids += 7
        return self._ids

    # Runs

    def run(self, text: str, *, bold: bool = False, font: str = "", extra: str = "") -> str:
        """A run, or several where this look cuts them; tabs and breaks become elements."""
        look = f"{extra}{'<w:b/>' if bold else ''}"
        if font:
            look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{look}'
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        runs = (f"<w:r>{look}{self._content(piece)}</w:r>" for piece in self._pieces(text))
        between = '<w:proofErr w:type="spellStart"/>' if self.look.noise else ""
        return between.join(runs)

    def _pieces(self, text: str) -> list[str]:
        if not (self.look.split_runs and len(text) > 3):
            return [text]
        cuts = sorted(self.rng.sample(range(1, len(text)), min(len(text) - 1, self.rng.randrange(1, 4))))
        return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    @staticmethod
    def _content(text: str) -> str:
        parts = []
        for place, line in enumerate(text.split("\n")):
            if place:
                parts.append("<w:br/>")
            for column, cell in enumerate(line.split("\t")):
                if column:
                    parts.append("<w:tab/>")
                if cell:
                    parts.append(f'<w:t xml:space="preserve">{escape(cell)}</w:t>')
        return "".join(parts)

    def written(self, text: str, *, bold: bool = False) -> str:
        """What a person typed: now corrected, now with what programs leave in it."""
        look, rng = self.look, self.rng
        if look.tracked and len(text) > 8 and rng.random() < 0.3:
            return self._corrected(text, bold=bold)
        if look.noise and rng.random() < 0.3:
            return self._noisy(text, bold=bold)
        return self.run(text, bold=bold)

    def _corrected(self, text: str, *, bold: bool) -> str:
        cut = self.rng.randrange(1, len(text))
        who = f'w:id="{self.new_id()}" w:author="Ana" w:date="2023-05-02T10:00:00Z"'
        gone = (
            f'<w:del {who}><w:r><w:delText xml:space="preserve">palavra retirada </w:delText></w:r></w:del>'
        )
        return (
            f"{self.run(text[:cut], bold=bold)}{gone}<w:ins {who}>{self.run(text[cut:], bold=bold)}</w:ins>"
        )

    def _noisy(self, text: str, *, bold: bool) -> str:
        run = self.run(text, bold=bold)
        match self.rng.randrange(6):
            case 0:
                return run + self.run("XE oculto 12/03", extra="<w:vanish/>")
            case 1:
                return f'<w:hyperlink w:anchor="a{self.new_id()}">{run}</w:hyperlink>'
            case 2 if len(text) > 6:
                half = len(text) // 2
                return f"{self.run(text[:half])}<w:r><w:softHyphen/></w:r>{self.run(text[half:])}"
            case 3:
                begin, mid, end = (
                    f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end")
                )
                code = f"<w:r>{_LINK}</w:r>"
                return f"{begin}{code}{mid}{run}{end}"
            case 4:
                return f'<w:fldSimple w:instr=" MERGEFIELD campo ">{run}</w:fldSimple>'
            case _:
                name = f'<w:bookmarkStart w:id="{self.new_id()}" w:name="b{self.new_id()}"/>'
                return f"{name}{run}<w:r><w:lastRenderedPageBreak/></w:r>"

    # Boxes

    def box(self, ticked: bool) -> str:
        kind = self.look.boxes
        if kind.startswith("glyph"):
            pair = {"glyph": "☐☒", "glyph-check": "☐☑", "glyph-filled": "□■"}[kind]
            return self.run(pair[ticked], font="MS Gothic")
        if kind in _TYPED_BOXES:
            return self.run(_TYPED_BOXES[kind][ticked])
        return {
            "sdt": self._control_box,
            "sdt-own": self._control_box,
            "legacy": self._legacy_box,
            "sym": self._symbol,
            "sym-text": self._symbol_text,
            "symbol-field": self._symbol_field,
        }[kind](ticked)

    def _control_box(self, ticked: bool) -> str:
        font, off, on = ("MS Gothic", "2610", "2612") if self.look.boxes == "sdt" else self.look.symbols
        states = "".join(
            f'<w14:{name}State w14:val="{code}" w14:font="{font}"/>'
            for name, code in (("checked", on), ("unchecked", off))
        )
        value = self.rng.choice(("1", "true") if ticked else ("0", "false"))
        shown = self._drawn(font, on if ticked else off)
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{self.new_id()}"/><w14:checkbox><w14:checked w14:val="{value}"/>'
            f"{states}</w14:checkbox></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        )

    @staticmethod
    def _drawn(font: str, code: str) -> str:
        if not code.startswith("F"):
            look = f'<w:rPr><w:rFonts w:ascii="{font}" w:eastAsia="{font}"/></w:rPr>'
            return f"<w:r>{look}<w:t>{chr(int(code, 16))}</w:t></w:r>"
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    def _symbol(self, ticked: bool) -> str:
        font, off, on = self.look.symbols
        return self._drawn(font, on if ticked else off)

    def _symbol_text(self, ticked: bool) -> str:
        """A letter in a symbol font, as it is or moved up where such signs are kept."""
        font, off, on = self.look.symbols
        code = int(on if ticked else off, 16)
        if code >= 0xF000 and not self._moved_up:
            code -= 0xF000
        return self._drawn_letter(font, chr(code))

    @staticmethod
    def _drawn_letter(font: str, letter: str) -> str:
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/>'
        return f"<w:r><w:rPr>{fonts}</w:rPr><w:t>{escape(letter)}</w:t></w:r>"

    def _symbol_field(self, ticked: bool) -> str:
        font, off, on = (
            self.look.symbols if self.look.symbols[1].startswith("F") else ("Wingdings", "F0A8", "F0FE")
        )
        code = int(on if ticked else off, 16) - 0xF000
        return self._field(f' SYMBOL {code} \\f "{font}" \\s 9 ', "", begin="")

    def _legacy_box(self, ticked: bool) -> str:
        default = self.rng.random() < 0.2
        state = "<w:checked/>" if ticked else '<w:checked w:val="0"/>'
        if default == ticked and self.rng.random() < 0.5:
            state = ""
        data = (
            f'<w:ffData><w:name w:val="Selecionar{self.new_id()}"/><w:enabled/><w:calcOnExit w:val="0"/>'
            f'<w:checkBox><w:sizeAuto/><w:default w:val="{int(default)}"/>{state}</w:checkBox></w:ffData>'
        )
        return self._field(" FORMCHECKBOX ", "", begin=data)

    def _field(self, code: str, shown: str, *, begin: str) -> str:
        written = f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
        middle, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("separate", "end"))
        return f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>{written}{middle}{shown}{end}'

    # Fields

    def value(self, text: str, kind: str = "text", *, bold: bool = False) -> str:
        """What stands in a field, in this look's kind of field; `kind`: text, date or list."""
        fields = self.look.fields
        if fields == "mixed":
            fields = self.rng.choice(("plain", "sdt", "legacy"))
        if fields == "sdt":
            return self._control(text, kind, bold=bold)
        if fields == "legacy":
            data = '<w:ffData><w:name w:val="Texto1"/><w:enabled/><w:textInput/></w:ffData>'
            return self._field(" FORMTEXT ", self.run(text or _BLANK_FIELD, bold=bold), begin=data)
        if not text and self.look.underscores:
            return self.run("__/__/____" if kind == "date" else "_" * self.rng.randrange(4, 14))
        return self.written(text, bold=bold) if text else ""

    def _control(self, text: str, kind: str, *, bold: bool) -> str:
        kinds = {
            "text": self.rng.choice(("<w:text/>", '<w:text w:multiLine="1"/>', "")),
            "date": '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="pt-BR"/></w:date>',
            "list": '<w:dropDownList><w:listItem w:displayText="PJ" w:value="1"/></w:dropDownList>',
        }
        asks = "" if text else "<w:showingPlcHdr/>"
        grey = '<w:rStyle w:val="TextodoEspaoReservado"/>'
        shown = self.run(text, bold=bold) if text else self.run(PLACEHOLDERS[kind], extra=grey)
        head = f'<w:alias w:val="Campo"/><w:id w:val="{self.new_id()}"/>{asks}{kinds[kind]}'
        return f"<w:sdt><w:sdtPr>{head}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"

    # Paragraphs and tables

    def paragraph(self, content: str = "", *, style: str = "") -> str:
        return f'<w:p><w:pPr>{style}<w:spacing w:after="0"/></w:pPr>{content}</w:p>'

    @contextmanager
    def in_cell_of(self, columns: int) -> Iterator[None]:
        """What is made meanwhile fits into one cell of a table of so many, as a person makes it fit."""
        room = self._room
        self._room = room // columns - 2 * _PAD
        yield
        self._room = room

    def table(self, rows: Sequence[Sequence[tuple[str, int]]], columns: int) -> str:
        """A table of cells (their paragraphs and how many columns they span)."""
        width = self._room // columns
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        look = f"<w:tblBorders>{edges}</w:tblBorders>" if self.look.borders else ""
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        body = "".join(self._row(row, width) for row in rows)
        look = f'<w:tblW w:type="dxa" w:w="{width * columns}"/>{look}<w:tblLayout w:type="fixed"/>'
        return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"

    def _row(self, row: Sequence[tuple[str, int]], width: int) -> str:
        cells = "".join(self.wrap(self._cell(content, span, width), "cell") for content, span in row)
        return self.wrap(f"<w:tr>{cells}</w:tr>", "row")

    def _cell(self, content: str, span: int, width: int) -> str:
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        merged = ""
        if content in {MERGED_ON, MERGED_FROM}:
            merged = f"<w:vMerge{' w:val=' + quoteattr('restart') if content == MERGED_FROM else ''}/>"
            content = ""
        elif content.startswith(MERGED_FROM):
            merged, content = '<w:vMerge w:val="restart"/>', content.removeprefix(MERGED_FROM)
        look = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width * span}"/>{spanned}{merged}</w:tcPr>'
        ends = "" if content.endswith("</w:p>") else self.paragraph()
        return f"<w:tc>{look}{content}{ends}</w:tc>"

    def wrap(self, xml: str, what: str) -> str:
        """`xml` in the wrapper of this look, here and there."""
        if not self.look.wrapped or self.rng.random() < 0.7:
            return xml
        if self.look.wrapped == "sdt":
            head = f'<w:sdtPr><w:id w:val="{self.new_id()}"/></w:sdtPr>'
            return f"<w:sdt>{head}<w:sdtContent>{xml}</w:sdtContent></w:sdt>"
        if what == "run" and self.look.wrapped == "smartTag":
            return f'<w:smartTag w:uri="urn:x" w:element="campo">{xml}</w:smartTag>'
        return f'<w:customXml w:element="{what}">{xml}</w:customXml>'

    def text_box(self, blocks: str) -> str:
        """A paragraph with a text box, drawn for newer and for older programs."""
        held = f"<w:txbxContent>{blocks}</w:txbxContent>"
        new = (
            '<wp:inline><wp:extent cx="5000000" cy="400000"/><wp:docPr id="1" name="Caixa"/><a:graphic>'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            f'<wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp>'
            "</a:graphicData></a:graphic></wp:inline>"
        )
        style = "width:400pt;height:30pt"
        old = f'<w:pict><v:shape style="{style}"><v:textbox>{held}</v:textbox></v:shape></w:pict>'
        return self.paragraph(
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{new}</w:drawing></mc:Choice>'
            f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
        )


MERGED_FROM, MERGED_ON = "<!--from-->", "<!--on-->"

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>{parts}</Types>'
)
_PART = (
    '<Override PartName="/word/{0}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.{0}+xml"/>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = (
    '<Relationship Id="{id}" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)


def zipped(body: str, look: WordLook) -> bytes:
    """The whole document."""
    space = _STRICT if look.strict else _TRANSITIONAL
    parts = {"styles": _styles(look), "numbering": _numbering(look)}
    references = ""
    if look.header:
        parts["header"] = f"<w:p><w:r><w:t>{escape(look.header)}</w:t></w:r></w:p>"
        references += '<w:headerReference w:type="default" r:id="header"/>'
    if look.footer:
        number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        parts["footer"] = f'<w:p><w:r><w:t xml:space="preserve">Página </w:t></w:r>{number}</w:p>'
        references += '<w:footerReference w:type="default" r:id="footer"/>'
    margins = " ".join(f'w:{side}="{look.margin}"' for side in ("top", "right", "bottom", "left"))
    section = f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/></w:sectPr>'
    roots = {"styles": "styles", "numbering": "numbering", "header": "hdr", "footer": "ftr"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(parts="".join(map(_PART.format, parts))))
        main = _RELATION.format(id="d", kind="officeDocument", target="word/document.xml")
        archive.writestr("_rels/.rels", _RELATIONS.format(main))
        related = "".join(_RELATION.format(id=name, kind=name, target=f"{name}.xml") for name in parts)
        archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format(related))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", _document(roots[name], content, space))
        archive.writestr(
            "word/document.xml", _document("document", f"<w:body>{body}{section}</w:body>", space)
        )
    return out.getvalue()


def _document(root: str, content: str, space: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {_SPACES}>{content}</w:{root}>'


def _styles(look: WordLook) -> str:
    fonts = f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:cs="{look.font}"/>'
    own = f'{fonts}<w:sz w:val="{round(look.size * 2)}"/>'
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{own}</w:rPr></w:rPrDefault></w:docDefaults>"


def _numbering(look: WordLook) -> str:
    """Two lists: the bullets of the first are empty boxes, those of the second ticked ones."""
    font, *codes = look.symbols
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>'
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="bullet"/><w:lvlText w:val="{chr(int(code, 16))}"/>{fonts}</w:lvl></w:abstractNum>'
        for place, code in enumerate(codes, 1)
    )
    return lists + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
