"""A sheet that came back, held against the print that its code names.

It costs what an unfolded file costs, so it is done where files are read: in a process that may be killed.
"""

from __future__ import annotations

import cv2
import numpy as np

from ..returned_paper import ComparedSheet, SheetToCompare
from .changes import changes_on
from .reference import reference_page


def compare(paper: SheetToCompare) -> ComparedSheet:
    """
    Raises:
        MemoryError: it asks for more memory than this process may take.
    """
    try:
        seen = cv2.imdecode(np.frombuffer(paper.jpeg, np.uint8), cv2.IMREAD_COLOR)
        page = reference_page(paper.kept, edition=paper.edition, name=paper.name, number=paper.page)
        if seen is None or page is None:
            return ComparedSheet(paper.sheet, None)
        return ComparedSheet(paper.sheet, changes_on(np.asarray(seen, np.uint8), page, sheet=paper.sheet))
    except MemoryError:
        raise
    except Exception:
        # What nothing can be said of is looked at by a person, as is a sheet that lies too askew.
        return ComparedSheet(paper.sheet, None)
