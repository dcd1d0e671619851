"""The text of a PDF, read in a process of its own, which may take so much memory and time and no more.

A few kilobytes may unfold into gigabytes, within a library that nothing in its own process could stop.
Run with the PDF as its input; its output is the text, page after page, in UTF-8. A process that is ended
for taking too much has written the pages before.
"""

from __future__ import annotations

import sys

import pypdfium2 as pdfium

from vinculo.kernel.process_bounds import bound_memory, bound_seconds

MOST_PAGES = 200
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20


def main() -> None:
    bound_memory(MOST_MEMORY)
    bound_seconds(MOST_SECONDS)
    longest = int(sys.argv[1])
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
    except pdfium.PdfiumError:
        return
    for number in range(min(len(document), MOST_PAGES)):
        text = _text_of_page(document, number)[:longest]
        sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
        longest -= len(text)
        if longest <= 0:
            return


def _text_of_page(document: pdfium.PdfDocument, number: int) -> str:
    """Empty for a damaged page."""
    try:
        page = document[number]
        words = page.get_textpage()
        text: str = words.get_text_bounded()
        words.close()
        page.close()
    except pdfium.PdfiumError:
        return ""
    return text


if __name__ == "__main__":
    main()
