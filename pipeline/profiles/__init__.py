"""Load a partnership's definitions. The definition is data, and is itself checked on loading.

Everything a partnership may change is resolved here once: questions taken from the bank, shared
lists turned into ticks, switches, and words in braces. Later stages see only finished types.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.keys import check
from pipeline.model import Profile
from pipeline.profiles.clock import check_deadlines, check_spans
from pipeline.profiles.documents import read_documents
from pipeline.profiles.forms import read_form
from pipeline.profiles.loader import Loader, read_toml, unique
from pipeline.profiles.packs import FILLED, read_packs
from pipeline.profiles.rules import check_rules

SHARED, MAIN, CLOCK = "_shared", "profile.toml", "deadlines.toml"


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
    national = read_toml(shared / "national.toml")
    check(national, "national", shared / "national.toml", "")
    raw, origins = _gathered(folder)
    check(raw, "profile", folder / MAIN, "", origins)
    national_lists = read_toml(shared / "lists.toml")
    for name, row in national_lists.items():
        check(row, "list", shared / "lists.toml", name)
    lists = {**{name: row["entries"] for name, row in national_lists.items()},
             **raw.get("lists", {})}
    words = {**{name: text["words"] for name, text in national.get("texts", {}).items()},
             **raw["words"]}
    loader = Loader(read_toml(shared / "bank.toml"), shared / "sections", lists, words,
                    raw.get("switches", {}), folder / MAIN, origins)
    forms = {name: read_form(loader.at(folder / "forms" / f"{name}.toml"), name)
             for name in raw["forms"]}
    rows = {kind: [_row(loader, kind, row) for row in raw.get(kind, [])]
            for kind in ("documents", "packs", "rules", "measures")}
    for kind in ("packs", "rules", "measures"):
        unique(loader, kind, (row["id"] for row in rows[kind]))
    check_rules(loader, rows["rules"], forms)
    documents = read_documents(loader, rows["documents"], forms, raw.get("roles", {}))
    sources = {**national.get("sources", {}), **raw.get("sources", {})}
    everywhere = national.get("deadlines", [])
    clock = replace(loader, file=folder / CLOCK, origins={
        **{f"deadlines.{_id(row)}": shared / "national.toml" for row in everywhere}, **origins})
    deadlines = _deadlines(clock, everywhere, raw.get("deadlines", []), sources)
    check_deadlines(clock, deadlines, forms.values(), documents)
    packs = read_packs(loader, rows["packs"], documents, deadlines, forms.values())
    return Profile(
        id=raw["id"], name=raw["name"], words=words, roles=dict(raw.get("roles", {})),
        switches=dict(raw.get("switches", {})), forms=forms, documents=documents,
        packs=packs,
        deadlines=deadlines, lists=loader.worded(lists), folder=folder,
        docx=root / "docx" / partnership, xlsx=root / "xlsx" / partnership,
        pptx=root / "pptx" / partnership,
        marking=raw.get("marking", ""), notes=tuple(loader.worded(raw.get("notes", []))),
        replies=dict(raw["replies"]), rules=tuple(rows["rules"]), measures=tuple(rows["measures"]),
        closures=tuple(raw.get("closures", ())), source_file=raw.get("source_file", ""),
        sources=sources, texts=dict(national.get("texts", {})), origins=origins,
    )


def gathered(folder: Path) -> dict[str, Any]:
    """A partnership's own definitions: profile.toml and every other .toml beside it, as one.

    Lists follow one another and tables are laid together, in the order of the files' names, after
    profile.toml. Raises DefinitionTrouble when one thing is said twice.
    """
    return _gathered(folder)[0]


def _gathered(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """The same, and which file each entry stands in: by its key, as `documents.agenda`."""
    raw: dict[str, Any] = {}
    origins: dict[str, Path] = {}
    others = sorted(path for path in folder.glob("*.toml") if path.name != MAIN)
    for path in (folder / MAIN, *others):
        more = read_toml(path)
        for name, value in more.items():
            origins.setdefault(name, path)
            entries = value if isinstance(value, list | dict) else ()
            origins.update({f"{name}.{_id(one)}": path for one in entries})
        _lay_together(raw, more, path, "")
    return raw, origins


def _id(entry: Any) -> str:
    return str(entry.get("id", "?")) if isinstance(entry, Mapping) else str(entry)


def _row(loader: Loader, kind: str, raw: Any) -> Any:
    """An entry of a list with its words put in, held against its schema."""
    here = f"{kind}.{_id(raw)}"
    if not isinstance(raw, Mapping):
        raise loader.wrong(kind, f"each entry stands under its own [[{kind}]].")
    words = {**loader.words, **FILLED} if kind == "packs" else loader.words
    row = replace(loader, words=words).worded(raw, here)
    check(row, kind.removesuffix("s"), loader.file_of(here), here)
    return row


def _lay_together(into: dict[str, Any], more: Mapping[str, Any], file: Path, key: str) -> None:
    for name, value in more.items():
        here = f"{key}.{name}" if key else name
        if name not in into:
            into[name] = value
        elif isinstance(value, list) and isinstance(into[name], list) and not key:
            into[name] += value
        elif isinstance(value, dict) and isinstance(into[name], dict) and not key:
            _lay_together(into[name], value, file, here)
        else:
            raise DefinitionTrouble(f"{file.name}, {here}: another file beside it says this too.")


def _deadlines(loader: Loader, everywhere: Sequence[Mapping[str, Any]],
               own: Sequence[Mapping[str, Any]],
               titles: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    """The national rules and the partnership's own, each with the title of its source."""
    rules = [*everywhere, *own]
    for row in rules:
        check_spans(loader, row, f"deadlines.{_id(row)}")
        check(row, "deadline", loader.file_of(f"deadlines.{_id(row)}"), f"deadlines.{_id(row)}")
    unique(loader, "deadlines", (row["id"] for row in rules))
    return tuple({
        **loader.worded(row, f"deadlines.{row['id']}"),
        "scope": "national" if row in everywhere else "partnership",
        "source": {  # the words of a source stay as they are
            **row["source"], "title": titles.get(row["source"]["file"], "")}} for row in rules)


def with_contacts(profile: Profile, book: Path) -> Profile:
    """The profile with names, numbers and addresses from the partnership's own contact book.

    The book is TOML: a table a role, as [business_manager], with name, phone and email. Without a
    book only roles are printed. Raises DefinitionTrouble when it names a role there is not.
    """
    if not book.is_file():
        return profile
    contacts = read_toml(book)
    for role, entry in contacts.items():
        if role not in profile.roles:
            known = ", ".join(profile.roles)
            raise DefinitionTrouble(f"{book.name}, {role}: there is no such role. Roles: {known}.")
        check(entry, "contact", book, role)
    lines = {role: ", ".join([profile.roles[role], *(
        entry[key] for key in ("name", "phone", "email") if entry.get(key))])
        for role, entry in contacts.items()}
    return replace(profile, contacts=lines, phones={
        role: entry["phone"] for role, entry in contacts.items() if entry.get("phone")})
