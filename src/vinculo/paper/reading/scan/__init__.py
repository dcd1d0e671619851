"""Scans and photos: from the picture of a sheet to the page that the form reader reads.

In: pictures, or the sheets of a PDF as pictures, and the editions that may be meant. Out: a `Page` for each
form, whose words and ticks know where they stand and how sure they are. Invariant: what ink does not say
clearly is left open, with a finding; it never becomes a value that looks certain.
"""
