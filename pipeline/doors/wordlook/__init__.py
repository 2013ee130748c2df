"""A Word file as it looks: blocks with every size, colour and distance worked out.

What the reader does not know how to show is a refusal and never left out in silence.
"""

from pipeline.doors.wordlook.blocks import (
    Block,
    Border,
    Cell,
    Inline,
    Label,
    Layout,
    LineBreak,
    Look,
    Mark,
    Note,
    PageBreak,
    PageNumber,
    Paragraph,
    Picture,
    Row,
    Section,
    Stop,
    Tab,
    Table,
    WordFile,
    Words,
)
from pipeline.doors.wordlook.reading import read_look

__all__ = ["Block", "Border", "Cell", "Inline", "Label", "Layout", "LineBreak", "Look", "Mark",
           "Note", "PageBreak", "PageNumber", "Paragraph", "Picture", "Row", "Section", "Stop",
           "Tab", "Table", "WordFile", "Words", "read_look"]
