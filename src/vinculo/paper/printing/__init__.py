"""Printing the official form: a `RetentionForm` and an edition in, a PDF out.

The PDF is tagged (PDF/UA-1 and PDF/A-2a, as Typst checks them), holds its fonts, and is the same bytes for
the same input. Whatever the texts hold, they are printed literally. `reading.pdf` reads it back exactly.
"""

from .extras import ContactDetail, FurtherDentist, IssuedAs, OpenedProtocol, PrintExtras, Signature
from .official import print_blank, print_form, printing_findings
from .paper_code import PrintName

__all__ = [
    "ContactDetail",
    "FurtherDentist",
    "IssuedAs",
    "OpenedProtocol",
    "PrintExtras",
    "PrintName",
    "Signature",
    "print_blank",
    "print_form",
    "printing_findings",
]
