"""What deadlines name must be there: key dates, each other, and from documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import DocumentKind, Form
from pipeline.profiles.loader import Loader

DAYS = {"working_days": 7 / 5, "days": 1.0, "hours": 1 / 24, "weeks": 7.0, "months": 30.5,
        "years": 365.0}
"""About how many days a unit is: enough to say which of two spans is the longer."""
LONGEST = 100 * 365
HOW = "write a whole number of days, weeks, months …, as {{ working_days = 6 }}{}."


def check_spans(loader: Loader, row: Mapping[str, Any], here: str) -> None:
    """Raise DefinitionTrouble when how long a deadline gives is no span of time."""
    for name in ("within", "from"):
        if name in row:
            _check_span(loader, row[name], f"{here}.{name}")
    kind = row.get("kind")
    if kind == "window" and not ("from" in row and "within" in row):
        raise loader.wrong(here, "a window has both ends: from = { working_days = 6 } and "
                           "within = { working_days = 10 }.")
    if kind != "window" and "from" in row:
        raise loader.wrong(f"{here}.from", "only a window has a 'from': write "
                           "kind = \"window\", or take 'from' away.")
    if "from" in row and _long(row["from"]) > _long(row["within"]):
        raise loader.wrong(f"{here}.from", "the window opens after it has closed: 'from' must not "
                           "be longer than 'within'.")
    if kind == "recurring" and "within" in row and not _long(row["within"]):
        raise loader.wrong(f"{here}.within", "what comes round does so after at least one day: "
                           + HOW.format(""))


def _check_span(loader: Loader, span: Any, key: str) -> None:
    if not isinstance(span, Mapping) or not span:
        raise loader.wrong(key, HOW.format(""))
    for unit, count in span.items():
        if unit not in DAYS:
            raise loader.wrong(key, f"unallowed value {unit}. The units are {', '.join(DAYS)}.")
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise loader.wrong(key, HOW.format(", of at least 0 and without quotation marks"))
    if _long(span) > LONGEST:
        raise loader.wrong(key, "this is longer than a hundred years.")


def _long(span: Mapping[str, int]) -> float:
    return sum(count * DAYS[unit] for unit, count in span.items())


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
