"""A Word template: opened and compiled once, rendered with one case after the other."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import Template, TemplateSyntaxError
from lxml import etree

from pipeline.doors.word.answers import Session, Used
from pipeline.doors.word.contents import write_contents
from pipeline.doors.word.package import (
    RENDERED_KINDS,
    Member,
    NotAWordFile,
    Package,
    open_package,
    parse,
    write_package,
)
from pipeline.doors.word.paragraphs import Frame
from pipeline.doors.word.sandbox import TemplateEnvironment
from pipeline.doors.word.source import Source, to_source
from pipeline.doors.word.styles import Styles, read_styles
from pipeline.doors.word.tags import Trouble, check_tags
from pipeline.doors.word.tidy import tidy
from pipeline.errors import DefinitionTrouble

_ENVIRONMENT = TemplateEnvironment()
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED_STAMP = "2000-01-01T00:00:00Z"
_PERSONAL = ("lastModifiedBy", "lastPrinted", "revision")
_IN_LINE = ("header", "core")
_PART_WORDS = {"document.main": "document", "core": "document properties"}


@dataclass(frozen=True)
class _Part:
    """A part to render. `filename` tells its lines apart from other code when something fails."""

    name: str
    kind: str
    source: Source
    filename: str
    code: CodeType
    columns_loop: bool


@dataclass(frozen=True)
class _Compiled:
    package: Package
    styles: Styles
    parts: Mapping[str, _Part]
    frames: tuple[Frame, ...]


@dataclass(frozen=True)
class Drawn:
    """A rendered document, and what had to be mended that its template should avoid."""

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass
class _Misses:
    """Every name that was not there, once for each place, found while rendering goes on."""

    parts: Mapping[str, _Part]
    templates: dict[str, Template] = field(default_factory=dict)
    found: dict[tuple[str, str], None] = field(default_factory=dict)

    def miss(self, what: str) -> None:
        """Note it, with the line of the template that is being rendered."""
        frame = sys._getframe(1)
        while frame and frame.f_code.co_filename not in self.templates:
            frame = frame.f_back  # type: ignore[assignment]
        place = self.place(frame.f_code.co_filename, frame.f_lineno) if frame else "document"
        self.found[place, what] = None

    def place(self, filename: str, line: int) -> str:
        """A line of compiled code, in the words of somebody who looks at the template in Word."""
        part = self.parts[filename]
        return part.source.place(self.templates[filename].get_corresponding_lineno(line))

    def place_of_failure(self, why: BaseException) -> str:
        """Where in a template an exception came from."""
        at, place = why.__traceback__, "document"
        while at:
            if at.tb_frame.f_code.co_filename in self.templates:
                place = self.place(at.tb_frame.f_code.co_filename, at.tb_lineno)
            at = at.tb_next
        return place


class WordTemplate:
    """A template in docxtpl's syntax. docs/templates.md says what it can say.

    Raises DefinitionTrouble, naming the template, the part and the words nearby, when it is broken.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._compiled = _compile(data, name)

    def render(self, context: Mapping[str, Any],
               used: Used = lambda answer, how: None) -> bytes:
        """The document for one context. `used` is told of every answer printed or consulted."""
        return self.draw(context, used).data

    def draw(self, context: Mapping[str, Any], used: Used = lambda answer, how: None) -> Drawn:
        """The same, with the notes that lint wants."""
        held = self._compiled
        misses = _Misses({part.filename: part for part in held.parts.values()})
        session = Session(used, context, misses.miss)
        environment = _ENVIRONMENT.for_session(session, held.frames)
        given = {key: session.wrapped(value) for key, value in context.items()}
        members: list[Member] = []
        notes: list[str] = []
        troubles: list[str] = []
        for member in held.package.members.values():
            part = held.parts.get(member.name)
            if part is None:
                members.append(member)
                continue
            try:
                xml = _render(part, environment, given, misses)
                members.append(Member(part.name, self._finished(part, xml, notes)))
            except DefinitionTrouble as why:
                troubles.append(str(why))
            except Exception as why:  # a template can fail in any way; it costs its own document
                troubles.append(f"{misses.place_of_failure(why)}: {_reason(why)}")
        troubles = [f"{place}: {what}" for place, what in misses.found] + troubles
        if troubles:
            raise _trouble(self.name, troubles)
        return Drawn(write_package(members), tuple(notes))

    def _finished(self, part: _Part, xml: str, notes: list[str]) -> bytes:
        """The rendered part, proved to be whole and mended where needed."""
        try:
            root = parse(xml.encode())
        except etree.XMLSyntaxError as why:
            place = Source(part.source.part, xml).place(why.lineno or 1)
            raise DefinitionTrouble(f"{place}: the tags leave no whole document") from why
        if part.kind == "core":
            return (_DECLARATION + xml).encode()
        styles = self._compiled.styles
        notes += tidy(root, part.source.part, styles, part.columns_loop)
        if part.kind == "document.main":
            write_contents(root, styles)
        return _DECLARATION.encode() + etree.tostring(root, encoding="UTF-8")


def _render(part: _Part, environment: TemplateEnvironment, given: Mapping[str, Any],
            misses: _Misses) -> str:
    ours = environment.in_line() if part.kind in _IN_LINE else environment
    template = Template.from_code(ours, part.code, ours.make_globals(None))
    misses.templates[part.filename] = template
    return "".join(template.root_render_func(template.new_context(dict(given))))


def _reason(why: Exception) -> str:
    return f"{str(why) or 'it cannot be rendered'} ({type(why).__name__})"


def _trouble(name: str, troubles: list[str]) -> DefinitionTrouble:
    if len(troubles) == 1:
        return DefinitionTrouble(f"{name}, {troubles[0]}")
    return DefinitionTrouble("\n  ".join([f"{name}:", *troubles]))


@lru_cache(maxsize=64)
def _compile(data: bytes, name: str) -> _Compiled:
    try:
        package = open_package(data)
    except NotAWordFile as why:
        raise DefinitionTrouble(f"{name}: {why}") from why
    troubles: list[Trouble] = []
    styles = read_styles(package)
    frames: list[Frame] = []
    parts: dict[str, _Part] = {}
    for kind in (*RENDERED_KINDS, "core"):
        names = package.of_kind(kind)
        for number, part_name in enumerate(names, 1):
            words = _PART_WORDS.get(kind, kind) + (f" {number}" if len(names) > 1 else "")
            root = package.tree(part_name)
            if kind == "core":
                _forget_people(root)
            found = check_tags(root, words)
            troubles += found
            if found:
                continue
            source = to_source(root, words, styles, frames)
            columns = "{%tc" in "".join(root.itertext())
            try:
                filename = f"<{name} {part_name}>"
                code = _ENVIRONMENT.code(source.text, filename)
            except TemplateSyntaxError as why:
                troubles.append(Trouble(source.place(why.lineno), why.message or "not understood"))
            else:
                parts[part_name] = _Part(part_name, kind, source, filename, code, columns)
    if troubles:
        raise _trouble(name, list(dict.fromkeys(map(str, troubles))))
    return _Compiled(package, styles, parts, tuple(frames))


def _forget_people(core: etree._Element) -> None:
    """A document says nothing about who last saved its template, and when."""
    for name in _PERSONAL:
        for element in core.findall(f"{{*}}{name}"):
            core.remove(element)
    for name in ("created", "modified"):
        for element in core.findall(f"{{*}}{name}"):
            element.text = _FIXED_STAMP
