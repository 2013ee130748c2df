"""What deadlines name must be there: key dates, each other, and from documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import DocumentKind, Form
from pipeline.profiles.loader import Loader


def check_deadlines(loader: Loader, deadlines: Sequence[Mapping[str, Any]],
                    forms: Iterable[Form], documents: Iterable[DocumentKind]) -> None:
    """Raise DefinitionTrouble when a deadline or a document names what is not there."""
    ids = {rule["id"] for rule in deadlines}
    keys = {field.id for form in forms if form.means == "case_record"
            for section in form.sections if section.means == "key_dates"
            for field in section.fields}
    for rule in deadlines:
        here = f"deadlines.{rule['id']}"
        for name in ("anchor", "or_anchor", "done_when"):
            if rule.get(name, "") not in ("", *keys):
                raise loader.wrong(f"{here}.{name}", f"the case record has no key date "
                                   f"'{rule[name]}'.")
        for name in ("national", "instead"):
            if rule.get(name, "") not in ("", *ids):
                raise loader.wrong(f"{here}.{name}", f"there is no deadline '{rule[name]}'.")
    for kind in documents:
        for name in kind.relies_on:
            if name not in ids:
                raise loader.wrong(f"documents.{kind.id}.relies_on",
                                   f"there is no deadline '{name}'.")
