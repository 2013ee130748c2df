"""The one door to Word: docxtpl's template syntax, Jinja and the parts of a .docx."""

from pipeline.doors.word.faults import faults
from pipeline.doors.word.reading import Line, lines_of, text_of
from pipeline.doors.word.template import Drawn, WordTemplate

__all__ = ["Drawn", "Line", "WordTemplate", "faults", "lines_of", "text_of"]
