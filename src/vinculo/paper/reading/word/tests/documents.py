"""Small Word documents, made by hand for a test."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OPEN, MIDDLE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(content)}</w:p>"


def cell(*content: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str, *kinds: str) -> str:
    return f"<w:sdt><w:sdtPr>{''.join(kinds)}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def checkbox(checked: str, shown: str = "☐") -> str:
    state = f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'
    return control(run(shown), state)


def legacy(data: str, code: str = " FORMCHECKBOX ", shown: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{MIDDLE}{shown}{END}"


def field(code: str, shown: str) -> str:
    return f"{OPEN}<w:r><w:instrText>{code}</w:instrText></w:r>{MIDDLE}{shown}{END}"


def document(body: str, *, parts: dict[str, str | bytes] | None = None, head: str = "") -> bytes:
    """A .docx with such a body; `head` stands before its root."""
    root = f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": root, **(parts or {})})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
