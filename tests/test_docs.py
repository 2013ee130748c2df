"""What is documented exists, what exists is documented, and nothing stands there that must not."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest

from pipeline import keys
from pipeline.catalogue import CODES
from pipeline.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CODE = ROOT / "pipeline"


def pages() -> list[Path]:
    """Every page for people."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("inputs/*.md"),
                   *ROOT.glob("outputs/*.md")])


@cache
def text(name: str) -> str:
    """The words of a page of `docs/`."""
    return (DOCS / name).read_text("utf-8")


def parts(name: str) -> dict[str, str]:
    """The parts of a page by their heading."""
    found = re.split(r"^## (.+)$", text(name), flags=re.M)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def rows(table: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, without heading and rule."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for n, row in enumerate(cells)
            if not set(row[0]) <= set("-") and not (n + 1 < len(cells)
                                                    and set(cells[n + 1][0]) == set("-"))]


def ticked(words: str) -> list[str]:
    """What stands in backticks, outside whole blocks of code."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", words, flags=re.M | re.S))


def keys_of(part: str, page: str = "forms.md") -> list[str]:
    """The keys that the tables of a part explain."""
    return [key for row in rows(parts(page)[part]) for key in ticked(row[0])]


# --- problems -------------------------------------------------------------------------------


def catalogue() -> list[tuple[str, str]]:
    """Group and code of every problem, in the order of the catalogue."""
    group, found = "", []
    for line in "".join((CODE / "catalogue" / f"{name}.py").read_text("utf-8")
                        for name in ("arrival", "forms", "gate", "accessible", "packs",
                                     "bundles", "published", "decisions", "packing")).splitlines():
        if match := re.fullmatch(r"    # (.+)", line):
            group = match[1]
        elif match := re.match(r'    "([a-z-]+)": Kind\(', line):
            found.append((group, match[1]))
    return found


def test_every_problem_code_is_explained_in_its_group_and_nothing_else_is() -> None:
    explained = [(group, code) for group, part in parts("problems.md").items()
                 for row in rows(part) for code in ticked(row[0])]
    assert {code for _, code in catalogue()} == set(CODES)
    assert explained == catalogue()


def test_every_problem_says_its_gravity_what_it_means_and_who_mends_it() -> None:
    for part in parts("problems.md").values():
        for code, gravity, meaning, mending in rows(part):
            assert gravity == CODES[ticked(code)[0]].severity, code
            assert meaning.endswith("."), code
            assert re.match(r"(Sender|Business Unit|Owner): ", mending), code


def test_problems_that_pages_mention_exist() -> None:
    for path in pages():
        for word in ticked(path.read_text("utf-8")):
            if re.fullmatch(r"(missing|date|not|label|two|other|unplaced|held)-[a-z-]+", word):
                assert word in CODES, f"{path.name}: {word}"


# --- commands -------------------------------------------------------------------------------


def all_words() -> str:
    """Every page for people as one text."""
    return "\n".join(path.read_text("utf-8") for path in pages())


def test_every_command_and_option_is_mentioned() -> None:
    said = all_words()
    for name, command in main.commands.items():
        assert re.search(rf"cspr {name}\b", said), f"cspr {name}"
        assert command.help, name
        for one in command.params:
            if isinstance(one, click.Option):
                assert [o for o in one.opts if re.search(rf"{re.escape(o)}\b", said)], one.opts


def test_every_command_and_option_that_is_mentioned_exists() -> None:
    known = {o for c in main.commands.values() for p in c.params for o in p.opts} | {
        "--help", "--proxy"}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for path in pages():
        words = path.read_text("utf-8")
        code = "\n".join([*ticked(words), *re.findall(r"^ {4}(.*)$", words, re.M),
                          *re.findall(r"^ *```\n(.*?)^ *```", words, re.M | re.S)])
        code = re.sub(r"# .*", "", code)
        for name in re.findall(r"\bcspr ([a-z][a-z-]*)", code):
            assert name in main.commands, f"{path.name}: cspr {name}"
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", code):
            assert option in known, f"{path.name}: {option}"
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", code):
            assert target in targets, f"{path.name}: make {target}"


# --- keys of definitions --------------------------------------------------------------------

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "A form": keys.FORM, "A section": keys.SECTION, "A field": keys.FIELD,
    "A profile": keys.PROFILE, "A document": keys.DOCUMENT, "A deadline": keys.DEADLINE,
    "A measure": keys.MEASURE,
}


@pytest.mark.parametrize("part", SCHEMAS)
def test_every_key_of_a_definition_is_explained_and_no_other(part: str) -> None:
    explained = keys_of(part)
    assert sorted(explained) == sorted(set(explained)), "explained twice"
    assert set(explained) == set(SCHEMAS[part])


@pytest.mark.parametrize("part", SCHEMAS)
def test_every_word_a_key_allows_is_named(part: str) -> None:
    for key, rule in SCHEMAS[part].items():
        [told] = [" ".join(row[1:]) for row in rows(parts("forms.md")[part])
                  if key in ticked(row[0])]
        for word in rule.get("allowed", ()) if key not in ("means", "type", "filled_by") else ():
            assert word in told, f"{part}, {key}: {word}"


def test_every_key_and_check_of_a_pack_is_explained_and_no_other() -> None:
    table = rows(parts("packs.md")["A pack"])
    told = {key: " ".join(row[1:]) for row in table for key in ticked(row[0])}
    assert sorted(told) == sorted(keys.PACK) and len(table) == len(told)
    assert set(keys.CHECKS) <= set(ticked(told["checks"]))
    for key in ("for_each", "gaps", "ways"):
        rule = keys.PACK[key].get("allowed", ())
        assert set(rule) <= set(ticked(told[key])), key


def test_types_meanings_owners_and_units_are_explained() -> None:
    assert sorted(keys_of("Types")) == sorted(keys.TYPES)
    told = {ticked(row[0])[0]: ticked(row[2]) for row in rows(parts("forms.md")["Meanings"])}
    assert told == {name: list(fields) for name, fields in keys.MEANINGS.items()}
    [owners] = [row[1] for row in rows(parts("forms.md")["A form"]) if row[0] == "`filled_by`"]
    assert sorted(ticked(owners)) == sorted(keys.OWNERS)
    [within] = [row[1] for row in rows(parts("forms.md")["A deadline"]) if row[0] == "`within`"]
    assert set(keys.UNITS) <= set(ticked(within))


# --- modules --------------------------------------------------------------------------------


def test_every_module_is_on_the_map_and_no_other() -> None:
    mapped = re.findall(r"^- `([^`]+)` \S", text("map.md"), re.M)
    there = [path.relative_to(CODE).as_posix().removesuffix("__init__.py")
             for path in CODE.rglob("*.py") if path.read_text("utf-8").strip()]
    assert sorted(mapped) == sorted(there)


# --- the glossary ---------------------------------------------------------------------------

UNIVERSAL = {  # what an abbreviation in a page may be without an explanation
    "TOML", "JSON", "XML", "YAML", "PDF", "MB", "UK", "IT", "README", "CHANGELOG", "CONTRIBUTING",
    "CASE", "DRAFT", "NOT", "CLEARED", "EMBARGOED", "OFFICIAL", "SENSITIVE", "EDTF", "AND",
    "ANALYSIS", "JPEG", "PNG", "GIF", "AM", "FOR", "PUBLICATION",
    "CPAM", "PROFILE", "CSPR_DEBUG", "A1", "AB1", "CD", "C1", "TOC", "P", "YYYY", "DD", "MM", "NHS",
}


def terms(part: str) -> list[str]:
    """The terms of one part of the glossary."""
    return [row[0] for row in rows(parts("glossary.md")[part])]


def test_glossary_terms_are_in_order_and_used() -> None:
    elsewhere = " ".join(
        path.read_text("utf-8") for path in [
            *(p for p in pages() if p.name != "glossary.md"), *CODE.rglob("*.py"),
            *(ROOT / "templates" / "profiles").rglob("*.toml"),
            *(ROOT / "templates" / "profiles").rglob("*.md")]).casefold()
    for part in parts("glossary.md"):
        found = terms(part)
        assert found == sorted(set(found), key=str.casefold)
        if part != "Since 2021":
            unused = [term for term in found if not re.search(
                rf"\b{re.escape(term.casefold())}", elsewhere)]
            assert unused == []


def test_abbreviations_on_pages_are_in_the_glossary() -> None:
    known = set(re.findall(r"\b[A-Z][A-Z0-9]+\b", text("glossary.md"))) | UNIVERSAL
    for path in pages():
        if path.name == "deviations.md":  # quotes the forms
            continue
        plain = re.sub(r"```.*?```|`[^`]*`|^ {4}.*$|\]\([^)]*\)|\"[^\"]*\"", " ",
                       path.read_text("utf-8"), flags=re.S | re.M)
        found = set(re.findall(r"\b[A-Z]{2,}\b", plain))
        assert found <= known, path.name


# --- links ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(path: Path) -> None:
    words = re.sub(r"```.*?```|`[^`]*`", "", path.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", words):
        if not re.match(r"[a-z]+:", target):
            page, _, anchor = target.partition("#")
            there = (path.parent / page).resolve() if page else path
            assert there.exists(), target
            if anchor:
                titles = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M)
                assert anchor in {re.sub(r"[^\w -]", "", t).lower().replace(" ", "-")
                                  for t in titles}, target


@pytest.mark.parametrize("path", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_that_pages_name_are_there(path: Path) -> None:
    for word in ticked(path.read_text("utf-8")):
        if re.fullmatch(r"(pipeline|templates|tests|docs|inputs)/[\w./-]+\.\w+", word):
            made = "family_contact" in word or word == "inputs/contacts.toml"  # made by people
            assert made or (ROOT / word).exists() or word.endswith("case.xlsx"), word


# --- what must not stand anywhere -----------------------------------------------------------

WORD = re.compile(r"[a-z0-9]+")
# The beginnings of the SHA-256 of names of real people that the source documents hold, of places on
# some machine, and of hosts that packages come from. Hashed, so that they do not stand here.
FORBIDDEN = frozenset(WORD.findall("""
    fcd27aa627149263 ec7e317ff0e79acc b9962d1ed06a41ef 83ac026c87f2dfe4 06a225bb59425015
    e0b5e4e26e8e5b86 ab8b580deeaf15d7 af538e0e93a582d5 b2d5ef836deac6c7 afdd8082b11f2e06
    bf9ba2a8c16cfa18 4d6dd75cc1abd088 1737d4cbd88c639b 216d3696f4fb08b1 0fe68e7a8a473efa
    3b122b9d4638c4dd ac351c7174c8f47a 902546650b60bae0 a4aa2ac280bb8d1a d6d7019ca9fcbf07
    c899567ee9068517 9495278a74715c7e 0dc11026ac75c015 00a7dc5a0cc38858 3d01f3609be82d98
    eb7e11c7f9ecbcf4
"""))
SKIPPED = {"outputs", "__pycache__", "build", "node_modules"}
ZIPPED = {".docx", ".xlsx", ".pptx", ".zip"}
FOLDER = re.compile(r"(?<![\w.])/?[a-z]+/")
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
MAIL = re.compile(r"[a-z0-9._%+-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
PHONE = re.compile(r"(?<![\w.+-])0\d[\d ]{8,11}\d(?![\w.-])")


def ours() -> Iterator[Path]:
    """Every file of the project: no environment, no cache, and no case but the made-up ones."""
    for path in sorted(ROOT.rglob("*")):
        bits = path.relative_to(ROOT).parts
        hidden = any(b.startswith(".") and b not in (".ci", ".gitignore") for b in bits)
        skipped = hidden or SKIPPED & set(bits[:-1]) or any(b.endswith(".egg-info") for b in bits)
        real = bits[0] == "inputs" and len(bits) > 2 and not bits[1].endswith("-sample")
        if path.is_file() and not skipped and not real:
            yield path


def contents(path: Path) -> Iterator[str]:
    """What a file says: its own name, its text, or the text of every part of a packed one."""
    yield path.relative_to(ROOT).as_posix()
    if path.suffix in ZIPPED:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            for name in packed.namelist():
                yield re.sub("<[^>]*>", " ", packed.read(name).decode("utf-8", "ignore"))
    elif path.suffix not in (".png", ".jpg"):
        yield path.read_bytes().decode("utf-8", "ignore")


def suspects(words: str) -> Iterator[str]:
    """Everything in a text that might be on the list: a word, two words, a folder, a host."""
    low = words.casefold()
    single = WORD.findall(low)
    yield from set(single)
    yield from {f"{a} {b}" for a, b in pairwise(single)}
    yield from set(FOLDER.findall(low))
    yield from set(HOST.findall(low))


@cache
def forbidden(word: str) -> bool:
    """Whether a word is on the list."""
    return hashlib.sha256(word.encode()).hexdigest()[:16] in FORBIDDEN


def test_nothing_says_what_must_not_be_said() -> None:
    found = [(path.relative_to(ROOT).as_posix(), word) for path in ours()
             for words in contents(path) for word in suspects(words) if forbidden(word)]
    assert found == []


def test_the_check_for_forbidden_words_finds_them() -> None:
    # Made up for this test: nobody is called this.
    mark = hashlib.sha256(b"zzyzx quillon").hexdigest()[:16]
    said = {hashlib.sha256(w.encode()).hexdigest()[:16] for w in suspects("by Zzyzx  QUILLON, 2")}
    assert mark in said
    assert "/some/" in set(suspects("see file:///some/place"))
    assert "a.b.example" in set(suspects("https://a.b.example/x"))
    assert "lists/" not in set(suspects("_lists/bank.toml"))


def test_mail_addresses_and_telephone_numbers_are_made_up() -> None:
    for path in ours():
        if path.suffix in (".png", ".csv") or path == Path(__file__):
            continue
        for words in contents(path):
            for host in MAIL.findall(words.casefold()):
                assert re.search(r"(^|\.)example(\.(org|com|net))?$", host), (path.name, host)
            if path.suffix in (".md", ".toml"):
                for number in PHONE.findall(words):
                    assert re.match(r"01632960|07700900|02079460|08081570",
                                    number.replace(" ", "")), (path.name, number)
