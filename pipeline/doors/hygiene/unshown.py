"""What lies in an Office file in a form that no search for words reads, and that nobody misses.

Fonts put into the file, the data of a field, a drawing kept a second time for newer programs,
remarks in the markup, and the heads of pages that there are not.
"""

from collections.abc import Iterator

from lxml import etree

from pipeline.doors.hygiene.package import CONTENT_TYPES, RELATION_ID, Package
from pipeline.doors.word.names import W
from pipeline.model import Fault

FONTS = r".*\.(?:odttf|ttf|otf|fntdata)"
USED = ("{*}embedRegular", "{*}embedBold", "{*}embedItalic", "{*}embedBoldItalic",
        "{*}embeddedFontLst")
PACKED = ("{*}fldData", "{*}binData")
DRAWN = "{urn:schemas-microsoft-com:office:office}gfxdata"
MARKUP = r".*\.(?:xml|rels)"
DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"
OFF = ("0", "false", "off")


def audit(package: Package) -> Iterator[Fault]:
    """Each kind of such data once."""
    for there, what in (
            (package.named(FONTS), "a font"),
            (list(_packed(package)), "data of a field or a drawing"),
            (list(_remarks(package)), "remarks in its markup"),
            (_edges(package), "the head or foot of a page that there is not")):
        if there:
            yield Fault("trace-custom-data", "Parts", words=(("what", what),))


def scrub(package: Package) -> None:
    """Take it away: what is shown on the page stays as it is."""
    for name in package.named(FONTS):
        package.drop(name)
    for name, tree in package.xml(r"(?:word|ppt)/[^/]*\.xml"):
        for one in list(tree.iter(*USED)):
            _drop(one)
            package.changed(name)
    for name, one in list(_packed(package)):
        if DRAWN in one.attrib:
            del one.attrib[DRAWN]
        else:
            _drop(one)
        package.changed(name)
    for name, one in list(_remarks(package)):
        if one.getparent() is not None:
            _drop(one)
        package.changed(name)
    _without_edges(package)


def _packed(package: Package) -> Iterator[tuple[str, etree._Element]]:
    for name, tree in package.xml():
        for one in tree.iter():
            if DRAWN in one.attrib:
                yield name, one
        for one in tree.iter(*PACKED):
            yield name, one


def _remarks(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """Remarks and orders to programs, also before and behind all else in a part."""
    for name in (CONTENT_TYPES, *package.named(MARKUP)):
        tree = package.tree(name)
        for one in (*tree.itersiblings(preceding=True), *tree.itersiblings(),
                    *tree.iter(etree.Comment, etree.ProcessingInstruction)):
            yield name, one


def _edges(package: Package) -> list[etree._Element]:
    """The heads and feet for first or even pages where no page of the document is one."""
    if DOCUMENT not in package.members:
        return []
    document = package.tree(DOCUMENT)
    settings = package.tree(SETTINGS) if SETTINGS in package.members else None
    shown = {"default"}
    if any(_on(one) for one in document.iter(W + "titlePg")):
        shown.add("first")
    if settings is not None and any(_on(one) for one in settings.iter(W + "evenAndOddHeaders")):
        shown.add("even")
    return [one for one in document.iter(W + "headerReference", W + "footerReference")
            if one.get(W + "type", "default") not in shown]


def _without_edges(package: Package) -> None:
    gone = _edges(package)
    if not gone:
        return
    ids = {one.get(RELATION_ID + "id") for one in gone}
    for one in gone:
        _drop(one)
    package.changed(DOCUMENT)
    left = {value for one in package.tree(DOCUMENT).iter() for key, value in one.attrib.items()
            if str(key).startswith(RELATION_ID)}
    for _, source, relation in list(package.relations()):
        if source == DOCUMENT and relation.get("Id") in ids - left:
            package.drop(package.target(source, relation))


def _on(mark: etree._Element) -> bool:
    return mark.get(W + "val", "1") not in OFF


def _drop(element: etree._Element) -> None:
    """Take an element away, but not the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
