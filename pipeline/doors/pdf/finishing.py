"""The last hand on a PDF: its title and language, nothing of whose machine made it, no bare paint.

Everything is written anew, so that nothing of an earlier state stays in the file.
"""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

from pipeline.doors.pdf.mending import mend
from pipeline.doors.pdf.objects import opened, saved
from pipeline.doors.pdf.refusing import has_tags

BEGIN, END = ("BDC", "BMC"), "EMC"
BUILD = frozenset(("m", "l", "c", "v", "y", "h", "re"))
PAINT = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
ACTIONS = frozenset(("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"))
GONE = (Name.OpenAction, Name.AA, Name.PieceInfo, Name.SpiderInfo, Name.Threads, Name.LastModified)
ABOUT = (Name.T, Name.M, Name.CreationDate, Name.RC, Name.NM, Name.AA)
"""What an annotation says about whoever wrote it, and when."""


def finish(data: bytes, title: str, lang: str = "en-GB") -> bytes:
    """The same pages, fit to be given away. One with tags says that it is PDF/UA-1."""
    with opened(data) as pdf:
        tagged = has_tags(pdf)
        _strip(pdf)
        for page in pdf.pages:
            page.obj.Tabs = Name.S
            if tagged:
                _mark_bare(pdf, page)
        if tagged:
            mend(pdf)
        root = pdf.Root
        root.Lang = String(lang)
        wishes = root.get("/ViewerPreferences")
        root.ViewerPreferences = wishes if wishes is not None else Dictionary()
        root.ViewerPreferences.DisplayDocTitle = True
        if tagged:
            root.MarkInfo = Dictionary(Marked=True)
        if "/Outlines" in root and root.Outlines.get("/First") is not None:
            root.PageMode = Name.UseOutlines
        describe_as(pdf, title, lang, tagged)
        return saved(pdf)


def describe_as(pdf: pikepdf.Pdf, title: str, lang: str, tagged: bool) -> None:
    """Title and language, and nothing else: neither who nor when nor with what."""
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/ID", "/Size", "/Prev", "/XRefStm"):
            del pdf.trailer[key]
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title)))
    stream = pikepdf.Stream(pdf, _xmp(title, lang, tagged).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _xmp(title: str, lang: str, tagged: bool) -> str:
    claim = "<pdfuaid:part>1</pdfuaid:part>" if tagged else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<dc:format>application/pdf</dc:format>"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(title)}</rdf:li></rdf:Alt></dc:title>"
        f"<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>{claim}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>')


def _strip(pdf: pikepdf.Pdf) -> None:
    """Scripts, what opens by itself, private data of programs, who wrote a remark."""
    for key in GONE:
        if key in pdf.Root:
            del pdf.Root[key]
    trees = pdf.Root.get("/Names")
    if trees is not None and "/JavaScript" in trees:
        del trees[Name.JavaScript]
    for page in pdf.pages:
        for note in list(page.obj.get("/Annots") or []):
            for key in ABOUT:
                if key in note and not (key == Name.T and note.get("/Subtype") == Name.Widget):
                    del note[key]
            if str((note.get("/A") or Dictionary()).get("/S")) in ACTIONS:
                del note[Name.A]
    for one in pdf.objects:
        held: Any = one.stream_dict if isinstance(one, pikepdf.Stream) else one
        if isinstance(held, Dictionary) and held.get("/Type") != Name.Catalog:
            for key in (Name.Metadata, Name.PieceInfo, Name.LastModified, Name.Thumb):
                if key in held:
                    del held[key]
            if held.get("/Type") == Name.Page and Name.AA in held:
                del held[Name.AA]


def _mark_bare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """A line or shade outside every tag is an artifact, which nobody reads out.

    Words and pictures without a tag are left as they are: to call them artifacts would hide them.
    """
    old = pikepdf.parse_content_stream(page)
    new = list(_wrapped(list(old)))
    if len(new) != len(old):
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(new))


def _wrapped(old: list[Any]) -> Iterator[Any]:
    """The same instructions, with a mark round each that paints and has none.

    A path is built by several instructions before it is painted, and no mark may stand between.
    """
    opening = ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Layout)],
                                       Operator("BDC"))
    closing = ContentStreamInstruction([], Operator(END))
    depth = 0
    path: list[Any] = []
    for one in old:
        name = str(one.operator)
        if name in BEGIN:
            depth += 1
        elif name == END:
            depth -= 1
        if depth or name in (*BEGIN, END):
            yield from path
            path = []
            yield one
        elif name in BUILD or (path and name in ("W", "W*")):
            path.append(one)
        elif name in PAINT:
            yield from (opening, *path, one, closing)
            path = []
        elif name == "sh":
            yield from (*path, opening, one, closing)
            path = []
        else:
            yield from (*path, one)
            path = []
    yield from path


def label(data: bytes, front: int) -> bytes:
    """Page labels: roman for this many front pages, then 1, 2, 3 …"""
    with opened(data) as pdf:
        ranges: list[Any] = [0, Dictionary(S=Name.r, St=1)] if front else []
        ranges += [front, Dictionary(S=Name.D, St=1)]
        pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))
        return saved(pdf)
