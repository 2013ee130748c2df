"""The door to the parts of finished Office files: every text in them, each where it can be changed.

What is read and what is rewritten is one list, so that nothing can be found that the rewriting has
not seen.
"""

from pipeline.doors.parts.letters import is_picture, letters, of_picture
from pipeline.doors.parts.line import KINDS, UNREADABLE, Line
from pipeline.doors.parts.office import NotOffice, Office
from pipeline.doors.parts.walk import lines

__all__ = ["KINDS", "UNREADABLE", "Line", "NotOffice", "Office", "is_picture", "letters", "lines",
           "of_picture"]
