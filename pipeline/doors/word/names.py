"""The names Word gives to the elements of a document."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS = "urn:cspr:missing"
"""The namespace of the one element that only stands between rendering and tidying."""

PARAGRAPH, PARAGRAPH_LOOK, STYLE = W + "p", W + "pPr", W + "pStyle"
KEPT = W + "keepNext"
RUN, RUN_LOOK, RUN_STYLE, TEXT = W + "r", W + "rPr", W + "rStyle", W + "t"
TABLE, ROW, CELL, ROW_LOOK, CELL_LOOK = W + "tbl", W + "tr", W + "tc", W + "trPr", W + "tcPr"
SECTION_END, TEXT_BOX = W + "sectPr", W + "txbxContent"
HEADER, FOOTER, FOOTNOTE, ENDNOTE = W + "hdr", W + "ftr", W + "footnote", W + "endnote"
VALUE = W + "val"
MISSING = f"{{{OURS}}}missing"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DRAWING_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

AS_TYPED = 'xml:space="preserve"'
