"""Word documents (.docx, .docm, .dotx) to the pages of the one form reader.

In: the bytes of the file, the editions that may be meant, limits. Out: a `Reading` for each form in it.
The XML itself is read: nothing of the file is run, followed or fetched.

1. `package`: the ZIP and its parts, within bounds; what is no document is refused.
2. `body`: paragraphs, tables and what holds them, to lines; merged, nested and deleted cells.
3. `inline` (with `fields`, `controls`, `symbols`, `lists`): a paragraph to its text; tick boxes of every make
   become box characters, placeholders and deleted text go.
"""

from .reader import lines_of_word, read_word_forms

__all__ = ["lines_of_word", "read_word_forms"]
