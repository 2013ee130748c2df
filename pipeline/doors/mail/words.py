"""Text as people read it: from any character set, without characters that hide or turn others."""

import codecs
import re
import unicodedata

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters, those that turn the direction of text, marks of byte order, halves of
# surrogate pairs and what is no character at all. Joiners stay: some scripts cannot do without.
HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
                    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
                    "\U000e0000-\U000e007f]")
HALVES = re.compile("[\ud800-\udfff]")
SPACES = re.compile(r"\s+")

# Python knows 'character sets' that are no such thing (idna, unicode_escape); these are.
CHARSETS = re.compile(r"(utf|us-ascii|ascii|iso|latin|l\d|windows|win|cp|koi8|gb|big5|euc|shift|"
                      r"sjis|ms|mac|hz|tis|ks|johab|ibm|\d)[-_a-z0-9:.()]*", re.IGNORECASE)
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "shift_jis": "cp932",
         "euc_kr": "cp949"}
"""Sets that senders name when they mean the larger one beside them."""

WORD = re.compile(r"[^\W_]+")

MOST_NAME = 120
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def clean(text: str) -> str:
    """Words of several lines, without what hides in them."""
    text = HALVES.sub("\ufffd", LINE_ENDS.sub("\n", text))
    lines = (line.rstrip() for line in HIDDEN.sub("", text).split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")


def one_line(text: str, most: int = 1000) -> str:
    """Text for one line of a list: no line ends, nothing hidden, not endless."""
    text = SPACES.sub(" ", HIDDEN.sub("", HALVES.sub("\ufffd", LINE_ENDS.sub(" ", text)))).strip()
    return text if len(text) <= most else text[:most - 1] + "…"


def file_name(text: str) -> str:
    """What a sender called a file, fit to be shown: no folders, nothing hidden, not too long."""
    text = unicodedata.normalize("NFC", one_line(text, 4000))
    text = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc", "Cn"))
    text = FORBIDDEN.sub("_", text.rstrip("/\\ ").replace("\\", "/").rpartition("/")[2])
    text = text.strip().rstrip(". ")
    if not text:
        return ""
    if text.startswith(".") and text.count(".") == 1:
        text = "unnamed" + text
    if RESERVED.match(text):
        text = "_" + text
    if len(text) > MOST_NAME:
        stem, dot, ending = text.rpartition(".")
        tail = dot + ending if stem and len(ending) <= 8 else ""
        text = text[:MOST_NAME - len(tail) - 1] + "…" + tail
    return text


def decoded(data: bytes, charset: str = "") -> str:
    """Bytes as text: in the set they claim where that holds, else in the likeliest."""
    name = _known(charset)
    if name and name not in ("ascii", "utf-8"):
        try:
            return data.decode(name)
        except UnicodeError:
            if name != "cp1252":
                return data.decode(name, "replace")
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    # Cut off in the middle of a character is still UTF-8; mostly wrong is not.
    if not bad or sum(one > "\x7f" for one in text) - bad >= bad:
        return text
    return data.decode("cp1252", "replace")


def _known(charset: str) -> str:
    """Python's name of a character set, '' for one that it does not have."""
    charset = charset.strip().strip("\"'")
    if not CHARSETS.fullmatch(charset):
        return ""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return WIDER.get(name, name)


def counted(text: str) -> dict[str, int]:
    """How often each word stands in a text."""
    found: dict[str, int] = {}
    for word in WORD.findall(text.casefold()):
        found[word] = found.get(word, 0) + 1
    return found


def together(plain: str, rich: str) -> str:
    """One text from a plain and a rich form of it: the plain one, and both where they differ."""
    plain, rich = clean(plain), clean(rich)
    if not plain.strip() or not rich.strip():
        return plain if plain.strip() else rich
    have = counted(plain)
    more = any(have.get(word, 0) < count for word, count in counted(rich).items())
    if not more:
        return plain
    have = counted(rich)
    less = any(have.get(word, 0) < count for word, count in counted(plain).items())
    return f"{plain}\n\n{rich}" if less else rich
