"""A document's definition becomes its type, and names forms and roles that there are."""

from collections.abc import Collection, Mapping
from typing import Any

from pipeline.model import DocumentKind
from pipeline.profiles.loader import Loader


def read_documents(loader: Loader, rows: list[Mapping[str, Any]], forms: Collection[str],
                   roles: Collection[str]) -> tuple[DocumentKind, ...]:
    """The documents of a profile. Raises DefinitionTrouble when one names what there is not."""
    for row in rows:
        here = f"documents.{row['id']}"
        letter = row.get("letter", {})
        sent = letter.get("form", [])
        for key, named in (("form", row.get("form")),
                           *(("letter.form", one)
                             for one in ([sent] if isinstance(sent, str) else sent)),
                           *(("needs", one) for one in row.get("needs", ()))):
            if named and named not in forms:
                raise loader.wrong(f"{here}.{key}", f"there is no form '{named}'.")
        if letter and letter["role"] not in roles:
            raise loader.wrong(f"{here}.letter.role", f"there is no role '{letter['role']}'.")
    return tuple(_document(row) for row in rows)


def _document(row: Mapping[str, Any]) -> DocumentKind:
    listed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in row.items()}
    return DocumentKind(**listed)
