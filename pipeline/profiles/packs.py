"""A pack's definition becomes its type, and names documents, packs and deadlines that there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import DocumentKind, PackKind
from pipeline.profiles.loader import Loader


def read_packs(loader: Loader, rows: Sequence[Mapping[str, Any]],
               documents: Sequence[DocumentKind], deadlines: Sequence[Mapping[str, Any]]
               ) -> tuple[PackKind, ...]:
    """The packs of a profile. Raises DefinitionTrouble when one names what there is not."""
    known = {kind.id for kind in documents}
    packs = {row["id"] for row in rows}
    clocks = {row["id"] for row in deadlines}
    for row in rows:
        here = f"packs.{row['id']}"
        for name in row["contents"]:
            if name not in known:
                raise loader.wrong(f"{here}.contents", f"there is no document '{name}'.")
        if row.get("for_each") == "list" and not loader.lists.get(row.get("recipients", "")):
            raise loader.wrong(f"{here}.recipients", "a pack for each entry of a list says which "
                               "list of the profile that is.")
        for need in row.get("needs", ()):
            if need["pack"] not in packs:
                raise loader.wrong(f"{here}.needs", f"there is no pack '{need['pack']}'.")
            if need.get("deadline", "") and need["deadline"] not in clocks:
                raise loader.wrong(f"{here}.needs", f"there is no deadline '{need['deadline']}'.")
    return tuple(_pack(row) for row in rows)


def _pack(row: Mapping[str, Any]) -> PackKind:
    listed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in row.items()}
    return PackKind(**listed)
