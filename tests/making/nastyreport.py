"""The Norfolk sample's report with what a Lead Reviewer may use in Word put into the middle."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from tests.making import nastyword
from tests.making.collated import ROOT
from tests.making.nastyparts import BOX, CHART, CHART_FRAME, FLOATING, SMART, SMART_DATA, SPACES
from tests.making.nastyword import REL, TYPE, p, r

REPORT = ROOT / "inputs" / "norfolk-sample" / "report" / "report.docx"
LONG = 200
"""A paragraph of so many letters is one of the text."""


def _note() -> bytes:
    held = p("<w:r><w:footnoteRef/></w:r>" + r(" The Panel says so in its guidance."))
    return (f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            f'<w:footnote w:id="2">{held}</w:footnote></w:footnotes>').encode()


PARTS: Mapping[str, tuple[str, bytes, str, str]] = {
    "note": ("word/footnotes.xml", _note(), "wordprocessingml.footnotes+xml", "footnotes"),
    "picture": ("word/media/floats.png", nastyword.picture(), "", "image"),
    "chart": ("word/charts/chart1.xml", CHART.replace("CHARTTITLE", "Contacts by month").replace(
        "SERIESNAME", "Number of contacts").encode(), "drawingml.chart+xml", "chart"),
    "SmartArt": ("word/diagrams/data1.xml", SMART_DATA.replace(
        "SMARTWORDS", "Plan, do, review again").encode(), "drawingml.diagramData+xml",
        "diagramData"),
}
BLOCKS: Mapping[str, str] = {
    "note": p(r("Agencies met") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
              + r(" and wrote down what they knew.")),
    "box": p(r("Beside the box this paragraph goes on. ")
             + BOX.format(p(r("What practitioners told us")))),
    "picture": p(FLOATING + r("Words flow round a picture of a bridge.")),
    "chart": p(CHART_FRAME), "SmartArt": p(SMART),
}


def report(*things: str) -> bytes:
    """The report with these in it."""
    with zipfile.ZipFile(io.BytesIO(REPORT.read_bytes())) as held:
        members = {name: held.read(name) for name in held.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    texts = [one for one in root.iter("{*}p") if one.getparent().tag.endswith("}body")
             and len("".join(one.itertext())) > LONG]
    for number, thing in enumerate(things, 801):
        block = BLOCKS[thing]
        if thing in PARTS:
            name, data, kind, relation = PARTS[thing]
            members[name] = data
            block = block.replace("rId901", f"rId{number}")
            _add(members, "word/_rels/document.xml.rels", "</Relationships>",
                 f'<Relationship Id="rId{number}" Type="{REL}{relation}" Target="/{name}"/>')
            if kind:
                _add(members, "[Content_Types].xml", "</Types>",
                     f'<Override PartName="/{name}" ContentType="{TYPE}{kind}"/>')
        texts[len(texts) // 2].addnext(nastyword.xml(block))
    members["word/document.xml"] = etree.tostring(root, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def _add(members: dict[str, bytes], name: str, before: str, more: str) -> None:
    members[name] = members[name].replace(before.encode(), (more + before).encode())
