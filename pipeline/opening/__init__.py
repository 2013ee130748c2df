"""Open what came in: from bytes that nobody has looked at to plain values, or a clear refusal.

Nothing here trusts a name, an extension or a MIME type. `open_bytes` does the work; `Opener` has it
done in a child process that cannot reach the network and is stopped when it takes too long.
"""

from dataclasses import dataclass, field

from pipeline.doors.mail import Mail
from pipeline.doors.xlsx import Book
from pipeline.model import Fault

KINDS = {
    "empty": "an empty file", "xlsx": "an Excel workbook", "xls": "an old Excel workbook (.xls)",
    "xlsb": "a binary Excel workbook (.xlsb)", "ods": "an OpenDocument spreadsheet (.ods)",
    "fods": "a flat OpenDocument file", "sml2003": "an Excel 2003 XML file", "csv": "a text table "
    "(CSV)", "html": "a web page", "numbers": "a Numbers file", "docx": "a Word document",
    "doc": "an old Word document", "odt": "an OpenDocument text", "pdf": "a PDF", "rtf": "an RTF "
    "document", "pptx": "a presentation", "picture": "a picture", "eml": "an e-mail message",
    "msg": "an Outlook message", "mbox": "a mailbox", "tnef": "an Outlook wrapper (winmail.dat)",
    "p7m": "an encrypted or signed envelope", "zip": "an archive", "locked": "a locked document",
    "calendar": "an invitation", "card": "a contact card", "text": "a text file",
    "unknown": "a file of a kind we do not know",
}
"""What bytes can be, in words that follow "This is"."""
SHEETS = frozenset(("xlsx", "xls", "xlsb", "ods", "fods", "sml2003", "csv", "numbers"))
"""Those of them that are spreadsheets."""


@dataclass(frozen=True)
class Part:
    """A file inside another: an attachment, a message in a mailbox, a member of an archive.

    `name` is what its sender called it, cleaned for display; '' when it has none.
    """

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """What a file turned out to be. At most one of `book` and `mail` is there.

    When `refused`, nothing was taken from it and `faults` say why. For a Word document `book` holds
    its tables and paragraphs as sheets.
    """

    kind: str
    faults: tuple[Fault, ...] = ()
    refused: bool = False
    book: Book | None = None
    mail: Mail | None = None
    parts: tuple[Part, ...] = ()


def failed(why: str, kind: str = "unknown", before: tuple[Fault, ...] = ()) -> Opened:
    """A file that we could not read, `why` in our own words, with the faults found before."""
    return Opened(kind, (*before, Fault("opening-failed", words=(("why", why),))), refused=True)
