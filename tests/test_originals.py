"""What came in stays as it came: nothing of it is ever saved again, and nobody else may read it."""

import ast
import hashlib
import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from making.filled import filled, parts_of
from making.hostile import plain_zip
from making.mails import file, mail, plain
from making.packages import zipped

from pipeline.model import Profile
from pipeline.run import collate

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "pipeline"
MODULES = {path.relative_to(CODE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
           for path in sorted(CODE.rglob("*.py"))}

# Programs that open a workbook and save it again drop what they do not know: drop-downs of the
# newer kind, controls, threads of comments, signatures. So who may open one to change it is listed.
OPENS_TO_SAVE = {"doors/xlsx/spoil.py"}
SPOILS = {"doors/xlsx/__init__.py", "sample/__init__.py"}
# Archives written anew: workbooks and documents of ours, and the files of the sample case.
PACKS = {"doors/xlsx/writing.py", "doors/docwriter.py", "sample/messages.py"}


def _names(tree: ast.AST) -> set[str]:
    """Every name that a module uses, and every attribute it asks for."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found | _imports(tree)


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(one.name for one in node.names)}
    return found


def _writes_archives(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(
                node.func, "attr", getattr(node.func, "id", "")) == "ZipFile":
            mode = [one for one in node.args[1:2] if isinstance(one, ast.Constant)] + [
                one.value for one in node.keywords
                if one.arg == "mode" and isinstance(one.value, ast.Constant)]
            if any(one.value != "r" for one in mode) or (len(node.args) > 1 and not mode):
                return True
    return False


def test_only_what_spoils_the_sample_opens_a_workbook_to_save_it() -> None:
    opens = {name for name, tree in MODULES.items() if _names(tree) & {
        "load_workbook", "ExcelReader", "openpyxl.reader.excel"}
        and any(one.startswith("openpyxl") for one in _imports(tree))}
    assert opens == OPENS_TO_SAVE
    assert {name for name, tree in MODULES.items() if "spoil" in _imports(tree)} == SPOILS


def test_only_our_own_files_are_packed() -> None:
    assert {name for name, tree in MODULES.items() if _writes_archives(tree)} == PACKS


@pytest.fixture(scope="module")
def made(norfolk: Profile, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """The outputs of a case, and all that came in for it."""
    home = tmp_path_factory.mktemp("home")
    form = filled(norfolk)
    sent = [form, zipped({**parts_of(form), "xl/vbaProject.bin": b"x"}), form[:-40],
            mail(plain(), file('Content-Disposition: attachment; filename="r.xlsx"', data=form)),
            plain_zip({"r.xlsx": form}), b"%PDF-1.7\n%%EOF"]
    (home / "in").mkdir()
    for number, data in enumerate(sent):
        (home / "in" / f"{number}").write_bytes(data)
    for _ in range(2):  # the second time finds a document that somebody changed
        collate(home / "in", home / "out", norfolk, date(2026, 6, 1))
        document = next((home / "out" / "documents").rglob("*.docx"))
        document.write_bytes(document.read_bytes() + b"changed")
    collate(home / "in", home / "out", norfolk, date(2026, 6, 1))
    return home, sent


def test_what_came_in_is_kept_byte_for_byte(made: tuple[Path, list[bytes]]) -> None:
    home, sent = made
    rows = json.loads((home / "out/received/received.json").read_text("utf-8"))["received"]
    for number, data in enumerate(sent):
        assert (home / "in" / f"{number}").read_bytes() == data
        row = next(row for row in rows if row["name"] == f"{number}")
        kept = (home / "out/received" / row["kept"]).read_bytes()
        assert kept == data and row["sha256"] == hashlib.sha256(data).hexdigest()


def test_nobody_but_its_owner_may_read_what_is_made(made: tuple[Path, list[bytes]]) -> None:
    out = made[0] / "out"
    files = [path for path in out.rglob("*") if path.is_file()]
    assert any(path.relative_to(out).parts[0] == "edited" for path in files)
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o700
        assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in files
                if stat.S_IMODE(path.stat().st_mode) & 0o077} == {}
