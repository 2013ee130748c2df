"""Another partnership made from one there is: every id and every word of its own renamed."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli_w

Table = dict[str, Any]
CODE = Path(__file__).resolve().parent.parent.parent / "pipeline"
MARK = "_zz"
PATHS = {"id", "sort_by", "after", "prefill", "gathers", "not_before", "not_after", "within",
         "field", "ticked", "list", "choices_from", "switch", "form", "needs", "rows", "role",
         "due", "path", "table", "column", "all", "any", "forms", "starts", "instead",
         "relies_on", "attach", "address", "leaves_out", "contents", "recipients", "entries",
         "pack", "packs", "letters", "deadline", "each", "key", "contact", "document"}
"""Keys of definitions whose values are ids, or paths of ids."""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|^::: [^\n]*$", re.M | re.S)


@cache
def known_to_the_machine() -> frozenset[str]:
    """Every word that stands in our code as a string: what the machine itself has a name for."""
    return frozenset(node.value for path in CODE.rglob("*.py")
                     for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                     if isinstance(node, ast.Constant) and isinstance(node.value, str))


def tables(value: Any) -> Iterator[Table]:
    """Every table in a definition."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(
            value, list) else ():
        yield from tables(inner)


class Renaming:
    """The ids of one partnership's definitions and what they become."""

    def __init__(self, home: Path, name: str) -> None:
        self.profile = home / "templates" / "profiles" / name
        self.answers = home / "inputs" / f"{name}-sample" / "answers"
        shared = home / "templates" / "profiles" / "_shared"
        taken = {one["id"] for path in shared.rglob("*.toml") for one in tables(read(path))
                 if "id" in one}
        taken |= {*read(shared / "bank.toml"), *read(shared / "lists.toml")}
        own: set[str] = set()
        for path in self.profile.rglob("*.toml"):
            raw = read(path)
            own |= {one["id"] for one in tables(raw) if isinstance(one.get("id"), str)}
            for part in ("lists", "roles", "switches"):
                own |= set(raw.get(part, {}))
        main = read(self.profile / "profile.toml")
        asked = {word for path in shared.rglob("*.toml") for word in re.findall(
            r"\{([a-z][a-z0-9_]*)\}", path.read_text(encoding="utf-8"))}
        # What shared definitions ask of every partnership keeps its key; its words are new.
        self.words = set(main["words"]) - asked - known_to_the_machine()
        plain = {one for one in own if re.fullmatch(r"[a-z][a-z0-9_]*", one)}
        self.ids = plain - taken - known_to_the_machine() - {name}

    def token(self, word: str) -> str:
        """What an id becomes."""
        return word + MARK if word in self.ids else word

    def path(self, words: str) -> str:
        """A path with each of its ids renamed."""
        return re.sub(r"[a-z][a-z0-9_]*", lambda found: self.token(found[0]), words)

    def braces(self, words: str) -> str:
        """Words in braces renamed, as they are in [words]."""
        return re.sub(r"(?<![{%])\{([a-z][a-z0-9_]*)\}",
                      lambda found: "{" + found[1] + (MARK if found[1] in self.words else "") + "}",
                      words)

    def definition(self, value: Any, key: str = "") -> Any:
        """A definition with ids, paths and words in braces renamed."""
        if isinstance(value, dict):
            named = key in ("printed", "lists", "roles", "switches")
            return {(self.token(name) if named else name): self.definition(inner, name)
                    for name, inner in value.items()}
        if isinstance(value, list):
            return [self.definition(inner, key) for inner in value]
        if isinstance(value, str):
            return self.path(value) if key in PATHS else self.braces(value)
        return value

    def outline(self, value: Any, key: str = "", within: str = "") -> Any:
        """An outline of slides or of a page: its braces hold paths, and names of answers."""
        if isinstance(value, dict):
            return {(self.token(name) if key == "look_up" else name):
                    self.outline(inner, name, key) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.outline(inner, key, within) for inner in value]
        if not isinstance(value, str):
            return value
        if key in PATHS or (key == "words" and within not in ("columns", "links")):
            return self.path(value)
        return re.sub(r"\{([a-z][a-z0-9_.]*)(\??)\}", lambda found: (
            "{" + (found[1] + MARK if found[1] in self.words else self.path(found[1]))
            + found[2] + "}"), value)

    def answer(self, value: Any, key: str = "") -> Any:
        """Answers of the sample: their tables are named after sections and questions."""
        if isinstance(value, dict):
            return {self.token(name): self.answer(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.answer(inner, key) for inner in value]
        return self.token(value) if key == "form" else value

    def sketch(self, text: str) -> str:
        """The tags of a sketch or of guidance."""
        text = TAG.sub(lambda found: self.inside(found[0]), text)
        return self.braces(text)

    def inside(self, tag: str) -> str:
        """A tag with its ids renamed; words of the profile are renamed as words."""
        def renamed(found: re.Match[str]) -> str:
            word = found[0].removeprefix("profile.words.")
            if word == found[0]:
                return self.token(word)
            return found[0] + (MARK if word in self.words else "")
        return re.sub(r"profile\.words\.\w+|(?<!\w)[a-z][a-z0-9_]*", renamed, tag)


def read(path: Path) -> Table:
    """A definition as it stands."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def rewrite(path: Path, change: Callable[[Table], Table]) -> None:
    """Change one definition."""
    path.write_text(tomli_w.dumps(change(read(path))), encoding="utf-8")


def rename(home: Path, name: str, words: Mapping[str, str]) -> Renaming:
    """Rename everything a partnership has a name for, in place; `words` are its words anew."""
    renaming = Renaming(home, name)
    for path in sorted(renaming.profile.rglob("*.toml")):
        told = path.parent.name == "outlines"
        rewrite(path, renaming.outline if told else renaming.definition)
        if told or path.parent.name == "forms":
            path.rename(path.with_name(renaming.token(path.stem) + path.suffix))
    for path in sorted(renaming.profile.rglob("*.md")):
        path.write_text(renaming.sketch(path.read_text(encoding="utf-8")), encoding="utf-8")
        if path.parent.name == "sketches":
            path.rename(path.with_name(renaming.token(path.stem) + path.suffix))
    for path in sorted((renaming.profile / "letters").glob("*.txt")):
        path.rename(path.with_name(renaming.token(path.stem) + path.suffix))
    for path in sorted(renaming.answers.glob("*.toml")):
        rewrite(path, lambda raw: renaming.answer(raw))

    def reworded(raw: Table) -> Table:
        raw["words"] = {
            key + MARK if key in renaming.words else key: words.get(key, f"Eastmark {value}")
            for key, value in raw["words"].items()}
        return raw
    rewrite(renaming.profile / "profile.toml", reworded)
    return renaming
