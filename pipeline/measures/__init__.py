"""What a partnership counts over all its cases, once a year. docs/forms.md: "A measure"."""

from pipeline.measures.definition import wrong
from pipeline.measures.figures import Figure, Line, Period, figures
from pipeline.measures.report import Year, files

__all__ = ["Figure", "Line", "Period", "Year", "figures", "files", "wrong"]
