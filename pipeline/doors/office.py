"""The door to LibreOffice, where it is installed: many files to PDF in one process.

It works in a folder and with a profile of its own that are thrown away, under names of ours, and
without a network where the machine can take it away. It ends with 0 even when it could not read a
file, so what it made is looked at.
"""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from pipeline.doors import pdf
from pipeline.errors import OutsideTrouble

SECONDS = 180.0
ELSEWHERE = ("C:/Program Files/LibreOffice/program/soffice.com",
             "C:/Program Files (x86)/LibreOffice/program/soffice.com",
             "/Applications/LibreOffice.app/Contents/MacOS/soffice")
FILTERS = {"docx": "writer", "pptx": "impress", "xlsx": "calc"}
OPTIONS = json.dumps({name: {"type": kind, "value": value} for name, kind, value in (
    ("UseTaggedPDF", "boolean", "true"), ("PDFUACompliance", "boolean", "true"),
    ("ExportBookmarks", "boolean", "true"), ("DisplayPDFDocumentTitle", "boolean", "true"),
    ("ExportNotes", "boolean", "false"), ("ExportNotesInMargin", "boolean", "false"),
    ("ReduceImageResolution", "boolean", "false"), ("Quality", "long", "95"))},
    separators=(",", ":"))
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""No macro is run and nothing linked is fetched, whatever a file asks for."""

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_TYPE = re.compile(rb"""\bType\s*=\s*["']([^"']*)["']""")
_HARMLESS = (b"/hyperlink", b"/attachedTemplate")


def installed() -> bool:
    """Whether LibreOffice is there."""
    return bool(_program())


@cache
def version() -> str:
    """Which LibreOffice, as 'LibreOffice 7.4.7.2'; '' where there is none."""
    if not installed():
        return ""
    with tempfile.TemporaryDirectory(prefix="cspr-") as folder:
        try:
            said = _run([_program(), f"-env:UserInstallation={Path(folder).as_uri()}",
                         "--headless", "--version"], Path(folder), 60)
        except OutsideTrouble:
            return "LibreOffice"
    found = re.search(r"LibreOffice[\w ]* [\d.]+\d", said)
    return found.group() if found else "LibreOffice"


def fetches(data: bytes) -> bool:
    """Whether an Office file would have something fetched from outside when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            relations = [one for name in package.namelist() if name.endswith(".rels")
                         for one in _RELATION.findall(package.read(name)) if _OUTSIDE.search(one)]
            kinds = [_TYPE.search(one) for one in relations]
            return any(kind is None or not kind[1].endswith(_HARMLESS) for kind in kinds)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
        return False


def to_pdf(files: Mapping[str, bytes], seconds: float = SECONDS) -> dict[str, bytes]:
    """The PDF of each file, under the same key; a key ends as the file's name does ('….docx').

    All or nothing: where one cannot be converted, the sentence says which by its place in the list.
    """
    if not installed():
        raise OutsideTrouble("LibreOffice is not installed. make office installs it on Debian; "
                             "elsewhere see libreoffice.org.")
    kinds = {name: name.rpartition(".")[2].lower() for name in files}
    for place, (name, data) in enumerate(files.items(), 1):
        if kinds[name] not in FILTERS:
            raise OutsideTrouble(f"File {place} is of a kind that LibreOffice is not given.")
        if fetches(data):
            raise OutsideTrouble(f"File {place} for LibreOffice has a link that would fetch "
                                 "something from outside. Put the thing itself into the file.")
    with tempfile.TemporaryDirectory(prefix="cspr-") as made:
        folder = Path(made)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        ours = {}
        for place, (name, data) in enumerate(files.items(), 1):
            ours[name] = folder / f"{place:04}.{kinds[name]}"
            ours[name].write_bytes(data)
        for program in sorted(set(FILTERS[kind] for kind in kinds.values())):
            _convert([path for name, path in ours.items() if FILTERS[kinds[name]] == program],
                     program, folder, seconds)
        return {name: _looked_at(path, place)
                for place, (name, path) in enumerate(ours.items(), 1)}


def _convert(paths: Sequence[Path], program: str, folder: Path, seconds: float) -> None:
    _run([*_fenced(), _program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
          "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
          "--convert-to", f"pdf:{program}_pdf_Export:{OPTIONS}",
          "--outdir", str(folder / "made"), *map(str, paths)], folder, seconds)


def _looked_at(path: Path, place: int) -> bytes:
    made = path.parent / "made" / f"{path.stem}.pdf"
    data = made.read_bytes() if made.is_file() else b""
    try:
        if data and pdf.sizes(data):
            return data
    except OutsideTrouble:
        pass
    raise OutsideTrouble(f"LibreOffice could not make a PDF of file {place}. Open the file in "
                         "Word, save it again as .docx and try once more.")


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """What the program prints. When its time is over, it and all that it started is ended."""
    environment = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
                   if key in os.environ}
    nowhere = "http://127.0.0.1:9"
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder),
                    "TMP": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp",
                    "http_proxy": nowhere, "https_proxy": nowhere, "SOURCE_DATE_EPOCH": "946684800"}
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, cwd=folder, env=environment,
                                 start_new_session=True)
    except OSError:
        raise OutsideTrouble("LibreOffice could not be started.") from None
    try:
        said, _ = child.communicate(timeout=seconds)
        return said.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        raise OutsideTrouble(f"LibreOffice was not done after {seconds:.0f} seconds and has been "
                             "stopped. Convert the longest document by hand.") from None
    finally:
        if child.poll() is None:
            _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """soffice is a script that starts the program itself: the whole group is ended."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    with suppress(subprocess.TimeoutExpired):
        child.communicate(timeout=10)


@cache
def _program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in ELSEWHERE if Path(path).is_file()), "")


@cache
def _fenced() -> tuple[str, ...]:
    """What is put before the command so that the program has no network at all, where it can be."""
    fence = shutil.which("unshare")
    if not fence:
        return ()
    command = (fence, "--map-current-user", "--net", "--")
    try:
        done = subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()
