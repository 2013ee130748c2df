"""Real programs: every template saved again by LibreOffice, with another style."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor

from pipeline.doors import word
from pipeline.lint import lint_profile
from pipeline.model import Profile
from pipeline.render import render
from pipeline.run import Collated
from tests.making.office import to_office

pytestmark = pytest.mark.office
Made = tuple[Path, Collated]


def test_templates_saved_by_libreoffice_with_another_style_print_the_same_words(
        norfolk: Profile, collated: Made, tmp_path: Path) -> None:
    _, done = collated
    restyled, saved = tmp_path / "restyled", tmp_path / "saved"
    restyled.mkdir()
    saved.mkdir()
    templates = sorted({kind.template for kind in norfolk.documents
                        if kind.template.endswith(".docx")})
    for name in templates:
        document = docx.Document(str(norfolk.docx / name))
        document.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0x00, 0x40)  # type: ignore[attr-defined]
        document.save(str(restyled / name))
    to_office([restyled / name for name in templates], "docx:MS Word 2007 XML", saved)
    shutil.copyfile(norfolk.docx / "house.docx", saved / "house.docx")
    other = replace(norfolk, docx=saved)
    assert lint_profile(other) == []
    before = render(norfolk, done.checked.case)
    after = render(other, done.checked.case)
    assert after.missing == before.missing
    for name, data in before.files.items():
        if name.endswith(".docx"):
            one, two = (sorted(set(_lines(d))) for d in (data, after.files[name]))
            assert one == two, name
    assert b"800040" in _part(after.files["documents/collated_rapid_review.docx"])


def _lines(data: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip() for paragraph in word.text_of(data)
            for line in paragraph.split("\n") if line.strip()]


def _part(data: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/styles.xml")
