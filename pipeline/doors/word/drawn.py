"""The words of a Word file that stand in drawings with parts of their own: charts and SmartArt.

What counts is what Word draws. Numbers of a chart are left out: an axis may show them or not.
"""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.doors.word.names import DRAWING_NAME, FALLBACK, VALUE, W
from pipeline.doors.word.package import Package, open_package

CHART, SMART_ART = "a chart", "SmartArt"
"""How a reader is told where words stand."""

_ROOTS = {"chartSpace": CHART, "userShapes": CHART, "dataModel": SMART_ART}
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CACHES = ("strCache", "multiLvlStrCache", "strDim")


def targets(package: Package) -> Mapping[str, str]:
    """The parts that the document leads to, by the id it calls them."""
    main = package.of_kind("document.main")[0]
    folder, _, file = main.rpartition("/")
    held = package.members.get(f"{folder}/_rels/{file}.rels")
    if held is None:
        return {}
    return {one.get("Id", ""): posixpath.normpath(posixpath.join(
        "/", folder, one.get("Target", ""))).lstrip("/")
        for one in etree.fromstring(held.data) if isinstance(one.tag, str)}


def drawn(package: Package) -> Iterator[tuple[str, str, str]]:
    """Each text of a drawing, what it stands in, and the part that holds it."""
    for name, member in package.members.items():
        if not name.endswith(".xml") or not any(root.encode() in member.data for root in _ROOTS):
            continue
        root = package.tree(name)
        where = _ROOTS.get(_name(root), "")
        for text in (root.iter("{*}t", "{*}v", "{*}pt") if where else ()):
            if (text.text or "").strip() and _shows(text, root):
                yield " ".join(text.text.split()), where, name


def _shows(text: etree._Element, root: etree._Element) -> bool:
    if _name(text) == "t":
        return True
    above = [_name(up) for up in text.iterancestors()]
    if not any(cache in above for cache in _CACHES):
        return False
    if "strDim" in above:  # a chart of the newer kind: nothing says what it leaves out
        return True
    legend = root.find(".//{*}legend") is not None
    rows = root.findall(".//{*}ser")
    if "tx" in above and "ser" in above:
        alone = len(rows) == 1 and any(one.find("{*}tx") is None for one in root.iterfind(
            "{*}chart/{*}title"))
        return legend or alone or _on(root, "showSerName")
    if "cat" in above:
        axes = [axis for kind in ("catAx", "dateAx", "serAx", "valAx")
                for axis in root.iter(f"{{*}}{kind}")]
        drawn_axis = any(_name(axis) != "valAx" and not any(
            _is_on(one) for one in axis.iterfind("{*}delete")) for axis in axes)
        return drawn_axis or (legend and not axes) or _on(root, "showCatName")
    return True


def _on(root: etree._Element, name: str) -> bool:
    return any(_is_on(one) for one in root.iter(f"{{*}}{name}"))


def _is_on(one: etree._Element) -> bool:
    return (one.get("val") or one.get(VALUE) or "1") not in ("0", "false")


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def descriptions(data: bytes) -> tuple[str, ...]:
    """The alternative texts of the charts and SmartArt in their order; none where one lacks it,
    where several of them float or where an object of another program is there too: nobody can say
    then in which order a page shows them."""
    package = open_package(data)
    if any(next(package.tree(name).iter(f"{W}object"), None) is not None
           for name in package.of_kind("document.main")):
        return ()
    frames = [frame for name in package.of_kind("document.main")
              for frame in package.tree(name).iter(f"{_PLACED}inline", f"{_PLACED}anchor")
              if next(frame.iterancestors(FALLBACK), None) is None
              and any(_name(one) in ("chart", "relIds")
                      for one in frame.iterfind("{*}graphic/{*}graphicData/{*}*"))]
    said = [(frame.find(DRAWING_NAME).get("descr") or "").strip()
            if frame.find(DRAWING_NAME) is not None else "" for frame in frames]
    floating = len(frames) > 1 and any(_name(one) == "anchor" for one in frames)
    return () if floating or not all(said) else tuple(said)
