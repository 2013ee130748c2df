"""What a definition is resolved against: the bank, lists, words and switches."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.errors import DefinitionTrouble

WORD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Loader:
    """The bank, the shared sections, lists, words and switches, and the file being read."""

    bank: Mapping[str, Any]
    sections: Path
    lists: Mapping[str, Any]
    words: Mapping[str, str]
    switches: Mapping[str, bool]
    file: Path

    def at(self, file: Path) -> "Loader":
        """The same loader, reading another file."""
        return replace(self, file=file)

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


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a definition. Raises DefinitionTrouble when it is missing or damaged."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise DefinitionTrouble(f"{path.name} is missing from {path.parent.name}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise DefinitionTrouble(f"{path.name} cannot be read: {why}.") from None


def unique(loader: Loader, key: str, ids: Iterable[str]) -> None:
    """Raise DefinitionTrouble when an id stands there twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise loader.wrong(key, f"'{one}' stands there twice.")
        seen.add(one)
