"""What a PDF tells beside its pages: properties, attachments, scripts, notes, links."""

import re
from collections.abc import Iterator

from pipeline.doors import pdf
from pipeline.doors.hygiene.links import inside, typed
from pipeline.model import Fault

SAID = ("Author", "Subject", "Keywords", "Company", "Manager", "SourceModified", "Comments")
IN_XMP = re.compile(r"<(?:dc:creator|dc:contributor|pdf:Keywords|xmpMM:History|photoshop:\w+"
                    r"|xmpMM:DerivedFrom)\b")


VERSION = re.compile(rb"startxref\s+\d+\s+%%EOF")


def audit(data: bytes) -> Iterator[Fault]:
    """Everything of a PDF that is not on its pages."""
    about, again = pdf.describe(data), pdf.read_again(data)
    if _earlier(data):
        yield Fault("trace-hidden-text", "An earlier version")
    info = {**again.info, **about.info}
    told = [name for name in info if name in SAID and info[name].strip()]
    told += ["XMP"] if IN_XMP.search(about.xmp) else []
    if told:
        yield Fault("trace-properties", "Properties", words=(("what", ", ".join(told)),))
    if count := max(len(about.attachments), len(again.attachments)):
        yield Fault("trace-attachments", "Attachments", words=(("what", str(count)),))
    for what in about.acts:
        yield Fault("trace-macros", "Document", words=(("what", what),))
    if about.layers:
        yield Fault("trace-hidden-text", "Layers")
    if about.forms:
        yield Fault("trace-annotations", "Form")
    for remark in about.remarks:
        where = f"page {remark.page}"
        if remark.kind == "Link":
            if what := inside(remark.target):
                yield Fault("trace-inside-links", where, "", remark.target, (("what", what),))
        elif remark.kind == "FileAttachment":
            yield Fault("trace-attachments", where, words=(("what", "1"),))
        else:
            yield Fault("trace-annotations", where, "", remark.words)
    for number, words in enumerate(pdf.text_of(data), start=1):
        if address := typed(words):
            yield Fault("trace-inside-links", f"page {number}", "", address,
                        (("what", "a file or a shared drive"),))


def scrub(data: bytes) -> bytes:
    """The same pages written anew: no earlier version, nothing of who made them.

    Raises OutsideTrouble for a PDF that cannot be opened.
    """
    about = pdf.describe(data)
    return pdf.finish(data, about.title, about.lang or "en-GB")


def _earlier(data: bytes) -> bool:
    """Whether the file was added to after it was finished: what was there before is still in it.

    A file made for reading over the web ends twice from the start.
    """
    return len(VERSION.findall(data)) > (2 if b"/Linearized" in data[:1024] else 1)
