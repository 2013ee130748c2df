"""What a definition is resolved against: the bank, lists, words and switches."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.errors import DefinitionTrouble

WORD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# What the reader of TOML says, and what somebody most likely did who wrote that.
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_NEXT_KEY = re.compile(r"[\w-]+\s*=")
_CURLY = "“”„‘’‚"
_BRACKET = "A comma or a closing {} is missing on that line or above it."
_QUOTES = "There are curly quotation marks on that line: write straight ones, \" at both ends."
_CAUSES = (
    ("Unclosed array", _BRACKET.format("bracket ]")),
    ("Unclosed inline table", _BRACKET.format("brace }")),
    ("Illegal character", "The closing quotation mark is missing on that line."),
    ("Unterminated string", "A closing quotation mark is missing somewhere above."),
    ("Expected newline", "Something follows the value on that line. A quotation mark inside words "
     "is written \\\", and each key has a line of its own."),
    ("Expected '='", "A key and its value are written: key = \"words\"."),
    ("Expected ']'", "The closing bracket ] of that heading is missing."),
    ("Unescaped", "A backslash is written twice: \\\\."),
    ("Cannot overwrite", "A key stands there twice: take one away."),
    ("Cannot declare", "A heading stands there twice: take one away, or write both in [[ ]]."),
)



@dataclass(frozen=True)
class Loader:
    """The bank, the shared sections, lists, words and switches, and the file being read.

    `origins` names the file of an entry, as `documents.agenda`, when it is not the one being read.
    """

    bank: Mapping[str, Any]
    sections: Path
    lists: Mapping[str, Any]
    words: Mapping[str, str]
    switches: Mapping[str, bool]
    file: Path
    origins: Mapping[str, Path] = field(default_factory=dict)

    def at(self, file: Path) -> "Loader":
        """The same loader, reading another file."""
        return replace(self, file=file, origins={})

    def file_of(self, key: str) -> Path:
        """The file that an entry stands in, by a key that begins with the entry's own."""
        return self.origins.get(".".join(key.split(".")[:2]), self.file)

    def wrong(self, key: str, why: str) -> DefinitionTrouble:
        """The trouble to raise for a key of the file being read."""
        return DefinitionTrouble(f"{self.file_of(key).name}, {key}: {why}")

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


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a definition. Raises DefinitionTrouble when it is missing or damaged."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise DefinitionTrouble(f"{path.name} is missing from {path.parent.name}.") from None
    except UnicodeDecodeError:
        raise DefinitionTrouble(f"{path.name} cannot be read: it holds letters that are no UTF-8. "
                                "Save it as UTF-8 text.") from None
    except tomllib.TOMLDecodeError as why:
        hint = _likely(text, str(why))
        raise DefinitionTrouble(f"{path.name} cannot be read: {why}. {hint}".strip()) from None


def _likely(text: str, why: str) -> str:
    """The likely cause of what the reader of TOML says of this text; '' when none is known."""
    place = _PLACE.search(why)
    line = text.split("\n")[int(place[1]) - 1] if place else ""
    here = line[int(place[2]) - 1:] if place else ""
    inside = "Illegal" in why and any(one in line for one in _CURLY)
    if inside or here.startswith(tuple(_CURLY)):
        return _QUOTES
    if "Invalid value" not in why:
        return next((cause for start, cause in _CAUSES if start in why), "")
    if _NEXT_KEY.match(here):
        return _BRACKET.format("bracket ]")
    if here[:1].isalpha():
        return "Words stand in quotation marks: key = \"words\". A switch is true or false."
    return "The value is missing, or is neither words in quotation marks nor a number."


def unique(loader: Loader, key: str, ids: Iterable[str]) -> None:
    """Raise DefinitionTrouble when an id stands there twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            file = loader.file_of(f"{key}.{one}")
            raise loader.at(file).wrong(key, f"'{one}' stands there twice.")
        seen.add(one)
