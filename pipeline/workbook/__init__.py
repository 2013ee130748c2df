"""The workbook stage: making a blank and reading it back are inverses and share one layout.

Words come back as typed, with the spaces and line ends at either end. Four things are not kept:
every kind of line end becomes one newline, a character that XML cannot hold becomes U+FFFD, a cell
ends at 32,767 characters, and a cell of nothing but white space is empty.
"""

from pipeline.model import Submission
from pipeline.workbook.blank import write
from pipeline.workbook.read import fingerprint, kind_of, partnership, read, read_opened
from pipeline.workbook.wordform import read_word

__all__ = ["Submission", "fingerprint", "kind_of", "partnership", "read", "read_opened",
           "read_word", "write"]
