"""Paper of ours that comes back: which print and page it is, and what pen changed on it.

In: the picture of a sheet; for its changes also what was kept of the print. Out: the code of its page, and a
`Change` for each box that was ticked or struck and each field in which ink stands that was not printed.
Invariant: what is the print's own, or no stroke of a pen (stains, holes, folds, shadows), is no change.
"""

from ..returned_paper import Change, ChangeKind
from .changes import changes_on
from .code_on_paper import CodeOnPaper, find_code
from .reference import ReferencePage, reference_page

__all__ = [
    "Change",
    "ChangeKind",
    "CodeOnPaper",
    "ReferencePage",
    "changes_on",
    "find_code",
    "reference_page",
]
