"""What a package holds that is not words: warned about, never run, followed or fetched."""

import html
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence

from pipeline.model import Fault
from pipeline.opening.guard_xml import elements
from pipeline.opening.sniff import TYPES, content_types

FILES = "links to other files"
DDE = "a DDE link"
EMBEDDED = "embedded objects"
ACTIVEX = "ActiveX controls"
DATA = "data connections"
PICTURES = "pictures kept elsewhere"
TEMPLATE = "a template kept elsewhere"
FIELDS = "fields that fetch from other files"
FORMULAS = "formulas that fetch from elsewhere"
CHUNKS = "pieces of other documents"
ADD_INS = "an add-in"

_FOLDERS = (
    ("/embeddings/", EMBEDDED), ("/activex/", ACTIVEX), ("/querytables/", DATA),
    ("/externallinks/", FILES), ("/webextensions/", ADD_INS),
)
# Links out, by the last word of their type. A link that somebody has to click fetches nothing.
_OUTWARD: Mapping[str, str] = {
    "hyperlink": "", "image": PICTURES, "attachedtemplate": TEMPLATE, "mailmergesource": DATA,
    "mailmergeheadersource": DATA, "recipientdata": DATA,
}
_MACRO_TYPE = re.compile(r"vbaProject|macrosheet|(?<!binary\.)macroEnabled", re.IGNORECASE)
_MACRO_FOLDERS = ("/macrosheets/", "/intlmacrosheets/", "/dialogsheets/")
# Every form control of Excel; comments ('Note') and pictures ('Pict') are drawn the same way.
_CONTROLS = frozenset(("button", "checkbox", "dialog", "drop", "edit", "gbox", "label", "list",
                       "movie", "radio", "scroll", "spin"))
_ODF_CONTROLS = frozenset(("checkbox", "radio", "button", "listbox", "combobox", "text", "textarea",
                           "date", "time", "number", "fixed-text", "frame", "formatted-text",
                           "file", "image-frame"))
_FIELD_WORDS = re.compile(rb"<w:instrText\b[^<>]*>([^<]*)|<w:fldSimple\b[^<>]*w:instr=\"([^\"]*)")
_DDE_FIELD = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_FETCHING_FIELD = re.compile(rb"\b(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|DATABASE|RD)\b",
                             re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w{1,9}:)?f\b[^<>]{0,300}>([^<]{1,8192})<")
_DDE_FORMULA = re.compile(rb"[\w.]\s?\|\s?(?:'|&apos;|\w)[^|!\"]{0,2000}!")
_QUOTED = re.compile(rb"\"[^\"]*\"|&quot;(?:(?!&quot;).)*&quot;")
_FETCHING_FORMULA = re.compile(
    rb"\b(?:WEBSERVICE|RTD|CUBE(?:VALUE|MEMBER|SET)|STOCKHISTORY|_xlfn\.IMAGE)\s*\(", re.IGNORECASE)
_LABEL_NAME = re.compile(
    rb"MSIP_Label_[\w-]{1,60}_Name[\"'][^<>]{0,200}>\s*(?:<[^<>]{0,200}>\s*)?([^<]{1,200})<")


