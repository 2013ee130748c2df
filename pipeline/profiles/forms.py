"""A form's definition becomes its type: with questions of the bank, shared sections and lists."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.keys import MEANINGS, check
from pipeline.model import Field, Form, Section
from pipeline.profiles.loader import Loader, read_toml, unique

TABLE_ROWS = 20
CONTINUATION_ROWS = 2
CERBERUS_KEYS = ("regex", "min", "max", "minlength", "maxlength", "allowed")


def read_form(loader: Loader, name: str) -> Form:
    """The form `name`, from the file the loader is at. Raises DefinitionTrouble (file and key)."""
    raw = loader.worded(read_toml(loader.file))
    raw["sections"] = [_shared(loader, row) for row in raw.get("sections", ())]
    check(raw, "form", loader.file, "")
    if raw["id"] != name:
        raise loader.wrong("id", f"must be '{name}', the name of the file.")
    sections = tuple(_section(loader, row) for row in raw["sections"]
                     if loader.on(row, f"sections.{row.get('id', '?')}"))
    unique(loader, "sections", (s.id for s in sections))
    unique(loader, "sheets", (s.sheet.casefold() for s in sections))
    return Form(
        id=raw["id"], title=raw["title"], version=raw["version"], filled_by=raw["filled_by"],
        sections=sections, means=raw.get("means", ""), for_each=raw.get("for_each", "case"),
        desk=raw.get("desk", False), starts=dict(raw.get("starts", {})),
        only_when=dict(raw.get("only_when", {})), intro=tuple(raw.get("intro", ())),
        guidance=tuple(raw.get("guidance", ())), source=raw.get("source", ""),
    )


def _shared(loader: Loader, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The section itself, or the shared one it uses with what is written here laid over it."""
    if "use" not in raw:
        return raw
    here = f"sections.{raw['use']}"
    path = loader.sections / f"{raw['use']}.toml"
    if not path.is_file():
        raise loader.wrong(f"{here}.use", f"there is no shared section '{raw['use']}'.")
    shared = loader.at(path).worded(read_toml(path), here)
    without = raw.get("without", [])
    rows = shared.get("fields", [])
    known = [_id(row) for row in rows]
    for name in without:
        if name not in known:
            raise loader.wrong(f"{here}.without", f"the shared section has no question '{name}'.")
    fields = [_without(row, without) for row in rows if _id(row) not in without]
    for row in raw.get("fields", []):
        _lay_over(loader, fields, row, here)
    over = {name: value for name, value in raw.items() if name not in ("use", "without", "fields")}
    return {**shared, **over, "fields": fields}


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id", row.get("use", "?")))


def _without(row: Mapping[str, Any], gone: Sequence[str]) -> Mapping[str, Any]:
    """A shared question that is no longer held against questions which are not asked here."""
    kept = {name: [one for one in value if one not in gone]
            if name in ("not_before", "not_after") else value for name, value in row.items()}
    rule: Any = kept.get("required_if", {})
    if rule.get("field") in gone:
        del kept["required_if"]
    return kept


def _lay_over(loader: Loader, fields: list[Mapping[str, Any]], row: Mapping[str, Any],
              here: str) -> None:
    """Change the question with this id, or add one at its place."""
    row = dict(row)
    after = row.pop("after", "")
    ids = [_id(one) for one in fields]
    if _id(row) in ids:
        place = ids.index(_id(row))
        fields[place] = {**fields[place], **row}
    elif after and after not in ids:
        raise loader.wrong(f"{here}.{_id(row)}.after", f"there is no question '{after}'.")
    else:
        fields.insert(ids.index(after) + 1 if after else len(fields), row)


