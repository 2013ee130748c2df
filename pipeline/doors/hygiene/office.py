"""What Word, PowerPoint and Excel files have in common: properties, comments, links, other files.

Each concern is two functions: one finds, one takes away what may be taken away unasked.
"""

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.doors.hygiene import pictures
from pipeline.doors.hygiene.links import inside
from pipeline.doors.hygiene.package import Package, local, place_of
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault

CORE, APP = "docProps/core.xml", "docProps/app.xml"
SAID = ("creator", "lastModifiedBy", "lastPrinted", "revision", "keywords", "description",
        "subject", "category", "contentStatus", "identifier", "version")
FIXED = "2000-01-01T00:00:00Z"
A_TIME = re.compile(r"T(?!00:00:00)")
APP_SAID = ("Company", "Manager", "HyperlinkBase", "Template", "TotalTime", "HLinks")
NOTHING = {"", "0", "Normal", "Normal.dotm", "Normal.dot"}
OWN_DATA = (
    (r"docProps/custom\.xml", "properties of its own"), (r"customXml/.*", "XML data"),
    (r"docMetadata/.*", "a label of an organisation"), (r"\w+/printerSettings/.*", "a printer"),
    (r"\w+/glossary/.*", "building blocks"), (r"ppt/tags/.*", "tags"),
    (r"ppt/(?:changesInfos/.*|revisionInfo\.xml)", "its history"),
    (r"xl/pivotCache/.*", "the rows behind a pivot table"),
    (r"xl/connections\.xml", "a connection"),
    (r"xl/(?:customProperty|queryTables|model)/?.*", "data of a query"),
    (r"\w+/webextensions?/.*", "an add-in"),
)
COMMENTS = (r"word/(?:comments\w*|people)\.xml|ppt/(?:comments/.*|commentAuthors\.xml|authors\.xml)"
            r"|xl/(?:comments.*|threadedComments/.*|persons/.*)")
ANCHORS = {"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"}
MACROS = (r".*vbaProject.*|.*vbaData\.xml|.*/activeX/.*|customUI/.*|.*attachedToolbars\.bin"
          r"|xl/macrosheets/.*")
THUMBNAIL = r"docProps/thumbnail\..*|.*/thumbnail\.\w+"
CHART = re.compile(r"\w+/(?:charts|chartex)/[^/]+\.xml")
EMBEDDED = r"\w+/embeddings/.*|\w+/.*oleObject.*|\w+/afchunk.*"
MEDIA = r"\w+/media/.*"
LONGEST = 5
"""An ending with more letters than that may be a word that somebody typed."""
GENERIC = re.compile(r"(?i)(?:image|media|picture|hdphoto|audio|video)\d*\.\w+")
A_FILE = re.compile(r"(?i)[\\/]|\.(?:jpe?g|jfif|png|gif|bmp|tiff?|emf|wmf|svg|heic|webp|pdf"
                    r"|docx?)$")
ORDINARY = re.compile(r"(?i)(?:|(?:picture|image|graphic|chart|logo|figure|bild|grafik)\s*\d*)")
APART = {"hyperlink", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"}

KNOWN = "|".join(f"(?:{pattern})" for pattern in (
    *(pattern for pattern, _ in OWN_DATA), COMMENTS, THUMBNAIL, MACROS, MEDIA))
ORDINARY_PARTS = rf".*\.(?:xml|rels|vml|odttf|ttf|otf|fntdata)|{KNOWN}"
"""What Office itself puts into a file, or what another concern looks at."""


def audit(package: Package) -> Iterator[Fault]:
    """Everything in an Office file of whatever program that does not show."""
    yield from _properties(package)
    for pattern, words in OWN_DATA:
        if package.named(pattern):
            yield Fault("trace-custom-data", "Properties", words=(("what", words),))
    if package.remark or _unseen_parts(package):
        yield Fault("trace-custom-data", "Properties",
                    words=(("what", "something that nothing leads to"),))
    if package.named(COMMENTS) or any(True for _ in _anchors(package)):
        yield Fault("trace-comments", "Comments")
    if package.named(THUMBNAIL):
        yield Fault("trace-thumbnail", "Properties")
    for _ in package.named(MACROS)[:1]:
        yield Fault("trace-macros", "Parts", words=(("what", "macros or controls"),))
    yield from _relations(package)
    yield from _objects(package)
    yield from _media(package)


def scrub(package: Package) -> None:
    """Take away what nobody sees and nobody misses."""
    if CORE in package.members:
        core = package.tree(CORE)
        for one in list(core):
            if local(one) in SAID:
                core.remove(one)
            elif local(one) in ("created", "modified"):
                one.text = FIXED
        package.changed(CORE)
    charts = {name for source, name in _behind_charts(package)}
    gone = [APP, *(name for pattern, _ in OWN_DATA for name in package.named(pattern)),
            *package.named(COMMENTS), *package.named(THUMBNAIL), *sorted(charts)]
    for name in gone:
        package.drop(name)
    for name, element in list(_anchors(package)):
        element.getparent().remove(element)
        package.changed(name)
    _unbind(package)
    for name in _unseen_parts(package):
        package.drop(name)
    for name in package.named(MEDIA):
        package.members[name] = _plain(package.members[name])
    _rename_media(package)


def _unseen_parts(package: Package) -> list[str]:
    """Parts that no program shows, and that no other concern looks at."""
    return [name for name in package.orphans() if not name.endswith(".rels")
            and not re.fullmatch(f"{KNOWN}|{EMBEDDED}", name, re.IGNORECASE)]


def _properties(package: Package) -> Iterator[Fault]:
    told = []
    if CORE in package.members:
        for one in package.tree(CORE):
            name, text = local(one), (one.text or "").strip()
            if (name in SAID and text and (name, text) != ("revision", "1")) or (
                    name in ("created", "modified") and A_TIME.search(text)):
                told.append(name)
    if APP in package.members:
        told += [local(one) for one in package.tree(APP) if local(one) in APP_SAID
                 and "".join(one.itertext()).strip() not in NOTHING]
    if told:
        yield Fault("trace-properties", "Properties", words=(("what", ", ".join(told)),))


def _anchors(package: Package) -> Iterator[tuple[str, etree._Element]]:
    for name, tree in package.xml(r"word/.*\.xml"):
        for one in tree.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference",
                             "{*}annotationRef"):
            yield name, one


