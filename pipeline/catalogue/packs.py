"""Problems of making a PDF from a Word file."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

SAVE = "Save it again as a Word document (.docx) in Word"
CODES: Mapping[str, Kind] = {
    # Word to PDF
    "convert-locked": Kind("error", "This file is locked with a password, or is of an old kind "
                           "(.doc).", f"{SAVE}, without a password."),
    "convert-broken": Kind("error", "This Word file is damaged.", f"Open it in Word. {SAVE}."),
    "convert-strict": Kind("error", "This is a Word file of the kind Strict Open XML.",
                           f"{SAVE}: choose 'Word Document (*.docx)'."),
    "convert-too-large": Kind("error", "This Word file is too large to make a PDF of.",
                              "Make its pictures smaller (Picture Format, Compress Pictures)."),
    "convert-not-word": Kind("error", "No PDF can be made of a file of this kind.",
                             "Save it as a Word document or as a PDF."),
    "convert-external": Kind("error", "This file fetches something from elsewhere when it is "
                             "opened: a picture, a template or a part.",
                             "Put the picture itself into the file (Insert, Picture, This device). "
                             "For a template: Developer, Document Template, attach Normal."),
    "convert-chunk": Kind("error", "Another file is held inside this Word file as a part of its "
                          "text.", f"{SAVE}; the part becomes text of its own."),
    "convert-tracked": Kind("error", "This file holds tracked changes. Words that were deleted "
                            "would be printed.",
                            "Accept or reject every change (Review, Accept All Changes) and turn "
                            "tracking off."),
    "convert-comments": Kind("error", "This file holds comments.",
                             "Delete every comment (Review, Delete All Comments)."),
    "convert-hidden-text": Kind("error", "Here stand words that are hidden in Word.",
                                "Delete them, or show them (select all, Font, untick Hidden; "
                                "split merged cells)."),
    "convert-no-alt": Kind("error", "This picture has no alternative text.",
                           "Say in a sentence what it shows (right-click, View Alt Text), or mark "
                           "it as decorative."),
    "convert-heading-jump": Kind("error", "This heading is of level {level} where at most level "
                                 "{next} can follow.",
                                 "Give it the style Heading {next}, or put in the heading that is "
                                 "missing. The first heading is a Heading 1."),
    "convert-text-box": Kind("error", "Here is a text box.",
                             "Put its words into the text or into a table of one cell."),
    "convert-shape": Kind("error", "Here is a drawn shape.",
                          "Take it out, or paste it as a picture with alternative text."),
    "convert-watermark": Kind("error", "This file has a watermark of its own.",
                              "Take it out (Design, Watermark, Remove). The pack puts its own on "
                              "every page."),
    "convert-chart": Kind("error", "Here is a chart or SmartArt.",
                          "Cut it and paste it as a picture, with alternative text that says what "
                          "it shows."),
    "convert-object": Kind("error", "Here is an embedded file, a button or a control.",
                           "Take it out, or paste it as a picture with alternative text."),
    "convert-float": Kind("error", "Here is a picture that floats beside the text.",
                          "Choose Layout Options, In Line with Text."),
    "convert-picture-kind": Kind("error", "Here is a picture of a kind that cannot be shown (EMF, "
                                 "WMF, TIFF …).",
                                 "Cut it and paste it as a picture (PNG), with alternative text."),
    "convert-cropped": Kind("error", "The edges of this picture are cropped, and still in the "
                            "file.",
                            "Delete them for good: Compress Pictures, Delete cropped areas."),
    "convert-turned": Kind("error", "Here is a turned picture, or a cell whose words run upwards.",
                           "Turn the picture before you insert it; let the words run across."),
    "convert-equation": Kind("error", "Here is an equation.",
                             "Write it as plain text, or paste it as a picture with alternative "
                             "text."),
    "convert-endnotes": Kind("error", "Here is an endnote.",
                             "Turn endnotes into footnotes (References, Footnotes, Convert)."),
    "convert-footnote": Kind("error", "Here is a footnote with a mark of its own, with a table, or "
                             "without words.", "Insert it again with its usual number."),
    "convert-letters": Kind("error", "Here are letters that our fonts do not have: {letters}.",
                            "Write them as words."),
    "convert-right-to-left": Kind("error", "Here are words that run from right to left.",
                                  "Put a translation in their place, or attach a PDF."),
    "convert-field": Kind("error", "Here is a field that changes by itself or fetches something, "
                          "as a date of today.",
                          "Turn it into plain words: click on it, then Ctrl+Shift+F9."),
    "convert-contents": Kind("error", "A line of the contents list leads nowhere.",
                             "Update the contents list (click on it, then F9) and save."),
    "convert-link": Kind("error", "This link leads to a file or a place that readers cannot reach.",
                         "Take the link away, or use one that begins with https:// or mailto:."),
    "convert-table-wide": Kind("error", "This table has more columns than its page can hold.",
                               "Split it into several tables, or turn the page (Layout, "
                               "Orientation, Landscape)."),
    "convert-columns": Kind("error", "This part is set in columns, like a newspaper.",
                            "Set it in one column (Layout, Columns, One)."),
    "convert-frame": Kind("error", "This paragraph stands in a frame, or begins with a large "
                          "initial.", "Take the frame away (Format, Frame) or the drop cap "
                          "(Insert, Drop Cap, None)."),
    "convert-list-number": Kind("error", "This list is numbered in a way that cannot be shown.",
                                "Choose numbers, letters or Roman numbers."),
    "convert-unknown": Kind("error", "Here is a part that we do not know how to show.",
                            "Write it as plain text, or paste it as a picture with alternative "
                            "text."),
    "convert-words-missing": Kind("error", "{count} words of the Word file are not in the PDF, or "
                                  "not in their order. They stand in: {what}.",
                                  "Look for these words in Word. Where they stand in a box, a "
                                  "chart, SmartArt or an equation, write them into the text, or "
                                  "paste the drawing as a picture with alternative text. "
                                  "Otherwise tell whoever looks after this program."),
    "convert-beyond-page": Kind("error", "Words would stand beyond the edge of the page: {pages}.",
                                "Look there in Word: take out negative indents, and make rows and "
                                "boxes that are longer than a page shorter."),
    "convert-failed": Kind("error", "No PDF could be made of this file.",
                           "Have it converted by LibreOffice (--converter office), or tell whoever "
                           "looks after this program."),
}
