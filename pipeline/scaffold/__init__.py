"""Make templates: Word's from a form's definition or a sketch, PowerPoint's from a plain one.

All are in the colours of the partnership's house style.

A template is made once. After that it belongs to the people who restyle it in Word, and lint keeps
it true; only `force` makes it again. docs/templates.md says how.
"""

from collections.abc import Sequence

from pipeline.doors.docwriter import write_blocks
from pipeline.doors.housestyle import heading_colour, house_style, with_letter_styles
from pipeline.doors.slides import starter
from pipeline.doors.wordpictures import logo_of
from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.model import DocumentKind, Form, Profile
from pipeline.scaffold.outline import outline
from pipeline.scaffold.sketch import Sketch, read_sketch

SKETCHES = "sketches"
TITLE = "{{ document.title }}"


def scaffold(plan: Form | Sketch, house: bytes, title: str = "", warned: bool = False) -> bytes:
    """A .docx template laid out as the form or the sketch says, in this house style.

    `title`: the document's, where a form's document has one of its own. `warned`: a form's document
    relies on deadlines, and prints what the clock warns of; a sketch says so itself.
    """
    if isinstance(plan, Form):
        return write_blocks(outline(plan, title, warned), house, TITLE)
    return write_blocks(plan.blocks, with_letter_styles(house) if plan.letter else house, TITLE)


def scaffold_all(profile: Profile, force: bool = False, only: Sequence[str] = ()) -> list[str]:
    """Make every template the profile's documents name and that is not there yet.

    A document with a sketch of its name is made from the sketch, any other from its form. With
    `force` all (or those with an id in `only`) are made again, and what people changed in Word is
    lost. The house style is never made again. Returns the names of the files written.
    """
    kinds = [kind for kind in profile.documents
             if kind.format in ("docx", "pptx") and kind.template]
    if unknown := sorted(set(only) - {kind.id for kind in kinds}):
        raise UsageTrouble(f"No document '{unknown[0]}' has a template in profile.toml.")
    profile.docx.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    house = profile.house
    if not house.exists():
        house.write_bytes(house_style())
        written.append(house.name)
    for kind in kinds:
        target = (profile.pptx if kind.format == "pptx" else profile.docx) / kind.template
        if (only and kind.id not in only) or (target.exists() and not force):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_made(profile, kind, house.read_bytes()))
        written.append(kind.template)
    return written


def _made(profile: Profile, kind: DocumentKind, house: bytes) -> bytes:
    """The template of a document, in the colours and with the logo of the house style."""
    if kind.format == "pptx":
        logo = logo_of(house)
        return starter(heading_colour(house), profile.name,
                       (logo.data, logo.alternative) if logo else None)
    plan = plan_of(profile, kind.id, kind.form)
    return scaffold(plan, house, kind.title, bool(kind.relies_on))


def plan_of(profile: Profile, document: str, form: str) -> Form | Sketch:
    """What a document's template is made from: its sketch, or else its form."""
    sketch = profile.folder / SKETCHES / f"{document}.md"
    if sketch.is_file():
        return read_sketch(sketch.read_text(encoding="utf-8"), sketch.name, profile.forms)
    try:
        return profile.forms[form]
    except KeyError:
        file = profile.origins.get(f"documents.{document}", profile.folder / "profile.toml")
        raise DefinitionTrouble(f"{file.name}, documents.{document}: there is neither a sketch"
                                f" {SKETCHES}/{document}.md nor a form '{form}'.") from None
