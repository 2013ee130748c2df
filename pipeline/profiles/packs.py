"""A pack's definition becomes its type, and names documents, packs and deadlines that there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import DocumentKind, Form, PackKind
from pipeline.profiles.loader import Loader

PUBLIC = ("names", "identifiers", "doubts", "tick_list", "hygiene", "not_public", "placeholders",
          "way", "publication_day", "accessibility")
"""What every pack that the public may see is checked for: a partnership may add, not leave out."""

CLEARED = ("judicial", "legal_advice", "family_meeting", "sign_off", "partners", "panel_copy",
           "reviewer", "report_contents")
"""What a published pack with the report in it is checked for besides."""

FINAL = ("sign_off", "judicial", "reviewer", "way", "names", "identifiers", "doubts", "hygiene")
"""What every pack that gives somebody the final report is checked for, the family's as well."""

DRAFT = "DRAFT"
"""How the state of a pack begins whose report is not the final one."""

FILLED = {name: f"{{{name}}}" for name in ("publication", "recipient", "number", "of", "reference")}
"""Words in braces that are filled in when a pack is made, not when its definition is read."""


def read_packs(loader: Loader, rows: Sequence[Mapping[str, Any]],
               documents: Sequence[DocumentKind], deadlines: Sequence[Mapping[str, Any]],
               forms: Iterable[Form]) -> tuple[PackKind, ...]:
    """The packs of a profile. Raises DefinitionTrouble when one names what there is not."""
    known = {kind.id for kind in documents}
    packs = {row["id"] for row in rows}
    clocks = {row["id"] for row in deadlines}
    anchors = {asked.id for form in forms for section in form.sections
               if section.means == "key_dates" for asked in section.fields}
    for row in rows:
        here = f"packs.{row['id']}"
        for name in row["contents"]:
            if name not in known:
                raise loader.wrong(f"{here}.contents", f"there is no document '{name}'.")
        if row.get("for_each") == "list" and not loader.lists.get(row.get("recipients", "")):
            raise loader.wrong(f"{here}.recipients", "a pack for each entry of a list says which "
                               "list of the profile that is.")
        _checked(loader, row, {kind.id for kind in documents if kind.means == "report"})
        for key, dates in (("starts_clock", [row.get("starts_clock", "")]),
                           ("after", row.get("after", [])), ("before", row.get("before", []))):
            for one in filter(None, dates):
                if one not in anchors:
                    raise loader.wrong(f"{here}.{key}",
                                       f"the case record has no key date '{one}'.")
        for need in row.get("needs", ()):
            if need["pack"] not in packs:
                raise loader.wrong(f"{here}.needs", f"there is no pack '{need['pack']}'.")
            if need.get("deadline", "") and need["deadline"] not in clocks:
                raise loader.wrong(f"{here}.needs", f"there is no deadline '{need['deadline']}'.")
    return tuple(_pack(row) for row in rows)


def _checked(loader: Loader, row: Mapping[str, Any], reports: set[str]) -> None:
    """Refuse a pack that leaves out a check it cannot go without, or that leaves names in."""
    here = f"packs.{row['id']}"
    published, reported = row.get("published"), bool(reports & set(row["contents"]))
    if published:
        _demand(loader, row, (*PUBLIC, *(CLEARED if reported else ())), "a pack that is published")
        if not row.get("anonymise"):
            raise loader.wrong(f"{here}.anonymise",
                               "a pack that is published has its names taken out.")
    if reported and not row.get("state", "").startswith(DRAFT):
        _demand(loader, row, FINAL, "a pack that gives somebody the final report")


def _demand(loader: Loader, row: Mapping[str, Any], checks: Sequence[str], what: str) -> None:
    lacking = [name for name in checks if name not in row["checks"]]
    if lacking:
        raise loader.wrong(f"packs.{row['id']}.checks",
                           f"{what} is always checked for {', '.join(lacking)}.")


def _pack(row: Mapping[str, Any]) -> PackKind:
    listed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in row.items()}
    return PackKind(**listed)
