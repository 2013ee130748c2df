"""The shape of the code: imports go down only, one door a library, no id of a partnership."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from pipeline import keys
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "pipeline"
MODULES = sorted(CODE.rglob("*.py"))

# From the top down. A module may import from lower lines only, or from its own package.
LAYERS = (
    ("cli", "__main__"),
    ("run", "sample", "lint", "removal", "trial", "coverage", "adopt", "sources"),
    ("packing",),
    ("sending", "issue"),
    ("receive", "workbook", "validate", "merge", "render", "scaffold", "desk", "ledger", "report",
     "outputs", "register", "changes", "messages", "questions", "letters",
     "starting", "standing",
     "guidance", "measures", "timetable",
     "anonymise", "convert", "bundle", "gate", "seal", "deck", "webpage", "notices"),
    ("names", "everywhere", "published", "steps"),
    ("opening",),
    ("doors",),
    ("profiles", "deadlines", "letterhead", "prefill", "keys", "catalogue", "diary"),
    ("prose",),
    ("model",),
    ("codes", "filling"),
    ("dates", "errors"),
)
# What stages may take from each other: a finished list or file is written in one place.
SHARED = {("report", "outputs"), ("register", "outputs"), ("register", "changes"),
          ("seal", "outputs")}

# The definitions' own language, and keys of the data, may be the id of a section as well.
PLAIN_WORDS = {*keys.MEANINGS, *(name for names in keys.MEANINGS.values() for name in names),
               *keys.DOCUMENT_MEANINGS, *keys.CHECKS, *keys.PACK, *keys.OWNERS,
               *keys.TYPES,
               "case", "case_record", "children", "recipients", "pending", "papers", "about",
               "check", "background", "decision",
               "evidence", "facts", "family", "reason", "before", "after", "messages", "questions",
               "purpose", "options", "notes", "replies", "left_out", "scope", "summary", "result",
               "publication", "contents", "next_steps", "details", "disagreement"}

DOORS = {
    "openpyxl": "doors/xlsx", "python_calamine": "doors/xlsx",
    "xlrd": "doors/xlsx",
    "olefile": "doors/", "msoffcrypto": "doors/locked.py", "email": "doors/mail",
    "mailbox": "doors/mail", "subprocess": ("opening/", "doors/office.py"),
    "docxtpl": "doors/word", "jinja2": "doors/word",
    "docx": "doors/", "lxml": "doors/", "pypdf": "doors/pdf", "pikepdf": "doors/pdf",
    "pypdfium2": "doors/pdf", "page": "doors/pdf", "typst": "doors/typst",
    "pptx": "doors/slides", "ahocorasick_rs": "names/", "rapidfuzz": ("names/", "gate/"),
    "cerberus": ("validate/", "keys.py"),
    "click": "cli/", "stdnum": "validate/", "phonenumbers": "validate/",
    "email_validator": "validate/", "markdown": "doors/markup.py", "holidays": "deadlines/days.py",
    "icalendar": "doors/agenda.py", "matplotlib": "doors/pictures",
}


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """The module, and everything in it."""
    return tuple(ast.walk(ast.parse(_text(path))))


@cache
def _imports(path: Path) -> set[str]:
    names = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def _room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def _layer(room: str) -> int:
    return next(n for n, rooms in enumerate(LAYERS) if room in rooms)


def _here(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(CODE).as_posix())
def test_imports_go_down_only(path: Path) -> None:
    here = _here(path)
    if here in ("__init__", "__main__"):
        return
    for name in _imports(path):
        there = _room(name) if name.startswith("pipeline.") else ""
        if not there or there == here or (here, there) in SHARED:
            continue
        assert _layer(there) > _layer(here) or (
            _layer(there) == _layer(here) and here in ("keys", "profiles", "sample", "lint",
                                                       "prefill", "deadlines")
        ), f"{here} may not import {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(CODE).as_posix())
def test_each_outside_library_has_one_door(path: Path) -> None:
    where = path.relative_to(CODE).as_posix()
    for name in _imports(path):
        door = DOORS.get(name.split(".")[0])
        if door:
            assert where.startswith(door), f"{where} imports {name}; its door is {door}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(CODE).as_posix())
def test_rooms_stay_small(path: Path) -> None:
    assert len(_text(path).splitlines()) <= 320


def test_no_python_names_a_partnership_form_section_or_document() -> None:
    templates = ROOT / "templates"
    names: set[str] = set()
    for folder in sorted((templates / "profiles").glob("[a-z]*")):
        profile = load_profile(templates, folder.name)
        names |= {profile.id, *profile.forms, *(d.id for d in profile.documents)}
        names |= {s.id for form in profile.forms.values() for s in form.sections}
    names -= PLAIN_WORDS
    for path in MODULES:
        for node in _nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in names, f"{path.name} names '{node.value}'"


def test_every_public_thing_says_what_it_is() -> None:
    silent = []
    for path in MODULES:
        tree, *nodes = _nodes(path)
        assert isinstance(tree, ast.Module)
        if tree.body and not ast.get_docstring(tree):
            silent.append(path.name)
        for node in nodes:
            if (isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                    and not ast.get_docstring(node) and not re.search(
                        rf"^    +(?:def|class) {node.name}\b", _text(path), re.MULTILINE)):
                silent.append(f"{path.name}: {node.name}")
    assert silent == []
