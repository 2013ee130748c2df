"""Load a partnership's definitions. The definition is data, and is itself checked on loading.

Everything a partnership may change is resolved here once: questions taken from the bank, shared
lists turned into ticks, switches, and words in braces. Later stages see only finished types.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.keys import MEANINGS, check
from pipeline.model import DocumentKind, Field, Form, Profile, Section

SHARED = "_shared"
TABLE_ROWS = 20
CONTINUATION_ROWS = 2
CERBERUS_KEYS = ("regex", "min", "max", "minlength", "maxlength", "allowed")
WORD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def partnerships(root: Path) -> list[str]:
    """The ids of all partnerships under `root` (the templates folder), in order."""
    found = (root / "profiles").glob("*/profile.toml")
    return sorted(path.parent.name for path in found)


def load_profile(root: Path, partnership: str) -> Profile:
    """Load one partnership from `root` (the templates folder).

    Raises UsageTrouble when there is no such partnership, DefinitionTrouble (file and key) when
    a definition is wrong.
    """
    folder = root / "profiles" / partnership
    if not (folder / "profile.toml").is_file():
        known = ", ".join(partnerships(root)) or "none"
        raise UsageTrouble(f"There is no partnership called '{partnership}'. There are: {known}.")
    shared = root / "profiles" / SHARED
    bank = _toml(shared / "bank.toml")
    raw = _toml(folder / "profile.toml")
    check(raw, "profile", folder / "profile.toml", "")
    lists = {**_toml(shared / "lists.toml"), **raw.get("lists", {})}
    loader = _Loader(bank, lists, raw["words"], raw.get("switches", {}), folder / "profile.toml")
    forms = {name: _form(loader.at(folder / "forms" / f"{name}.toml"), name)
             for name in raw["forms"]}
    national = _toml(shared / "national.toml")
    rules = [*national.get("deadlines", ()), *raw.get("deadlines", ())]
    for row in rules:
        check(row, "deadline", folder / "profile.toml", f"deadlines.{row.get('id', '?')}")
    titles = national.get("sources", {})
    deadlines = tuple({**row, "source": {
        **row["source"], "title": titles.get(row["source"]["file"], "")}} for row in rules)
    return Profile(
        id=raw["id"], name=raw["name"], words=dict(raw["words"]), roles=dict(raw.get("roles", {})),
        switches=dict(raw.get("switches", {})), forms=forms,
        documents=tuple(_document(loader, row) for row in raw.get("documents", ())),
        deadlines=deadlines, lists=loader.worded(lists), folder=folder,
        docx=root / "docx" / partnership, xlsx=root / "xlsx" / partnership,
        marking=raw.get("marking", ""), notes=tuple(loader.worded(raw.get("notes", []))),
        replies=dict(raw["replies"]),
    )


def with_contacts(profile: Profile, book: Path) -> Profile:
    """The profile with names, numbers and addresses from the partnership's own contact book.

    The book is TOML: a table a role, as [business_manager], with name, phone and email. Without a
    book only roles are printed. Raises DefinitionTrouble when it names a role there is not.
    """
    if not book.is_file():
        return profile
    contacts = _toml(book)
    for role, entry in contacts.items():
        if role not in profile.roles:
            known = ", ".join(profile.roles)
            raise DefinitionTrouble(f"{book.name}, {role}: there is no such role. Roles: {known}.")
        check(entry, "contact", book, role)
    lines = {role: ", ".join([profile.roles[role], *(
        entry[key] for key in ("name", "phone", "email") if entry.get(key))])
        for role, entry in contacts.items()}
    return replace(profile, contacts=lines)


class _Loader:
    """What every definition of one partnership is resolved against, and the file being read."""

    def __init__(self, bank: Mapping[str, Any], lists: Mapping[str, Any],
                 words: Mapping[str, str], switches: Mapping[str, bool], file: Path) -> None:
        self.bank, self.lists, self.words = bank, lists, words
        self.switches, self.file = switches, file

    def at(self, file: Path) -> "_Loader":
        """The same loader, reading another file."""
        return _Loader(self.bank, self.lists, self.words, self.switches, file)

    def wrong(self, key: str, why: str) -> DefinitionTrouble:
        """The trouble to raise for a key of the file being read."""
        return DefinitionTrouble(f"{self.file.name}, {key}: {why}")

    def worded(self, value: Any, key: str = "words") -> Any:
        """The same value with every {word} put in from the profile."""
        if isinstance(value, str):
            return WORD.sub(lambda found: self._word(found[1], key), value)
        if isinstance(value, list):
            return [self.worded(item, key) for item in value]
        if isinstance(value, Mapping):
            return {name: self.worded(item, key) for name, item in value.items()}
        return value

    def _word(self, name: str, key: str) -> str:
        if name not in self.words:
            raise self.wrong(key, f"there is no word '{name}' under [words] in profile.toml.")
        return self.words[name]

    def on(self, raw: Mapping[str, Any], key: str) -> bool:
        """Whether the switch named by a definition, if any, is on."""
        switch = raw.get("switch", "")
        if switch and switch not in self.switches:
            raise self.wrong(key, f"there is no switch '{switch}' in profile.toml.")
        return not switch or self.switches[switch]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise DefinitionTrouble(f"{path.name} is missing from {path.parent.name}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise DefinitionTrouble(f"{path.name} cannot be read: {why}.") from None


def _form(loader: _Loader, name: str) -> Form:
    raw = loader.worded(_toml(loader.file))
    check(raw, "form", loader.file, "")
    if raw["id"] != name:
        raise loader.wrong("id", f"must be '{name}', the name of the file.")
    sections = tuple(_section(loader, row) for row in raw["sections"]
                     if loader.on(row, f"sections.{row.get('id', '?')}"))
    _unique(loader, "sections", (s.id for s in sections))
    _unique(loader, "sheets", (s.sheet.casefold() for s in sections))
    return Form(
        id=raw["id"], title=raw["title"], version=raw["version"], filled_by=raw["filled_by"],
        sections=sections, means=raw.get("means", ""), for_each=raw.get("for_each", "case"),
        desk=raw.get("desk", False), intro=tuple(raw.get("intro", ())),
        guidance=tuple(raw.get("guidance", ())), source=raw.get("source", ""),
    )


def _section(loader: _Loader, raw: Mapping[str, Any]) -> Section:
    here = f"sections.{raw.get('id', '?')}"
    check(raw, "section", loader.file, here)
    sheet = raw.get("sheet", raw["title"])
    if len(sheet) > 31 or re.search(r"[\[\]:*?/\\']", sheet):
        raise loader.wrong(f"{here}.sheet", "a sheet's name has up to 31 characters, none of "
                           "[ ] : * ? / \\ '. Give the section a shorter 'sheet'.")
    fields = tuple(_field(loader, row, here) for row in _field_rows(loader, raw, here)
                   if loader.on(row, here))
    _unique(loader, f"{here}.fields", (f.id for f in fields))
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


def _field_rows(loader: _Loader, raw: Mapping[str, Any], here: str) -> list[Mapping[str, Any]]:
    """A tick section's options come from its list, before the fields of its own."""
    rows = list(raw.get("fields", ()))
    if "list" not in raw:
        return rows
    if raw["list"] not in loader.lists:
        raise loader.wrong(f"{here}.list", f"there is no list '{raw['list']}'.")
    options = [{"id": o["id"], "label": o["label"], "group": o.get("group", ""), "type": "tick"}
               for o in loader.worded(loader.lists[raw["list"]])]
    return options + rows


def _field(loader: _Loader, raw: Mapping[str, Any], section: str) -> Field:
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
        prefill=merged.get("prefill", ""), gathers=tuple(merged.get("gathers", ())),
        adverse=merged.get("adverse", ""), until=merged.get("until", ""),
        if_empty=merged.get("if_empty", ""),
        source=merged.get("source", ""),
    )


def _document(loader: _Loader, row: Mapping[str, Any]) -> DocumentKind:
    row = loader.worded(row)
    check(row, "document", loader.file, f"documents.{row.get('id', '?')}")
    listed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in row.items()}
    return DocumentKind(**listed)


def _unique(loader: _Loader, key: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise loader.wrong(key, f"'{one}' stands there twice.")
        seen.add(one)
