"""The rules of a partnership's process name questions that its forms have: checked on loading."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Form
from pipeline.profiles.loader import Loader

NEEDED = {"needs": (), "at_most": ("table", "count"), "each_of": ("table", "column", "values"),
          "each_row": ("table", "any")}


def check_rules(loader: Loader, rules: list[Mapping[str, Any]],
                forms: Mapping[str, Form]) -> None:
    """Raise DefinitionTrouble when a rule lacks a key or names a question there is not."""
    for rule in rules:
        here = f"rules.{rule['id']}"
        for key in NEEDED[rule["kind"]]:
            if key not in rule:
                raise loader.wrong(here, f"a rule of this kind needs '{key}'.")
        if rule["kind"] == "needs" and not (rule.get("all") or rule.get("any")):
            raise loader.wrong(here, "a rule of this kind needs 'all' or 'any'.")
        for path in _paths(rule):
            if not _known(path, forms):
                raise loader.wrong(here, f"there is no question '{path}'.")


def _paths(rule: Mapping[str, Any]) -> Iterator[str]:
    yield from rule.get("all", ())
    yield from rule.get("any", ())
    yield from (one["path"] for one in rule.get("when", ()))
    if "table" in rule:
        columns = [rule.get("column"), rule.get("rows", {}).get("column")]
        yield from (f"{rule['table']}.{name}" for name in columns if name)
        if not any(columns):
            yield rule["table"]


def _known(path: str, forms: Mapping[str, Form]) -> bool:
    form, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    section = forms[form].section(name) if form in forms else None
    return section is not None and (not field or section.field(field) is not None)
