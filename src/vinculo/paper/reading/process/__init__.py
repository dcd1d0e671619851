"""Reading in a process of its own, which may be killed.

In: the bytes of a file and the editions. Out: what `read_file` gives, or a refusal that says what the file
cost. Invariant: whatever a file holds, it takes so much memory and time and no more, and the next is read.

`FileReader` reads one file after the other; `ReadingPool` does so with several at once. What is unfolded
(Word, PDF, pictures) is read in the child (`child`), which lives on from file to file; plain text is read
where one is, since nothing in it unfolds. The two speak by `frames`; the child imports no Django.
"""

from .pool import ReadingPool
from .reader import FileReader

__all__ = ["FileReader", "ReadingPool"]
