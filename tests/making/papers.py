"""Papers and packs as the tests of PDFs need them: small, made up, and the same each time."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pipeline.doors import typst
from pipeline.model import DocumentKind, Pack, PackKind, Paper, Profile, Recipient

BODY = """
= {title}: first part
Words of {title}. See #link(<second>)[the second part].
#table(columns: 2, table.header([Step], [Date]), [Meeting], [12 March])
#pagebreak()
= {title}: second part <second>
#page(flipped: true)[Wide words of {title}, as a last page.]
"""
PAGES = 3


@cache
def paper_pdf(title: str, body: str = BODY) -> bytes:
    """A tagged PDF of three pages, the last of them landscape, with a link to a place by name."""
    return typst.compile(body.replace("{title}", title), title=title)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The same PDF after something was done to it."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(held)
    return held.getvalue()


def without_tags(pdf: pikepdf.Pdf) -> None:
    """Take all tags out, as most programs leave a PDF."""
    del pdf.Root.StructTreeRoot
    for page in pdf.pages:
        del page.obj[Name.StructParents]
        kept = [one for one in pikepdf.parse_content_stream(page)
                if str(one.operator) not in ("BDC", "BMC", "EMC")]
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def scan() -> bytes:
    """A PDF of one page that is a picture and nothing else."""
    held = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        picture = pikepdf.Stream(pdf, bytes(range(0, 256, 4)) * 4, Type=Name.XObject,
                                 Subtype=Name.Image, Width=16, Height=16, BitsPerComponent=8,
                                 ColorSpace=Name.DeviceGray)
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 500 0 0 700 40 60 cm /Scan Do Q")
        pdf.save(held)
    return held.getvalue()


def pack_of(profile: Profile, titles: Mapping[str, bytes], **more: Any) -> Pack:
    """A pack of these finished PDFs by title."""
    kind = PackKind(id="board", title="Papers for the board", audience="Members of the board",
                    contents=("one",), checks=("hygiene",), marking="OFFICIAL-SENSITIVE",
                    watermark="EMBARGOED until Wednesday 3 March 2027",
                    first_page=("Read the papers before the meeting.",))
    papers = tuple(Paper(DocumentKind(f"paper{n}", title), f"paper-{n}.docx", title, b"", pdf=data)
                   for n, (title, data) in enumerate(titles.items(), 1))
    given: dict[str, Any] = {
        "profile": profile, "kind": kind, "recipient": Recipient(), "papers": papers,
        "case": {"reference": "2031-01"}, "as_of": "2031-03-01", **more}
    return Pack(**given)


@dataclass(frozen=True)
class Source:
    """A paper as a source of Typst, as the converter's parts are."""

    title: str
    path: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    headings: tuple[tuple[int, str], ...] = ()

    def imported(self, name: str) -> str:
        """The line that makes it known."""
        return f'#import "{self.path}": paper as {name}'


def source(title: str, number: int) -> Source:
    """A part of two pages under a title."""
    path = f"part-{number}.typ"
    text = (
        '#let paper(id: "p") = {\n'
        '  set page(paper: "a4", footer: [Own footer])\n'
        '  [#metadata(none)#label(id + "-start")]\n'
        f'  [#heading(level: 1)[{title}: first part]#label(id + "-h1")]\n'
        f"  [Words of {title}.]\n  pagebreak()\n"
        f'  [#heading(level: 1)[{title}: second part]#label(id + "-h2")]\n'
        "  [More words.]\n}\n")
    return Source(title, path, {path: text.encode()},
                  ((1, f"{title}: first part"), (1, f"{title}: second part")))


def with_a_field(opened: pikepdf.Pdf) -> None:
    """Put a field to fill in on the first page."""
    box = opened.make_indirect(Dictionary(FT=Name.Tx, T=pikepdf.String("name")))
    opened.Root.AcroForm = Dictionary(Fields=pikepdf.Array([box]))
