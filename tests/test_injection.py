"""What people typed is data: never a formula, a field, a link, a template, a header or a path."""

import email
import io
import re
import zipfile
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from lxml import etree

from pipeline.model import Profile
from pipeline.run import collate
from tests.making.cases import put

AS_OF = date(2025, 7, 1)
MARK = "Mxq7"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = {"text", "narrative", "when", "choice", "email", "phone", "postcode", "nhs_number",
         "person", "agency"}
PAYLOADS = {
    "formula": f'=HYPERLINK("https://evil.example.org/{MARK}","{MARK}")',
    "dde": f"+{MARK}|' /C calc'!A0",
    "at": f"@SUM(1+1)*{MARK}",
    "jinja": f"{MARK} {{{{ 7 * 7 }}}} {{% for x in [1] %}}x{{% endfor %}} {{{{ profile.name }}}}",
    "class": f"{MARK} {{{{ ''.__class__.__mro__ }}}}",
    "field": f'{MARK} </w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\calc {MARK}"/><w:r><w:t>',
    "xml": f"{MARK} <script>alert(1)</script> & <w:br/> ]]> &#65; &evil;",
    "path": f"../../../{MARK}/../..\\..\\{MARK}",
    "header": f"{MARK}\r\nBcc: victim@evil.example.org\r\n\r\nbody",
    "dollar": f"{MARK} $case ${{lines}} %(case)s {{case}} {{0}} %s",
    "spelt": f"{MARK}_x0041_ _x000D_ \x07 \u202e{MARK}",
}
# How each stands in a document when it is plain words.
SIGNS = {"formula": b"=HYPERLINK(", "dde": b"' /C calc'!A0", "at": b"@SUM(1+1)*",
         "jinja": b"{{ 7 * 7 }}", "class": b"{{ ''.__class__.__mro__ }}",
         "field": b"&lt;w:fldSimple w:instr=", "xml": b"&lt;script&gt;alert(1)&lt;/script&gt;",
         "path": b"../../../", "header": b"Bcc: victim@evil.example.org",
         "dollar": b"$case ${lines}", "spelt": b"_x0041_"}
TARGETS = re.compile(rb'TargetMode="External"')
FORMULA = re.compile(rb"<f[ >](?:[^<]*)</f>")
HEADERS = {"x-unsent", "to", "cc", "subject", "mime-version", "content-type",
           "content-transfer-encoding"}


NAMES = sorted(PAYLOADS)
SLOW = [pytest.param(n, marks=pytest.mark.slow) for n in range(len(NAMES)) if n not in (0, 6)]


@pytest.fixture(scope="module", params=[0, 6, *SLOW])
def top(request: pytest.FixtureRequest, norfolk: Profile,
        tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the outputs of a case in which the payloads were typed everywhere, in turn.

    Each turn puts another one into each place.
    """
    home = tmp_path_factory.mktemp("home")
    turn = count(request.param)
    words = [PAYLOADS[NAMES[(n + request.param) % len(NAMES)]] for n in range(len(NAMES))]
    put(home / "in", norfolk, lambda path: PAYLOADS[NAMES[next(turn) % len(NAMES)]], words, TYPES)
    collate(home / "in", home / "out", norfolk, AS_OF)
    return home


def files(top: Path, ending: str) -> list[Path]:
    """The files with this ending, but for the originals, which are kept as they came."""
    return [path for path in sorted((top / "out").rglob(f"*{ending}"))
            if path.parent.name not in ("received", "quarantine") or path.stem == "received"]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_no_workbook_holds_it_as_a_formula_or_a_link(top: Path) -> None:
    books = files(top, ".xlsx")
    assert len(books) > 5
    for path in books:
        for name, data in parts(path).items():
            found = [one for one in FORMULA.findall(data) if MARK.encode() in one]
            assert found == [], f"{path.name}, {name}"
            assert not TARGETS.search(data), f"{path.name}, {name}"


def field_codes(name: str, data: bytes) -> list[str]:
    """What Word would carry out in this part."""
    if not name.startswith("word/") or not name.endswith(".xml"):
        return []
    root = etree.fromstring(data)
    return [*(one.text or "" for one in root.iter(f"{W}instrText")),
            *(one.get(f"{W}instr", "") for one in root.iter(f"{W}fldSimple"))]


def test_no_document_holds_it_as_a_field_a_link_or_markup(top: Path) -> None:
    documents = files(top, ".docx")
    assert len(documents) > 5
    shown, seen = 0, set()
    for path in documents:
        inside = parts(path)
        for name, data in inside.items():
            assert not TARGETS.search(data), f"{path.name}, {name}"
            assert not any(MARK in code for code in field_codes(name, data)), path.name
        text = inside["word/document.xml"]
        assert b"&evil;" not in text.replace(b"&amp;evil;", b"")
        shown += text.count(MARK.encode())
        assert f"{MARK} 49".encode() not in text and b"&lt;class" not in text
        seen |= {name for name, sign in SIGNS.items() if sign in text}
    assert shown > 100
    assert seen == set(SIGNS), "each payload must be printed, as plain words"


def test_no_draft_gains_a_header(top: Path) -> None:
    drafts = files(top, ".eml")
    assert drafts
    for path in drafts:
        letter = email.message_from_bytes(path.read_bytes())
        assert {name.lower() for name in letter} <= HEADERS, path.name
        assert "victim" not in str(letter.get("To", "")) + str(letter.get("Cc", ""))
        for part in letter.walk():
            assert MARK not in (part.get_filename() or "")


def test_no_name_of_a_file_is_made_of_it_and_nothing_lies_outside(top: Path) -> None:
    assert sorted(path.name for path in top.iterdir()) == ["in", "out"]
    ours = [path.relative_to(top).as_posix() for path in (top / "out").rglob("*")]
    assert [name for name in ours if MARK in name] == []