class Notes:
    """What has been met so far in one package. `faults` has each kind of thing once."""

    def __init__(self, kind: str, names: Collection[str]) -> None:
        self.kind = kind
        self.macros = self.controls = self.labelled = False
        self.label = ""
        self.active: set[str] = set()
        for name in names:
            self._named(f"/{name}")

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The warnings, always in the same order."""
        found = [Fault("active-content", words=(("what", what),)) for what in sorted(self.active)]
        if self.macros:
            found.insert(0, Fault("macros-present"))
        if self.controls:
            found.append(Fault("control-present"))
        if self.labelled:
            found.append(Fault("sensitivity-label", quote=self.label))
        return tuple(found)

    def _named(self, name: str) -> None:
        self.active |= {what for folder, what in _FOLDERS if folder in name}
        if name.endswith("vbaproject.bin") or any(one in name for one in _MACRO_FOLDERS):
            self.macros = True
        if self.kind in ("ods", "odt") and name.startswith(("/basic/", "/scripts/")):
            self.macros = True
        if name.endswith("xl/connections.xml") or name.endswith("xl/connections.bin"):
            self.active.add(DATA)
        self.controls |= "/ctrlprops/" in name
        self.labelled |= name.endswith("/labelinfo.xml")

    def read(self, name: str, data: bytes) -> None:
        """Take notice of one part; `name` is in small letters."""
        folder, last = posixpath.split(name)
        if name == TYPES:
            self.macros |= any(map(_MACRO_TYPE.search, content_types(data)))
        elif last.endswith(".rels"):
            self._links(data)
        elif last.endswith(".vml"):
            self.controls |= any(kind.get("ObjectType", "").lower() in _CONTROLS
                                 for _, kind in elements(data, {"ClientData"}))
        elif "externallinks" in folder and b"dde" in data.lower():
            if elements(data, {"ddeLink"}):
                self.active.add(DDE)
        elif name.startswith("xl/") and last.endswith(".xml"):
            self._formulas(data)
        elif name.startswith("word/") and last.endswith(".xml"):
            self._fields(data)
        elif self.kind in ("ods", "odt"):
            self._open_document(last, data)
        if b"MSIP_Label_" in data.replace(b"\0", b"") and last in ("custom.xml", "meta.xml"):
            self.labelled = True
            found = _LABEL_NAME.search(data)
            self.label = html.unescape(found[1].decode("utf-8", "replace")) if found else ""

    def _links(self, data: bytes) -> None:
        for _, link in elements(data, {"Relationship"}):
            kind = link.get("Type", "").rpartition("/")[2].lower()
            if kind == "afchunk":
                self.active.add(CHUNKS)
            if link.get("TargetMode", "").strip().lower() == "external":
                self.active.add(_OUTWARD.get(kind, FILES))
        self.active.discard("")

    def _formulas(self, data: bytes) -> None:
        if b"|" not in data and b"(" not in data:
            return
        for formula in _FORMULA.findall(data):
            bare = _QUOTED.sub(b"", formula)
            if b"|" in bare and _DDE_FORMULA.search(bare):
                self.active.add(DDE)
            if b"(" in bare and _FETCHING_FORMULA.search(bare):
                self.active.add(FORMULAS)

    def _fields(self, data: bytes) -> None:
        # A field's words may be cut anywhere, even in the middle of the one that matters.
        words = b"".join(one or other for one, other in _FIELD_WORDS.findall(data))
        if _DDE_FIELD.search(words):
            self.active.add(DDE)
        if _FETCHING_FIELD.search(words):
            self.active.add(FIELDS)

    def _open_document(self, last: str, data: bytes) -> None:
        if last == "manifest.xml":
            types = {entry.get("manifest:media-type", "")
                     for _, entry in elements(data, {"file-entry"})}
            if "application/vnd.sun.star.oleobject" in types:
                self.active.add(EMBEDDED)
        elif last == "content.xml":
            wanted = {"dde-source", "table-source", "cell-range-source", "database-source-sql",
                      "database-source-table", "image", *_ODF_CONTROLS}
            self._open_elements(elements(data, wanted))

    def _open_elements(self, found: Sequence[tuple[str, Mapping[str, str]]]) -> None:
        plain = {"dde-source": DDE, "table-source": FILES, "cell-range-source": FILES,
                 "database-source-sql": DATA, "database-source-table": DATA}
        for name, attributes in found:
            if name in plain:
                self.active.add(plain[name])
            elif name == "image":
                if "://" in attributes.get("xlink:href", ""):
                    self.active.add(PICTURES)
            elif "form:id" in attributes or "form:control-implementation" in attributes:
                self.controls = True
