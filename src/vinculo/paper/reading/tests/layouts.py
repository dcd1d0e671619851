"""How a text copy of a form may look: one choice on each of many axes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

BOXES = {
    "glyph": ("☒", "☐"),
    "check": ("☑", "☐"),
    "filled": ("■", "□"),
    "circle": ("●", "○"),
    "tick": ("✔", "☐"),
    "wingdings": ("\uf0fd", "\uf0a8"),
    "wingdings-x": ("\uf078", "\uf06f"),
    "emoji": ("✅", "⬜"),
    "brackets": ("[x]", "[ ]"),
    "brackets-upper": ("[X]", "[ ]"),
    "brackets-wide": ("[ x ]", "[   ]"),
    "brackets-empty": ("[X]", "[]"),
    "parens": ("(x)", "( )"),
    "parens-upper": ("(X)", "( )"),
    "parens-wide": ("( X )", "(   )"),
    "parens-empty": ("(x)", "()"),
    "escaped": (r"\[x\]", r"\[ \]"),
    "lines": ("_X_", "___"),
    "html": ('<input checked="" type="checkbox"/>', '<input type="checkbox"/>'),
    "html-short": ("<input type=checkbox checked>", "<input type=checkbox>"),
    "html-order": (
        "<input type='checkbox' class=\"unchecked-look\" disabled checked='checked' />",
        "<input disabled type='checkbox' data-checked=\"true\" value='checked' />",
    ),
    "html-radio": ('<INPUT TYPE="radio" NAME="o" CHECKED>', '<INPUT TYPE="radio" NAME="o">'),
}
HEADS = (
    "tabs", "spaces", "gaps", "pipes", "boxed", "boxed-rule", "colon", "colon-lines", "bullets", "below",
    "pairs", "pairs-wide", "cell-colon", "cell-break", "aligned", "single", "leaders", "stacked",
    "inline-bold",
)  # fmt: skip
TITLES = ("# {}", "## {}", "**{}**", "__{}__", "{}", "{}\n======", "### {} ###", "*{}*", "| {} |", None)
DATES = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Layout:
    head: str = "tabs"
    boxes: str = "glyph"
    per_line: int = 3
    gap: str = " "
    tight: bool = False
    behind: bool = False  # Marks stand behind their options.
    bullet: str = ""
    line_break: str = ""
    bold_labels: str = ""
    bold_obs: str = "**"
    label_end: str = ""
    obs: str = "below"
    obs_word: str = "Obs.:"
    paragraphs: str = "blank"
    escape: bool = False
    title: str | None = "## {}"
    dash: str = " - "
    upper: bool = False
    ordinal: str = "º"
    date: str = "%d/%m/%Y"
    punctuated: bool = True
    cro: str = "{}"
    thousands: bool = True
    money: str = "R$ "
    us_money: str = ""
    days: str = "dia(s)"
    clean_wording: bool = False
    yes_no: tuple[str, str] = ("Sim", "Não")
    instruction: str = ""
    other_place: bool = False  # City and UF in the other edition's order.
    contact_date: str = "same"
    trim: str = ""
    blank_row: bool = False
    label_gap: int = 2
    lead: int = 0
    newline: str = "\n"
    nbsp: bool = False
    bom: bool = False
    quoted: bool = False
    margin: int = 0
    rules: str = ""
    trailing: bool = False
    page_break: str = ""
    placeholder: str = ""
    sign: str = "name"
    foot: str = ""
    preface: str = ""

    def but(self, **changes: object) -> Layout:
        return replace(self, **changes)  # type: ignore[arg-type]


def random_layout(rng: Random) -> Layout:
    """One choice on every axis, those together that can stand together."""
    head = rng.choice(HEADS)
    boxes = rng.choice(tuple(BOXES))
    boxed = head in {"boxed", "boxed-rule", "pairs", "pairs-wide", "cell-colon", "cell-break"}
    title = rng.choice(TITLES)
    drawn = head == "aligned"  # Columns are kept with blanks: no markup may move them.
    return Layout(
        head=head,
        boxes=boxes,
        per_line=rng.choice((1, 2, 3, 4, 30)),
        gap=rng.choice((" ", " ", "  ", "     ", "\t", " | " if boxed or head == "pipes" else "; ")),
        tight=rng.random() < 0.2 and boxes != "lines",
        behind=rng.random() < 0.08,
        bullet=rng.choice(("", "", "- ", "* ", "• ")),
        line_break=rng.choice(("", "  ", "<br>", "\\")),
        bold_labels="" if drawn else rng.choice(("", "", "**", "__", "*", "###")),
        bold_obs=rng.choice(("", "**", "__", "*")),
        label_end=rng.choice(("", "", ":")),
        obs=rng.choice(("below", "same", "same", "gap", "cell" if boxed else "below")),
        obs_word=rng.choice(
            ("Obs.:", "Obs.:", "Obs.:", "OBS.:", "Obs:", "Obs.", "Observação:", "Observações:")
        ),
        paragraphs=rng.choice(("blank", "newline", "<br>", "<br><br>")),
        escape=rng.random() < 0.4 and not drawn,
        title=title if boxed or title is None or "|" not in title else "{}",
        dash=rng.choice((" - ", " – ", " — ", "-")),
        upper=rng.random() < 0.25,
        ordinal=rng.choice(("º", "°", "ª", "o", "")),
        date=rng.choice(DATES),
        punctuated=rng.random() < 0.6,
        cro=rng.choice(("{}", "{}", "dotted", "CRO {}", "CRO-SP {}")),
        thousands=rng.random() < 0.6,
        money=rng.choice(("R$ ", "R$", "")),
        us_money=rng.choice(("R$ ", "")),
        days=rng.choice(("dia(s)", "dias", "")),
        clean_wording=rng.random() < 0.4,
        yes_no=rng.choice((("Sim", "Não"), ("SIM", "NÃO"), ("sim", "não"))),
        instruction=rng.choice(("", "", "same", "below", "above")),
        other_place=rng.random() < 0.2,
        contact_date=rng.choice(("same", "row", "own", "bare")),
        trim=rng.choice(("", "", "end")),
        blank_row=rng.random() < 0.3,
        label_gap=rng.choice((2, 2, 3, 4)),
        lead=rng.choice((0, 1, 3)),
        newline=rng.choice(("\n", "\n", "\r\n", "\r")),
        nbsp=rng.random() < 0.15,
        bom=rng.random() < 0.15,
        quoted=rng.random() < 0.08,
        margin=rng.choice((0, 0, 0, 4)),
        rules=rng.choice(("", "", "", "---", "==========", "_" * 30, "* * *")),
        trailing=rng.random() < 0.15,
        page_break=rng.choice(("", "", "", "number", "head")),
        placeholder=rng.choice(("", "", "", "word", "line", "dots", "dash")),
        sign=rng.choice(("name", "line", "label", "same")),
        foot=rng.choice(("", "", "Página 2 de 2", "FORM-REL-014 · Revisão 03")),
        preface=rng.choice(("", "", "De: Central\nAssunto: formulário em anexo\n", "Segue o formulário:\n")),
    )
