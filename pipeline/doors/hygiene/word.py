"""What a Word file hides: changes, hidden and white words, fields, and where it was written."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.doors.hygiene.links import inside, typed
from pipeline.doors.hygiene.looks import Looks
from pipeline.doors.hygiene.package import RELATION_ID, Package, local, place_of
from pipeline.doors.word.names import W
from pipeline.model import Fault

STORIES = r"word/(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml"
SETTINGS = "word/settings.xml"
CHANGES = {"ins": "insertions", "del": "deletions", "moveFrom": "moves", "moveTo": "moves",
           "cellIns": "insertions", "cellDel": "deletions", "cellMerge": "changed tables",
           "numberingChange": "changed looks"}
ONE = {"insertions": "insertion", "deletions": "deletion", "moves": "move",
       "changed tables": "changed table", "changed looks": "changed look"}
MARKS = re.compile(r"\}(?:rsid\w*|paraId|textId)$")
FETCHING = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|INFO|COMMENTS|"
    r"SUBJECT|KEYWORDS|DOCPROPERTY|DOCVARIABLE|SAVEDATE|PRINTDATE|CREATEDATE|EDITTIME|"
    r"REVNUM|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD|MERGEFIELD|"
    r"MACROBUTTON|AUTOTEXT|AUTOTEXTLIST)\b", re.IGNORECASE)
LINKING = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
IDENTITY = ("rsids", "docId", "attachedTemplate", "docVars", "mailMerge", "trackRevisions")


def audit(package: Package) -> Iterator[Fault]:
    """Everything of a Word file that does not show on the page."""
    looks = Looks(package)
    for name, tree in package.xml(STORIES):
        where = place_of(name)
        yield from _changes(where, tree)
        for spot, run, why in looks.unseen(tree):
            code = "trace-hidden-text" if why == "hidden" else "trace-invisible-text"
            yield Fault(code, where, spot, _text(run))
        for spot in _hidden_shapes(tree):
            yield Fault("trace-hidden-text", where, spot)
        for spot, code in fields(tree):
            if found := FETCHING.match(code):
                yield Fault("trace-fields", where, spot, code.strip(),
                            (("what", found[1].upper()),))
            elif (link := LINKING.match(code)) and (what := inside(link[1])):
                yield Fault("trace-inside-links", where, spot, link[1], (("what", what),))
        for number, paragraph in enumerate(tree.iter(W + "p"), start=1):
            if address := typed(_text(paragraph)):
                yield Fault("trace-inside-links", where, f"paragraph {number}", address,
                            (("what", "a file or a shared drive"),))
    yield from _settings(package)
    for name, tree in package.xml(r"word/.*\.xml"):
        if any(MARKS.search(key) for one in tree.iter() for key in one.attrib):
            yield Fault("trace-editing-marks", place_of(name))
            return


def scrub(package: Package) -> None:
    """Take away hidden text, marks of editing, fields that fetch and links to the inside.

    Tracked changes stay: only a person may say which of two versions is right.
    """
    looks = Looks(package)
    for name, tree in package.xml(STORIES):
        for _, run, why in list(looks.unseen(tree)):
            if why == "hidden":
                run.getparent().remove(run)
        _plain_fields(tree)
        package.changed(name)
    _unlink(package)
    if SETTINGS in package.members:
        settings = package.tree(SETTINGS)
        for one in list(settings):
            if local(one) in IDENTITY:
                settings.remove(one)
        package.changed(SETTINGS)
        for rels, source, relation in list(package.relations()):
            if source == SETTINGS and relation.get("TargetMode") == "External":
                package.unrelate(rels, relation)
    for name, tree in package.xml(r"word/.*\.xml"):
        for element in tree.iter():
            for key in [key for key in element.attrib if MARKS.search(key)]:
                del element.attrib[key]
                package.changed(name)


def _text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(W + "t", W + "delText"))


def _changes(where: str, tree: etree._Element) -> Iterator[Fault]:
    found = Counter(words for one in tree.iter() if (words := _change(one)))
    if found:
        first = next((number for number, one in enumerate(tree.iter(W + "p"), start=1)
                      if any(map(_change, one.iter()))), 0)
        what = ", ".join(f"{count} {words if count > 1 else ONE[words]}"
                         for words, count in sorted(found.items()))
        yield Fault("trace-tracked-changes", where, f"from paragraph {first}" if first else "",
                    words=(("what", what),))


def _change(one: etree._Element) -> str:
    name = local(one)
    return CHANGES.get(name, "changed looks" if name.endswith("PrChange") else "") if (
        isinstance(one.tag, str) and one.tag.startswith(W)) else ""


def _hidden_shapes(tree: etree._Element) -> Iterator[str]:
    for number, paragraph in enumerate(tree.iter(W + "p"), start=1):
        for one in paragraph.iter("{*}docPr", "{*}cNvPr", "{*}shape", "{*}rect"):
            if one.get("hidden") in ("1", "true") or "visibility:hidden" in (
                    one.get("style", "").replace(" ", "")):
                yield f"paragraph {number}"


def fields(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Where each field stands, and its code."""
    for number, paragraph in enumerate(tree.iter(W + "p"), start=1):
        spot = f"paragraph {number}"
        for one in paragraph.iter(W + "fldSimple"):
            yield spot, one.get(W + "instr", "")
        for _, code in _complex(paragraph):
            yield spot, code


