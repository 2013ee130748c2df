"""Slips of the pen and of the ear: which word is meant for which name."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEAR, FAR, ALIKE = "One letter is different", "Two letters are different", "It sounds alike"

_SOUNDS = (
    ("augh", "aw"), ("ough", "o"), ("gh", ""), ("sch", "s"), ("sh", "x"), ("ch", "x"), ("tch", "x"),
    ("ph", "f"), ("ck", "k"),
    ("kn", "n"), ("wr", "r"), ("ps", "s"), ("dg", "j"), ("th", "0"), ("wh", "w"), ("mb", "m"),
    ("qu", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"),
    ("gy", "ji"), ("c", "k"), ("q", "k"), ("z", "s"), ("v", "f"), ("d", "t"), ("b", "p"),
)
_SILENT = str.maketrans("", "", "aeiouyhw")


def sound(word: str) -> str:
    """Roughly how a word sounds: its consonants, alike ones the same, doubled ones once."""
    for letters, instead in _SOUNDS:
        word = word.replace(letters, instead)
    head, rest = word[:1], word[1:].translate(_SILENT)
    made = ("a" if head in "aeiouy" else head) + rest
    return "".join(one for n, one in enumerate(made) if not n or one != made[n - 1])


class Slips:
    """Known names, to be asked which of them a word may be meant for."""

    def __init__(self, targets: Iterable[str]) -> None:
        names = frozenset(targets)
        self.short = frozenset(one for one in names if len(one) == 3)
        self.targets = sorted(one for one in names if len(one) > 3)
        self.known = frozenset(self.targets)
        self._by_sound: dict[str, list[str]] = {}
        for one in self.targets:
            self._by_sound.setdefault(sound(one), []).append(one)
        self._by_length: Mapping[int, list[str]] = {
            n: [one for one in self.targets if abs(len(one) - n) <= 2] for n in range(3, 40)}
        self._met: dict[str, tuple[str, str]] = {}

    def meant(self, word: str) -> tuple[str, str]:
        """The name that a word is nearly (small letters), and how near; '' where it is none."""
        if word not in self._met:
            self._met[word] = self._meant(word)
        return self._met[word]

    def _meant(self, word: str) -> tuple[str, str]:
        if word in self.known or not 3 < len(word) < 40:
            return "", ""
        near = process.extract(word, self._by_length[len(word)], scorer=OSA.distance,
                               score_cutoff=2, limit=4)
        best: tuple[int, str] | None = None
        once = re.sub(r"(.)\1+", r"\1", word)
        if once in self.short and once != word:
            return once, NEAR
        for target, distance, _ in near:
            if distance <= _allowed(target, word) and (best is None or distance < best[0]):
                best = (distance, target)
        if best:
            return best[1], NEAR if best[0] == 1 else FAR
        key = sound(word)
        if len(key) > 2:
            for target in self._by_sound.get(key, ()):
                if OSA.distance(word, target) <= 3 and min(len(word), len(target)) > 3:
                    return target, ALIKE
        return "", ""


def _allowed(target: str, word: str) -> int:
    """How many slips are still the same name."""
    if len(target) == 4:
        return 1 if word[0] == target[0] and len(word) >= 4 else 0
    return 2 if len(target) >= 8 and len(word) >= 7 else 1
