"""A text copy of a form as a web page shows it: tables for rows, paragraphs for lines."""

from __future__ import annotations

import html


def as_html(text: str) -> str:
    parts = ["<!DOCTYPE html><html><head><title>Formulário</title><style>td{color:red}</style></head><body>"]
    in_table = False
    for line in text.split("\n"):
        is_row = line.startswith("|")
        if is_row != in_table:
            parts.append("<table>" if is_row else "</table>")
            in_table = is_row
        if is_row:
            cells = (cell.strip() for cell in line.rstrip().strip("|").split("|"))
            parts.append(
                "<tr>" + "\n  ".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in cells) + "</tr>"
            )
        elif line.strip():
            parts.append(f"<p>{html.escape(line.strip())}</p>")
    return "\n".join(parts) + "</body></html>"