def _relations(package: Package) -> Iterator[Fault]:
    for _, source, one in package.relations():
        kind = one.get("Type", "").rsplit("/", 1)[-1]
        if one.get("TargetMode") != "External":
            continue
        where = place_of(source)
        if kind == "hyperlink":
            if what := inside(one.get("Target", "")):
                yield Fault("trace-inside-links", where, "", one.get("Target", ""),
                            (("what", what),))
        elif kind not in APART:
            what = "a picture" if kind == "image" else "something"
            yield Fault("trace-outside-parts", where, "", one.get("Target", ""), (("what", what),))


def _behind_charts(package: Package) -> Iterator[tuple[str, str]]:
    for _, source, one in package.relations():
        if CHART.fullmatch(source) and one.get("TargetMode") != "External" and (
                one.get("Type", "").rsplit("/", 1)[-1] in ("package", "oleObject")):
            yield source, package.target(source, one)


def _objects(package: Package) -> Iterator[Fault]:
    behind = dict.fromkeys(_behind_charts(package))
    for source, _ in behind:
        yield Fault("trace-chart-data", place_of(source))
    chunks = {package.target(source, one) for _, source, one in package.relations()
              if one.get("Type", "").endswith("/aFChunk")}
    for name in package.members:
        inside = re.fullmatch(EMBEDDED, name, re.IGNORECASE) or name in chunks or (
            not re.fullmatch(ORDINARY_PARTS, name, re.IGNORECASE))
        if inside and name not in {held for _, held in behind}:
            kind = name.rpartition(".")[2].lower()
            known = kind.isalnum() and kind != "bin" and len(kind) <= LONGEST
            yield Fault("trace-embedded", place_of(name), words=(
                ("what", f"a file of the kind .{kind}" if known else "an object"),))


def _media(package: Package) -> Iterator[Fault]:
    for name in package.named(MEDIA):
        where = place_of(name)
        try:
            told = ", ".join(pictures.says(package.members[name]))
        except OutsideTrouble:
            told = "its format cannot be looked into"
        if told:
            yield Fault("trace-picture-data", where, words=(("what", told),))
        if not GENERIC.fullmatch(name.rpartition("/")[2]):
            yield Fault("trace-picture-names", where, "", name)
    for name, element, attribute in _picture_names(package):
        yield Fault("trace-picture-names", place_of(name), "", element.get(attribute, ""))


def _picture_names(package: Package) -> Iterator[tuple[str, etree._Element, str]]:
    """Each picture that still has the name of a file: as its own name or as its description."""
    for name, tree in package.xml(r"(?:word|ppt|xl)/.*\.xml"):
        for one in tree.iter("{*}cNvPr", "{*}docPr"):
            shown = one.get("name", "")
            of_picture = local(one.getparent()) == "nvPicPr"
            if (A_FILE.search(shown) if not of_picture else not ORDINARY.fullmatch(shown)):
                yield name, one, "name"
            if A_FILE.search(one.get("descr", "").strip()):
                yield name, one, "descr"
        for one in tree.iter("{*}imagedata", "{*}fill"):
            for attribute in one.attrib:
                if attribute.endswith("}title") and one.get(attribute):
                    yield name, one, attribute


def _unbind(package: Package) -> None:
    """No box of a form and no chart may point to data that is no longer there."""
    for name, tree in package.xml(r"(?:word|ppt|xl)/.*\.xml"):
        for one in list(tree.iter("{*}dataBinding", "{*}externalData", "{*}custDataLst")):
            one.getparent().remove(one)
            package.changed(name)
    for name, one, attribute in list(_picture_names(package)):
        if attribute == "name":
            one.set("name", f"Picture {one.get('id', '1')}")
        elif attribute != "descr":
            del one.attrib[attribute]
        package.changed(name)


def _plain(data: bytes) -> bytes:
    try:
        return pictures.plain(data)
    except OutsideTrouble:
        return data


def _rename_media(package: Package) -> None:
    taken = set(package.members)
    for name in package.named(MEDIA):
        folder, _, file = name.rpartition("/")
        if GENERIC.fullmatch(file):
            continue
        number = 1
        ending = file.rpartition(".")[2].lower()
        while f"{folder}/image{number}.{ending}" in taken:
            number += 1
        new = f"{folder}/image{number}.{ending}"
        taken.add(new)
        package.rename(name, new)
