"""The template belongs to the people who edit it in PowerPoint: what they break is named."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from pipeline import deck
from pipeline.doors.slides import starter
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Profile
from pipeline.scaffold import scaffold_all

PICTURE = (Path(__file__).parents[2] / "docs/images/collated-review.png")
Edit = Callable[[Any], None]


def edited(profile: Profile, kind: DocumentKind, folder: Path, edit: Edit) -> Profile:
    """The profile with its template changed as somebody might in PowerPoint."""
    template = Presentation(str(profile.pptx / kind.template))
    edit(template)
    template.save(str(folder / kind.template))
    return replace(profile, pptx=folder)


def layout(template: Any, name: str) -> Any:
    return next(one for one in template.slide_layouts if one.name == name)


def holder(template: Any, where: str, name: str) -> Any:
    return next(one for one in layout(template, where).placeholders if one.name == name)


def rename_layout(template: Any) -> None:
    layout(template, "Message").element.cSld.set("name", "Our message")


def rename_holder(template: Any) -> None:
    holder(template, "Message", "Theme").name = "Text Placeholder 4"


def delete_holder(template: Any) -> None:
    found = holder(template, "Table", "Table").element
    found.getparent().remove(found)


def delete_footer(template: Any) -> None:
    found = holder(template, "Child", "Footer").element
    found.getparent().remove(found)


def shrink(template: Any) -> None:
    holder(template, "Text", "Text").text_frame.paragraphs[0].font.size = Pt(12)
    for level in holder(template, "Text", "Text").element.iter(qn("a:defRPr")):
        level.set("sz", "1600")


def add_picture(template: Any) -> None:
    place = layout(template, "Text")
    _, key = place.part.get_or_add_image_part(io.BytesIO(PICTURE.read_bytes()))
    pictures = template.slides[0].shapes
    made = pictures.add_picture(io.BytesIO(PICTURE.read_bytes()), Emu(0), Emu(0), Emu(9999))
    made.element.nvPicPr.cNvPr.set("descr", "")
    made.element.find(f".//{qn('a:blip')}").set(qn("r:embed"), key)
    place.element.cSld.spTree.append(made.element)


@pytest.mark.parametrize(("edit", "told"), [
    (rename_layout, "there is no layout 'Message'. There are: Title slide, Text, Child, "
                    "Our message"),
    (rename_holder, "layout 'Message': there is no placeholder 'Theme'. There are: "),
    (delete_holder, "layout 'Table': there is no placeholder 'Table'."),
    (delete_footer, "layout 'Child': it has neither 'Draft or embargo' nor 'Footer'"),
    (shrink, "layout 'Text', 'Text': its letters have 16 points"),
    (add_picture, "'Text': a picture has no alternative text.")])
def test_lint_names_what_somebody_broke_in_powerpoint(
        norfolk: Profile, deck_kind: DocumentKind, tmp_path: Path, edit: Edit, told: str) -> None:
    assert list(deck.lint(norfolk, deck_kind)) == []
    found = list(deck.lint(edited(norfolk, deck_kind, tmp_path, edit), deck_kind))
    assert len(found) == 1
    assert found[0].startswith(("learning_deck.pptx, ", "learning_deck.pptx: "))
    assert told in found[0]


@pytest.mark.parametrize("edit", [rename_layout, rename_holder, delete_holder])
def test_no_deck_is_made_in_a_template_that_lacks_something(
        norfolk: Profile, case: Case, deck_kind: DocumentKind, tmp_path: Path, edit: Edit) -> None:
    with pytest.raises(DefinitionTrouble, match=r"learning_deck\.pptx.*there is no"):
        deck.make(edited(norfolk, deck_kind, tmp_path, edit), case, deck_kind, "")


def test_a_template_that_is_not_there_is_said_with_how_to_make_it(
        norfolk: Profile, case: Case, deck_kind: DocumentKind, tmp_path: Path) -> None:
    without = replace(norfolk, pptx=tmp_path)
    with pytest.raises(DefinitionTrouble, match="run cspr scaffold"):
        deck.make(without, case, deck_kind, "")
    assert scaffold_all(without, only=[deck_kind.id]) == [deck_kind.template]
    assert deck.make(without, case, deck_kind, "")
    assert scaffold_all(without, only=[deck_kind.id]) == []


def test_larger_letters_in_the_template_make_more_slides_and_no_smaller_words(
        norfolk: Profile, case: Case, deck_kind: DocumentKind, tmp_path: Path) -> None:
    def grow(template: Any) -> None:
        for level in holder(template, "Text", "Text").element.iter(qn("a:defRPr")):
            level.set("sz", "4400")

    larger = edited(norfolk, deck_kind, tmp_path, grow)
    counts = [sum(slide.layout == "Text" for slide in deck.slides_of(data))
              for profile in (norfolk, larger)
              for data in deck.make(profile, case, deck_kind, "").values()]
    assert counts[1] > counts[0]


def test_specimen_slides_of_the_template_and_its_author_do_not_come_along(
        norfolk: Profile, case: Case, deck_kind: DocumentKind, tmp_path: Path) -> None:
    def sign(template: Any) -> None:
        template.core_properties.author = template.core_properties.last_modified_by = "A Person"
        template.slides[0].shapes.title.text_frame.text = "Specimen of A Person"
        template.slides[0].notes_slide.notes_text_frame.text = "Note of A Person"

    (data,) = deck.make(edited(norfolk, deck_kind, tmp_path, sign), case, deck_kind, "").values()
    import zipfile
    package = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in package.namelist() if b"A Person" in package.read(name)]


def test_a_colour_makes_the_same_template_each_time() -> None:
    once = starter("#7a1f3d", "Made-up Partnership")
    assert once == starter("#7a1f3d", "Made-up Partnership")
    theme = Presentation(io.BytesIO(once)).slide_master.part
    assert any(b"7A1F3D" in one.target_part.blob for one in theme.rels.values()
               if one.reltype.endswith("/theme"))
