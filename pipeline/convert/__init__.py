"""Word files become tagged PDFs: ours by the converter built in, others by LibreOffice.

The converter built in needs nothing but what pip installs. It shows all that a Word file says or
refuses the file; it leaves nothing out. Whichever converter made a PDF, every word of the Word file
is afterwards looked for in it.
"""

from pipeline.convert.choosing import EMBEDDED, OFFICE, convert
from pipeline.convert.coverage import words_missing
from pipeline.convert.part import Part
from pipeline.convert.source import as_typst, refusals

__all__ = ["EMBEDDED", "OFFICE", "Part", "as_typst", "convert", "refusals", "words_missing"]