def _section(loader: Loader, raw: Mapping[str, Any]) -> Section:
    here = f"sections.{raw.get('id', '?')}"
    check(raw, "section", loader.file, here)
    sheet = raw.get("sheet", raw["title"])
    if wrong := _no_name(sheet):
        raise loader.wrong(f"{here}.sheet", f"{wrong} Add sheet = \"…\" with another name.")
    fields = tuple(_field(loader, row, here) for row in _field_rows(loader, raw, here)
                   if loader.on(row, here))
    unique(loader, f"{here}.fields", (f.id for f in fields))
    means = raw.get("means", "")
    for needed in MEANINGS.get(means, ()):
        if needed not in [f.id for f in fields]:
            raise loader.wrong(here, f"a section that means '{means}' needs a field '{needed}'.")
    names = {f.id for f in fields}
    for row in raw.get("printed", ()):
        if unknown := set(row) - names:
            raise loader.wrong(f"{here}.printed", f"no field '{sorted(unknown)[0]}' in the table.")
    return Section(
        id=raw["id"], title=raw["title"], kind=raw["kind"], sheet=sheet,
        about=raw.get("about", ""), fields=fields, per=raw.get("per", ""),
        prefilled=raw.get("prefilled", False), prefill=raw.get("prefill", ""), means=means,
        guidance=tuple(raw.get("guidance", ())),
        guidance_after=tuple(raw.get("guidance_after", ())),
        filled_by=raw.get("filled_by", ""),
        rows=max(raw.get("rows", TABLE_ROWS), len(raw.get("printed", ()))),
        max_rows=raw.get("max_rows", 0), printed=tuple(raw.get("printed", ())),
        sort_by=raw.get("sort_by", ""), at_least_one=raw.get("at_least_one", False),
        source=raw.get("source", ""),
    )


def _no_name(sheet: str) -> str:
    """Why Excel does not take this as the name of a sheet, or ''."""
    if unallowed := re.search(r"[\[\]:*?/\\']", sheet):
        return f"{unallowed[0]} is not allowed in the name of a sheet."
    return (f"the name of a sheet has up to 31 characters; this one has {len(sheet)}."
            if len(sheet) > 31 else "")


def _field_rows(loader: Loader, raw: Mapping[str, Any], here: str) -> list[Mapping[str, Any]]:
    """A tick section's options come from its list, before the fields of its own."""
    rows = list(raw.get("fields", ()))
    if "list" not in raw:
        return rows
    if raw["list"] not in loader.lists:
        raise loader.wrong(f"{here}.list", f"there is no list '{raw['list']}'.")
    options = [{"id": o["id"], "label": o["label"], "group": o.get("group", ""), "type": "tick"}
               for o in loader.worded(loader.lists[raw["list"]])]
    return options + rows


def _field(loader: Loader, raw: Mapping[str, Any], section: str) -> Field:
    here = f"{section}.{raw.get('id', raw.get('use', '?'))}"
    key = raw.get("use", "")
    if key and key not in loader.bank:
        raise loader.wrong(f"{here}.use", f"there is no question '{key}' in bank.toml.")
    merged = {**loader.worded(loader.bank.get(key, {}), here), **raw}
    merged.setdefault("id", key)
    check(merged, "field", loader.file, here)
    kind = merged.get("type", "text")
    if kind == "choice" and not (merged.get("choices") or merged.get("choices_from")):
        raise loader.wrong(here, "a choice needs 'choices' or 'choices_from'.")
    more = CONTINUATION_ROWS if kind == "narrative" else 0
    return Field(
        id=merged["id"], label=merged["label"], type=kind, key=key,
        hint=merged.get("hint", ""), heading=merged.get("heading", ""),
        guidance=tuple(merged.get("guidance", ())), required=merged.get("required", False),
        required_if=merged.get("required_if", {}), severity=merged.get("severity", "error"),
        choices=("Yes", "No") if kind == "yes_no" else tuple(merged.get("choices", ())),
        choices_from=merged.get("choices_from", ""),
        labels_before=tuple(merged.get("labels_before", ())),
        not_before=tuple(merged.get("not_before", ())),
        not_after=tuple(merged.get("not_after", ())), within=tuple(merged.get("within", ())),
        rules={name: merged[name] for name in CERBERUS_KEYS if name in merged},
        continuation=merged.get("continuation", more), max_words=merged.get("max_words", 0),
        width=merged.get("width", 0), group=merged.get("group", ""),
        prefill=merged.get("prefill", ""), starts=merged.get("starts", ""),
        gathers=tuple(merged.get("gathers", ())),
        adverse=merged.get("adverse", ""), until=merged.get("until", ""),
        if_empty=merged.get("if_empty", ""), weekday=merged.get("weekday", False),
        source=merged.get("source", ""),
    )
