"""What each construct of Word says on a page: boxes of every make, fields, controls, tables, changes."""

from __future__ import annotations

import pytest

from vinculo.paper.reading.word import lines_of_word

from .documents import (
    END,
    MIDDLE,
    OPEN,
    SPACES,
    WORD,
    cell,
    checkbox,
    control,
    document,
    field,
    legacy,
    par,
    row,
    run,
    table,
    zipped,
)


def said(body: str, **parts: str | bytes) -> list[str]:
    named = {f"word/{name.replace('_', '.')}": content for name, content in parts.items()}
    return [line.text for line in lines_of_word(document(body, parts=named))]


def symbol(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def in_font(font: str, text: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


ENTRIES = "<w:listEntry w:val='PF'/><w:listEntry w:val='PJ'/>"
CHOSEN = "<w:checkBox><w:default w:val='{}'/>{}</w:checkBox>"


@pytest.mark.parametrize(
    ("box", "mark"),
    [
        (checkbox("1"), "☒"),
        (checkbox("true"), "☒"),
        (checkbox("0", "☒"), "☐"),
        (control(run("☒"), "<w14:checkbox/>"), "☒"),
        (control(run("☐"), "<w14:checkbox/>"), "☐"),
        (control(run("þ"), '<w14:checkbox><w14:checkedState w14:val="00FE"/></w14:checkbox>'), "☒"),
        (legacy(CHOSEN.format(0, "<w:checked/>")), "☒"),
        (legacy(CHOSEN.format(1, "<w:checked w:val='0'/>")), "☐"),
        (legacy(CHOSEN.format(1, "")), "☒"),
        (legacy(CHOSEN.format(0, "")), "☐"),
        (legacy(CHOSEN.format(0, "<w:checked w:val='true'/>")), "☒"),
        (symbol("Wingdings", "F06F"), "☐"),
        (symbol("Wingdings", "F078"), "☒"),
        (symbol("Wingdings", "F0A8"), "☐"),
        (symbol("Wingdings", "F0FD"), "☒"),
        (symbol("Wingdings", "F0FE"), "☒"),
        (symbol("Wingdings", "00FE"), "☒"),
        (symbol("Wingdings 2", "F052"), "☒"),
        (symbol("Wingdings 2", "F0A3"), "☐"),
        (symbol("Webdings", "F063"), "☐"),
        (symbol("Webdings", "F061"), "☒"),
        (symbol("MS Gothic", "2612"), "☒"),
        (symbol("Wingdings", "F06E"), "■"),
        (in_font("Wingdings", "x"), "☒"),
        (in_font("Wingdings", "o"), "☐"),
        (in_font("Wingdings", "\uf0a8"), "☐"),
        (in_font("Wingdings 2", "R"), "☒"),
        (in_font("MS Gothic", "☒"), "☒"),
        (run("\uf0fe"), "☒"),
        (field(' SYMBOL 254 \\f "Wingdings" \\s 9 ', ""), "☒"),
        (field(" SYMBOL 0xA8 \\f Wingdings ", ""), "☐"),
        (run("( x )"), "( x )"),
    ],
)
def test_a_box_of_any_make_is_one_mark(box: str, mark: str) -> None:
    assert said(par(box, run(" Sim"))) == [f"{mark} Sim"]


def test_a_state_of_its_own_is_told_by_a_symbol_of_its_font() -> None:
    """The state says that it is ticked, whatever is drawn for it."""
    drawn = in_font("Segoe UI Symbol", "\u2611")
    ticked = control(drawn, '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>')
    assert said(par(ticked)) == ["☒"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("Ana ") + "<w:ins w:id='1'>" + run("Maria") + "</w:ins>", "Ana Maria"),
        (run("Ana") + "<w:del w:id='1'><w:r><w:delText>Rita</w:delText></w:r></w:del>", "Ana"),
        (f"<w:moveFrom w:id='1'>{run('ida')}</w:moveFrom><w:moveTo>{run('volta')}</w:moveTo>", "volta"),
        ("<w:hyperlink w:anchor='a'>" + run("link") + "</w:hyperlink>" + run(" fim"), "link fim"),
        ("<w:smartTag><w:customXml>" + run("São Paulo") + "</w:customXml></w:smartTag>", "São Paulo"),
        ("<w:fldSimple w:instr=' MERGEFIELD x '>" + run("valor") + "</w:fldSimple>", "valor"),
        (field(" HYPERLINK x ", run("visto")), "visto"),
        (OPEN + field("A", run("não")) + MIDDLE + run("sim") + END, "sim"),
        (OPEN + run("código sem fim"), ""),
        (END + MIDDLE + run("solto"), "solto"),
        (legacy("<w:textInput/>", " FORMTEXT ", run("Beto")), "Beto"),
        (legacy("<w:textInput/>", " FORMTEXT ", run("\u2002" * 5)).strip() + run("x"), "     x"),
        (legacy(f"<w:ddList><w:result w:val='1'/>{ENTRIES}</w:ddList>"), "PJ"),
        (legacy(f"<w:ddList>{ENTRIES}</w:ddList>"), "PF"),
        (legacy(f"<w:ddList><w:result w:val='9'/>{ENTRIES}</w:ddList>"), ""),
        (run("visível") + run("oculto", "<w:vanish/>"), "visível"),
        (run("visível", "<w:vanish w:val='0'/>"), "visível"),
        ("<w:r><w:t>bem</w:t><w:noBreakHyphen/><w:t>vin</w:t><w:softHyphen/><w:t>a</w:t></w:r>", "bem-vina"),
        (run("con\u00adsul\u200btora\u00a0Iara"), "consultora Iara"),
        (run("Joa\u0303o"), "João"),
        (run("CRO\tUF\n x"), "CRO\tUF  x"),
        (run("a") + "<w:r><w:footnoteReference w:id='2'/><w:lastRenderedPageBreak/></w:r>" + run("b"), "ab"),
        (control(run("Clique ou toque aqui"), "<w:showingPlcHdr/>") + run("x"), "x"),
        (control(run("PJ"), "<w:showingPlcHdr w:val='0'/>", "<w:dropDownList/>"), "PJ"),
        (control(run("a ") + checkbox("1") + run(" b"), "<w:text/>"), "a ☒ b"),
        (f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('b')}</w:rubyBase></w:ruby></w:r>", "b"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>", "☺"),
        ("<w:r><w:sym w:font='Wingdings' w:char='zz'/></w:r>" + run("x"), "x"),
    ],
)  # fmt: skip
def test_what_a_paragraph_says(content: str, text: str) -> None:
    assert "".join(said(par(content, run("")))) == text


