"""The workbook stage: making a blank and reading it back are inverses and share one layout."""

from pipeline.model import Submission
from pipeline.workbook.blank import write
from pipeline.workbook.read import fingerprint, partnership, read

__all__ = ["Submission", "fingerprint", "partnership", "read", "write"]
