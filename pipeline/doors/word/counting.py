"""Which words are not there often enough, wherever they stand: one count for convert and gate."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

MANY = 1000
"""When so many words are missing, nobody asks any more where each may be hidden."""

_WORD = re.compile(r"\w+")
_PLAIN = str.maketrans({"\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "", "’": "'",
                        "‘": "'"})


def plain(words: Sequence[str]) -> list[str]:
    """Words as they are compared: without signs, in small letters, letters in their simple form."""
    text = unicodedata.normalize("NFKC", " ".join(words).translate(_PLAIN)).casefold()
    return _WORD.findall(text)


def missing(wanted: Sequence[str], spoken: Sequence[str]) -> list[str]:
    """The wanted words that are not spoken often enough, wherever they stand.

    A word that a line or a change of type cuts in two is found in the text without its spaces, one
    that the number of a note has grown to in a word that the Word file has not.
    """
    spoken = joined(wanted, spoken)
    short, more = Counter(wanted) - Counter(spoken), Counter(spoken) - Counter(wanted)
    if short.total() > MANY:
        return [*short.elements()]
    run = "".join(spoken) if short else ""
    lost: list[str] = []
    for number, word in enumerate(wanted):
        if short[word]:
            if "".join(wanted[max(0, number - 1):number + 2]) in run:
                continue
            short[word] -= 1
            holder = next((one for one in more if more[one] and word in one), "")
            if holder:
                more[holder] -= 1
            else:
                lost.append(word)
    return lost


def joined(wanted: Sequence[str], spoken: Sequence[str]) -> list[str]:
    """The spoken words, with those in one piece that a narrow place, as the title of a chart, cuts
    without a hyphen: two or three pieces, none of them a word of the Word file."""
    short, more = Counter(wanted) - Counter(spoken), Counter(spoken) - Counter(wanted)
    found: list[str] = []
    at = 0
    while at < len(spoken):
        count = next((count for count in (3, 2) if short["".join(spoken[at:at + count])]
                      and all(more[one] for one in spoken[at:at + count])), 1)
        found.append("".join(spoken[at:at + count]))
        short[found[-1]] -= count > 1
        at += count
    return found
