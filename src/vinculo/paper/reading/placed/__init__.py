"""From pieces of text that know where they stand on a sheet to the lines of the form reader's page.

In: the words and ticks of a sheet with their boxes, and the cells that its ruling lines close. Out: its
lines, top to bottom; a row of a table is one line with its cells apart, a line that was wrapped is joined to
the one that it goes on from. The same for a digital PDF and for a scan.
"""

from .compose import compose_sheet
from .pieces import Cell, Piece

__all__ = ["Cell", "Piece", "compose_sheet"]