def _complex(paragraph: etree._Element) -> Iterator[tuple[list[etree._Element], str]]:
    """Each field of a paragraph that begins there: the runs that are not its result, its code."""
    open_: list[tuple[list[etree._Element], list[str], list[bool]]] = []
    for run in paragraph.iter(W + "r"):
        marks = [one.get(W + "fldCharType") for one in run.iter(W + "fldChar")]
        code = "".join(one.text or "" for one in run.iter(W + "instrText"))
        if "begin" in marks:
            open_.append(([], [], []))
        if open_:
            runs, codes, past = open_[-1]
            if marks or (code and not past):
                runs.append(run)
            if code and not past:
                codes.append(code)
            if "separate" in marks:
                past.append(True)
        if "end" in marks and open_:
            runs, codes, _ = open_.pop()
            yield runs, "".join(codes)
    for runs, codes, _ in open_:
        yield runs, "".join(codes)


def _plain_fields(tree: etree._Element) -> None:
    """A field that fetches becomes the words that it shows."""
    for one in list(tree.iter(W + "fldSimple")):
        if FETCHING.match(one.get(W + "instr", "")):
            _unwrap(one)
    for paragraph in tree.iter(W + "p"):
        for runs, code in list(_complex(paragraph)):
            whole = sum(len(run.findall(W + "fldChar")) for run in runs) == 3
            if whole and FETCHING.match(code):
                for run in runs:
                    run.getparent().remove(run)


def _unlink(package: Package) -> None:
    """A link to the inside becomes its words."""
    for rels, source, relation in list(package.relations()):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if kind == "hyperlink" and relation.get("TargetMode") == "External" and (
                source.startswith("word/") and inside(relation.get("Target", ""))):
            tree = package.tree(source)
            users = [one for one in tree.iter()
                     if one.get(RELATION_ID + "id") == relation.get("Id")]
            if all(local(one) == "hyperlink" for one in users):
                for one in users:
                    _unwrap(one)
                package.changed(source)
                package.unrelate(rels, relation)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at + 1, child)
    parent.remove(element)


def _settings(package: Package) -> Iterator[Fault]:
    if SETTINGS not in package.members:
        return
    there = {local(one) for one in package.tree(SETTINGS)}
    if "attachedTemplate" in there:
        yield Fault("trace-template", "Settings")
    for name, what in (("docVars", "variables"), ("mailMerge", "the source of a mail merge")):
        if name in there:
            yield Fault("trace-variables", "Settings", words=(("what", what),))
    if "trackRevisions" in there:
        yield Fault("trace-tracked-changes", "Settings", words=(("what", "tracking is on"),))
    if there & {"rsids", "docId"}:
        yield Fault("trace-editing-marks", "Settings")
