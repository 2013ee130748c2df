"""Problems of what is to be read by everybody: PDFs, web pages and slides that leave the building.
"""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

_AGAIN = ("Make the pack again. If this stays, tell whoever looks after the program: the file must "
          "not be sent.")
_WORD = "Mend the Word file and make the pack again."
_TEMPLATE = "Tell whoever looks after the partnership's templates: the file must not be sent."

CODES: Mapping[str, Kind] = {
    # PDFs
    "pdf-unreadable": Kind("error", "This PDF cannot be opened.", _AGAIN),
    "pdf-rule-broken": Kind("error", "This PDF breaks the rule {rule} of PDF/UA-1, the standard "
                            "for PDFs that a screen reader can read.", _AGAIN),
    "pdf-untagged": Kind("error", "This PDF has no tags: a screen reader finds no headings, lists "
                         "or tables in it.", _AGAIN),
    "pdf-tags-malformed": Kind("error", "The tags of this PDF are written in a way that nobody can "
                               "follow.", _AGAIN),
    "pdf-no-language": Kind("error", "This PDF does not say in which language it is written.",
                            _AGAIN),
    "pdf-no-title": Kind("error", "This PDF has no title.", _AGAIN),
    "pdf-title-not-shown": Kind("error", "This PDF shows its file name in place of its title.",
                                _AGAIN),
    "pdf-content-untagged": Kind("error", "Words or lines on this page have no tag ({count}).",
                                 _AGAIN),
    "pdf-content-orphaned": Kind("error", "Words or pictures on this page are never read out by a "
                                 "screen reader ({count}).", _AGAIN),
    "pdf-content-twice": Kind("error", "Words on this page are read out twice.", _AGAIN),
    "pdf-page-key-missing": Kind("error", "This page has no link to the tags of the PDF.", _AGAIN),
    "pdf-page-key-twice": Kind("error", "This page shares its link to the tags with another page: "
                               "a screen reader would read the wrong words.", _AGAIN),
    "pdf-tree-disagrees": Kind("error", "The two lists of tags in this PDF disagree about this "
                               "page ({count}).", _AGAIN),
    "pdf-tree-broken": Kind("error", "Tags of this page hang in two places.", _AGAIN),
    "pdf-element-nowhere": Kind("error", "A tag points at a page that is not in this PDF.", _AGAIN),
    "pdf-link-untagged": Kind("error", "Links or fields on this page have no tag ({count}).",
                              _AGAIN),
    "pdf-tab-order": Kind("error", "The Tab key does not follow the reading order on this page.",
                          _AGAIN),
    "pdf-order-differs": Kind("error", "A screen reader reads this PDF in another order than the "
                              "Word file: {share} of its words are in their place.",
                              "Look in Word for tables, frames or boxes that float beside the "
                              "text, and set them in line with it. If there are none, tell "
                              "whoever looks after the program."),
    "pdf-words-missing": Kind("error", "Words of the Word file are not in the PDF ({count}).",
                              "Look for a text box, a chart or another drawing in the Word file. "
                              "Put its words into the text and make the pack again."),
    "pdf-headings-differ": Kind("error", "The headings of this PDF are not those of the Word file: "
                                "{found} of {wanted} are there, in order and of the same level, "
                                "and {more} others.",
                                _AGAIN),
    "pdf-tables-missing": Kind("error", "The Word file has {wanted} tables of figures or words, "
                               "the PDF {found}.", _AGAIN),
    "pdf-table-headless": Kind("error", "A table on this page has no heading cells.",
                               "In Word, mark its first row as one that repeats at the top of each "
                               "page (Table Layout, Repeat Header Rows). Then make the pack "
                               "again."),
    "pdf-alt-missing": Kind("error", "A picture on this page has no description.",
                            "In Word, right-click it, choose View Alt Text and say what it shows. "
                            "Then make the pack again."),
    "pdf-equation": Kind("error", "An equation on this page has no description, and Word can give "
                         "it none: a screen reader would pass over it.",
                         "Write it as plain text, or paste it as a picture with alternative text. "
                         "Then make the pack again."),
    "pdf-alt-poor": Kind("error", "The description of a picture on this page does not say what it "
                         "shows.", "In Word, right-click the picture, choose View Alt Text and say "
                         "in a sentence what it shows. Then make the pack again."),
    "pdf-bookmarks-differ": Kind("error", "The bookmarks of this PDF are not its headings: {count} "
                                 "of {wanted} headings have none.", _AGAIN),
    # Web pages
    "web-no-language": Kind("error", "This web page does not say that it is in English.",
                            _TEMPLATE),
    "web-no-title": Kind("error", "This web page has no title.", _TEMPLATE),
    "web-headings": Kind("error", "This web page must have one main heading and may leave out no "
                         "level: {why}.", _TEMPLATE),
    "web-landmarks": Kind("error", "This web page has no {what}, by which a screen reader finds "
                          "its way.", _TEMPLATE),
    "web-same-id": Kind("error", "Two elements of this web page have the same id.", _TEMPLATE),
    "web-alt": Kind("error", "A picture of this web page has no description, or one that does not "
                    "say what it shows.", _TEMPLATE),
    "web-table": Kind("error", "A table of this web page has no {what}.", _TEMPLATE),
    "web-link": Kind("error", "A link of this web page does not say where it leads.", _TEMPLATE),
    "web-contrast": Kind("error", "Words of this web page are hard to see: contrast {ratio} to 1, "
                         "where {wanted} is needed.", _TEMPLATE),
    "web-outside": Kind("error", "This web page runs a program or fetches something from outside "
                        "({what}).", _TEMPLATE),
    # Slides
    "slides-unreadable": Kind("error", "This presentation cannot be opened.", _AGAIN),
    "slides-no-title": Kind("error", "This slide has no title.", _TEMPLATE),
    "slides-same-title": Kind("error", "This slide has the same title as slide {other}.",
                              "Give each slide a title of its own, such as the name and the number "
                              "of a part."),
    "slides-order": Kind("error", "A screen reader does not read the title of this slide first.",
                         _TEMPLATE),
    "slides-alt": Kind("error", "A picture, chart or drawing on this slide has no description, or "
                       "one that does not say what it shows.", _TEMPLATE),
    "slides-language": Kind("error", "Words on this slide are not marked as British English.",
                            _TEMPLATE),
    "slides-small": Kind("error", "Words on this slide are set in {size} points: {least} is the "
                         "least that can be read in a room.", _TEMPLATE),
    "slides-table": Kind("error", "A table on this slide has no heading row.", _TEMPLATE),
}