def test_an_emoji_for_newer_and_older_programs_stands_once() -> None:
    newer = "<mc:Choice Requires='w16se'><w:t/></mc:Choice>"
    either = f"{newer}<mc:Fallback><w:t>😊</w:t></mc:Fallback>"
    assert said(par(f"<w:r><mc:AlternateContent>{either}</mc:AlternateContent></w:r>")) == ["😊"]


def test_breaks_part_lines_and_tabs_part_cells() -> None:
    broken = "<w:r><w:t>um</w:t><w:br/><w:t>dois</w:t><w:tab/><w:t>três</w:t></w:r>"
    assert said(par(broken)) == ["um", "dois\ttrês"]
    assert said(table(row(cell(par(broken))))) == ["um\vdois   três"]


def test_a_style_that_hides_hides() -> None:
    style = '<w:style w:type="character" w:styleId="Oculto"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = f"<w:styles {SPACES}>{style}</w:styles>"
    body = par(run("fica"), run("some", '<w:rStyle w:val="Oculto"/>'))
    assert said(body, styles_xml=styles) == ["fica"]
    assert said(body) == ["ficasome"]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    cut = par(run("um "), look="<w:rPr><w:del w:id='1'/></w:rPr>")
    assert said(cut + par(run("dois"))) == ["um dois"]
    assert said(cut) == ["um "]


def test_text_boxes_are_counted_once() -> None:
    held = f"<w:txbxContent>{par(run('na caixa'))}</w:txbxContent>"
    new = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{held}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{held}</v:textbox></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>"
    assert said(par(run("antes"), both)) == ["antes", "na caixa"]
    assert said(par(f"<w:r><w:pict><v:textbox>{held}</v:textbox></w:pict></w:r>")) == ["na caixa"]
    assert said(table(row(cell(par(run("Tipo"), both)), cell(par())))) == ["Tipo\vna caixa\t"]


def test_bullets_that_are_boxes_are_read_from_the_list() -> None:
    def level(code: int) -> str:
        fonts = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
        return f'<w:lvl w:ilvl="0"><w:lvlText w:val="{chr(code)}"/>{fonts}</w:lvl>'

    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level(code)}</w:abstractNum>'
        for n, code in enumerate((0xF0A8, 0xF0FE, 0xF0B7))
    )
    lists += "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    body = "".join(
        par(run("Sim"), look=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>')
        for n in (1, 2, 3, 9)
    )
    numbering = f"<w:numbering {SPACES}>{lists}</w:numbering>"
    assert said(body, numbering_xml=numbering) == ["☐ Sim", "☒ Sim", "Sim", "Sim"]


