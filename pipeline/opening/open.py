"""Open bytes of any kind, in this very process: look at them first, then through the right door."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.doors.xlsx.book import Book
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault
from pipeline.opening import KINDS, Opened, Part, failed
from pipeline.opening.guard import Look, look

DAMAGED = {"xlsx": "workbook-damaged", "eml": "mail-unreadable", "msg": "mail-unreadable"}
LOCKED = {"password": "file-password", "rights": "file-rights-managed"}

SET_IN = re.compile(r"/?word/embeddings/[^/]+\.xls[xmb]?", re.IGNORECASE)
OF_A_MAC = "__MACOSX"
OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


def get_ready() -> None:
    """Import what most files need, before the fence goes up and the clock starts."""
    import pipeline.doors.xlsx.census
    import pipeline.doors.xlsx.reading  # noqa: F401


def open_bytes(data: bytes) -> Opened:
    """What these bytes are and hold. Never raises for anything that they hold."""
    kind = "unknown"
    faults: tuple[Fault, ...] = ()
    try:
        seen = look(data)
        kind, faults = seen.kind, tuple(seen.faults)
        return _opened(data, seen)
    except MemoryError:
        why = "it needs more memory than we allow"
    except RecursionError:
        why = "it is packed too deep"
    except OutsideTrouble:
        if kind in DAMAGED:
            return Opened(kind, (*faults, Fault(DAMAGED[kind])), refused=True)
        why = "it is damaged"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # what libraries in Rust raise when they give up is no Exception
        why = "our reader could not make sense of it"
    return failed(why, kind, faults)


def _opened(data: bytes, seen: Look) -> Opened:
    """Through the door of its kind; a kind that has none is only named."""
    if seen.refused or seen.kind not in _DOORS:
        return Opened(seen.kind, tuple(seen.faults), refused=seen.refused)
    found = _DOORS[seen.kind](data, seen.kind)
    return replace(found, faults=(*seen.faults, *found.faults))


def _workbook(data: bytes, kind: str) -> Opened:
    from pipeline.doors.xlsx.reading import read_book

    return _counted(kind, data, read_book(data))


def _counted(kind: str, data: bytes, book: Book) -> Opened:
    """With the census; when there is none, what was read still counts, but somebody must look."""
    from pipeline.doors.xlsx.census import census

    try:
        return Opened(kind, book=replace(book, census=census(data), counted=True))
    except MemoryError:
        raise
    except Exception:
        return Opened(kind, (Fault("not-counted"),), book=book)


def _foreign(data: bytes, kind: str) -> Opened:
    from pipeline.doors.xlsx.foreign import read_foreign

    book = read_foreign(data, kind)
    faults = [Fault("format-other", words=(("kind", KINDS[kind]),))]
    if kind == "xls" and not book.counted:
        faults.append(Fault("not-counted"))
    return Opened(kind, tuple(faults), book=book)


def _locked(data: bytes, kind: str) -> Opened:
    from pipeline.doors.locked import unlock

    how, inside = unlock(data)
    if inside is None:
        if how not in LOCKED:
            raise OutsideTrouble("This locked file is damaged.")
        return Opened(kind, (Fault(LOCKED[how]),), refused=True)
    seen = look(inside)
    if seen.kind == kind:
        raise OutsideTrouble("What was locked is locked again.")
    found = _opened(inside, seen)
    return replace(found, faults=(Fault("file-unlocked"), *found.faults))


def _mail(data: bytes, kind: str) -> Opened:
    from pipeline.doors.mail import read_mail

    mail = read_mail(data, kind)
    parts = tuple(Part(one.name, one.data) for one in mail.attachments)
    return Opened(kind, mail.faults, mail=mail, parts=parts)


def _mailbox(data: bytes, kind: str) -> Opened:
    from pipeline.doors.mail import read_mbox

    return Opened(kind, parts=tuple(Part("", message) for message in read_mbox(data)))


def _archive(data: bytes, kind: str) -> Opened:
    """What somebody packed, one level deep, in memory: its paths lead nowhere, only names count.

    The guard has found its list harmless and weighed every file in it.
    """
    from pipeline.doors.mail.words import file_name

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = tuple(Part(file_name(one.filename), package.read(one))
                      for one in package.infolist() if _meant(one.filename))
    return Opened(kind, (Fault("archive-opened"),), parts=parts)


def _meant(path: str) -> bool:
    """Whether somebody meant to send this: no folder, and nothing that a system put there."""
    bits = path.replace("\\", "/").split("/")
    return bool(bits[-1]) and bits[0] != OF_A_MAC and bits[-1] not in OF_THE_SYSTEM


def _word(data: bytes, kind: str) -> Opened:
    from pipeline.doors.word.grid import read_grid

    return Opened(kind, book=read_grid(data), parts=_set_in(data))


def _set_in(data: bytes) -> tuple[Part, ...]:
    """The workbooks that somebody set into a Word document: each may be a return."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return tuple(Part("", package.read(one)) for one in package.infolist()
                     if SET_IN.fullmatch(one.filename.replace("\\", "/")))


_DOORS: Mapping[str, Callable[[bytes, str], Opened]] = {
    "xlsx": _workbook, "xls": _foreign, "ods": _foreign, "xlsb": _foreign, "locked": _locked,
    "eml": _mail, "msg": _mail, "mbox": _mailbox, "zip": _archive, "docx": _word,
}
