"""Digital PDFs: our own prints, read back exactly, and those of any other origin.

In: the bytes of a file and the editions that may be meant. Out: a `Reading` for each form in it, or one that
says why there is none: encrypted, damaged, too large. Pages that are pictures are told, for the scan reader.
Nothing is raised for what a file holds.

The way of a page that we did not print:

1. `glyphs` (with `symbols`): characters to words with places. `drawing`: ruling lines, small shapes.
   `tick_boxes`, `form_fields`: boxes that are drawn, or fields of an interactive form, as words;
   `lost_symbols`: those that are mere letters. `wrapped_options`: options over several lines, or over a
   sheet's end, each one piece on its first line.
2. `tables`, `cell_rows`: lines to cells, and those to rows. `open_cells`: cells that no lines part, by the
   order in which the file writes them. `rows`: words to rows. `paragraphs`: wrapped rows to paragraphs.
   `layout`: all of it top to bottom, cells parted.
3. `page_edges`: heads and feet go. `foreign`: pages joined. Then it is the one form reader's.
"""

from .reader import MAX_PAGES, MAX_PDF_BYTES, PDFIUM, PdfReading, read_pdf, read_pdf_file, read_pdf_forms

__all__ = [
    "MAX_PAGES", "MAX_PDF_BYTES", "PDFIUM", "PdfReading", "read_pdf", "read_pdf_file", "read_pdf_forms",
]  # fmt: skip