@pytest.mark.parametrize(
    ("tables", "lines"),
    [
        (table(row(cell(par(run("a")), par(run("b"))), cell(par()))), ["a\vb\t"]),
        (table(row(cell(par())), row(cell(par()), cell(par()))), ["\t"]),
        (table(row(cell(par(run("a"))), look="<w:gridBefore w:val='1'/>")), ["\ta"]),
        (table(row(cell(par(run("a")))), row(cell(par(run("x"))), look="<w:del w:id='1'/>")), ["a"]),
        (table(row(cell(par(run("x"))), look="<w:hidden/>"), row(cell(par(run("a"))))), ["a"]),
        (
            table(
                row(cell(par(run("a")), look="<w:vMerge w:val='restart'/>"), cell(par(run("b")))),
                row(cell(par(run("alt")), look="<w:vMerge/>"), cell(par(run("c")))),
            ),
            ["a\tb", "\tc"],
        ),
        (
            table(
                row(
                    cell(par(run("a")), look="<w:hMerge w:val='restart'/>"),
                    cell(par(), look="<w:hMerge/>"),
                    cell(par(run("b"))),
                )
            ),
            ["a\tb"],
        ),
        (table(control(row(control(cell(par(run("a")))), cell(par(run("b")))))), ["a\tb"]),
        (table(row(control(cell(par(run("Clique"))), "<w:showingPlcHdr/>"), cell(par(run("b"))))), ["\tb"]),
        # A table of one column within a cell is a frame; another is a part of the page.
        (table(row(cell(par(run("a")), table(row(cell(par(run("b")))))), cell(par(run("c"))))), ["a\vb\tc"]),
        (
            table(row(cell(par(run("a"))), cell(table(row(cell(par(run("b"))), cell(par(run("c")))))))),
            ["a", "b\tc"],
        ),
        (table(row(cell(*(par(run(str(n))) for n in range(13))))), [str(n) for n in range(13)]),
        (control(par(run("Clique")), "<w:showingPlcHdr/>") + par(run("a")), ["a"]),
        (control(par(run("☐")), "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"), ["☒"]),
        ("<w:customXml>" + par(run("a")) + "</w:customXml><w:ins>" + par(run("b")) + "</w:ins>", ["a", "b"]),
    ],
)
def test_how_blocks_and_tables_become_lines(tables: str, lines: list[str]) -> None:
    assert said(tables) == lines


def test_lists_beside_each_other_are_parted() -> None:
    left = cell(par(run("Status retenção")), par(run("☐ Desligamento")), par(run("☒ Retenção efetiva")))
    right = cell(par(run("Setor responsável")), par(run("( ) T.I.")), par(run("(x) Comercial")))
    parted = said(table(row(left, right)))
    assert parted[:3] == ["Status retenção", "☐ Desligamento", "☒ Retenção efetiva"]
    assert parted[3:] == ["Setor responsável", "( ) T.I.", "(x) Comercial"]
    assert said(table(row(left, cell(par(run("a")))))) == [
        "Status retenção\v☐ Desligamento\v☒ Retenção efetiva\ta"
    ]


def test_a_table_of_contacts_is_read_row_by_row() -> None:
    heads = row(*(cell(par(run(word))) for word in ("Contato", "Data", "Obs.")))
    first = row(*(cell(par(run(word))) for word in ("1º contato", "02/05/2023", "Obs.: da clínica")))
    second = row(*(cell(par(run(word))) for word in ("2º", "", "")))
    other = row(cell(par(run("Motivo"))), cell(par()), cell(par()))
    assert said(table(heads, first, second, other)) == [
        "1º contato\tData: 02/05/2023",
        "Obs.: Obs.: da clínica",
        "2º contato\tData: ",
        "Obs.: ",
        "Motivo\t\t",
    ]


def test_strict_documents_are_read_like_others() -> None:
    root = f"<w:document {SPACES}><w:body>{par(run('a'), checkbox('1'))}</w:body></w:document>"
    strict = root.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert strict != root
    assert [line.text for line in lines_of_word(zipped({"word/document.xml": strict}))] == ["a☒"]


def test_the_main_part_is_the_one_that_the_package_names() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relation = f'<Relationship Id="r" Type="{kind}" Target="/word/document2.xml"/>'
    named = f"<Relationships>{relation}</Relationships>"
    root = f"<w:document {SPACES}><w:body>{par(run('a'))}</w:body></w:document>"
    data = zipped({"_rels/.rels": named, "word/document2.xml": root, "word/document.xml": "<x/>"})
    assert [line.text for line in lines_of_word(data)] == ["a"]


def test_what_was_put_in_as_a_page_of_its_own_is_read() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="h" Type="aFChunk" Target="page.html"/>'
        '<Relationship Id="x" Type="aFChunk" Target="http://clinica.example/a" TargetMode="External"/>'
        "</Relationships>"
    )
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations,
        "word/page.html": "<html><body><p>Qtd CRO(s)</p></body></html>",
    }
    body = "<w:altChunk r:id='h'/><w:altChunk r:id='x'/><w:altChunk r:id='none'/>" + par(run("fim"))
    lines = [line.text for line in lines_of_word(document(body, parts=parts))]
    assert lines == ["Qtd CRO(s)", "fim"]
