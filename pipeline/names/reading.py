"""Names and schools read out of what people typed into a box."""

import re
from collections.abc import Iterator

from pipeline.names.english import is_word
from pipeline.names.listing import word_set
from pipeline.names.persons import TITLES

_ROLES = word_set("""nurse manager officer worker lead head chair director doctor midwife visitor
    teacher adviser advisor police service services health social care team unit trust council
    school hospital practice surgery named designated safeguarding children board partnership group
    police constabulary county district borough city governor assistant deputy senior associate
    independent executive consultant paediatrician practitioner supervisor coordinator co-ordinator
    commissioner representative secretary administrator superintendent inspector sergeant constable
    detective strategic business reviewer author academy education families family help mother
    father grandmother grandfather brother sister aunt uncle partner unborn baby child twin none
    not unknown nil no yes same north south east west operations clinical
    general public university college foundation national panel review
    office department homes association limited ltd charity project hub line desk door duty""")
_TITLE = (r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|PC|WPC|DC|DS|DI|DCI|DSU|Sgt|Sergeant|"
          r"(?:Detective )?(?:Chief )?(?:Inspector|Superintendent|Constable|Sergeant)|Judge|HHJ)")
PROPER = r"[A-Z][^\W\d_]*(?:[’'-][^\W\d_]+)*"
_PARTICLE = r"(?:van|der|den|de|la|le|du|di|da|bin|ibn|al|el|ap|von|st\.?|St\.?)"
_NAME = rf"{PROPER}(?: (?:{_PARTICLE} )*{PROPER}){{0,3}}"
_TITLED = re.compile(rf"\b{_TITLE}\.? ((?:[A-Z]\. ?)?{_NAME})")
_WHOLE = re.compile(rf"(?:{_TITLE}\.? )?((?:[A-Z]\.? )?{_NAME})")
_SETTING = re.compile(
    rf"(?:{PROPER}|St\.?|of|the|and)(?: (?:{PROPER}|St\.?|of|the|and|C of E|CofE))* "
    r"(?:School|Academy|Nursery|Pre-?school|Playgroup|College|Surgery|Practice|"
    r"Medical Centre|Health Centre|Children's Home|Children’s Home|Childminders?|Kindergarten|"
    r"Infants|Juniors|Primary|High|Centre|House)\b")
SETTING_WORDS = re.compile(r"school|academy|nursery|pre-?school|playgroup|college|surgery|"
                           r"medical centre|health centre|children['’]s home|child ?minder", re.I)
_NOTHING = re.compile(r"^(?:none|not |no\b|nil|n/?a\b|unknown|home educated|never|yes\b|"
                      r"see )", re.I)


def person(words: str) -> str:
    """A box that should hold a person's name and perhaps a role: the name, '' where there is
    none."""
    for bit in re.split(r"[,;:\n]|\s[-–—]\s|\(", words):
        found = _WHOLE.fullmatch(bit.strip().rstrip("."))
        if found and not is_role(found[1]) and (" " in found[1] or bit.strip() == words.strip()):
            return found[1]
    return ""


def named(words: str) -> str:
    """The name in a box for one: `A man known as Jinx` is Jinx, an unknown man nobody."""
    bits = re.sub(r"\([^)]*\)", " ", words).split()
    if not any(bit.islower() and not re.fullmatch(_PARTICLE, bit) for bit in bits):
        return words
    runs = [found[0] for found in re.finditer(_NAME, words)
            if not (is_role(found[0]) or is_word(found[0].lower()) or len(found[0]) < 2)]
    return max(runs, key=len, default="")


def everyday(words: str) -> bool:
    """Whether a name consists of everyday words, so that it may be no name: `Front Door`."""
    return all(is_word(one.lower()) for one in re.findall(r"[^\W\d_]+", words))


def persons(words: str) -> Iterator[str]:
    """Each name of a box that may hold several, with roles."""
    for bit in re.split(r"[,;:\n()/&]|\s[-–—]\s|\band\b", words):
        found = _WHOLE.fullmatch(bit.strip().rstrip("."))
        if found and " " in found[1] and not is_role(found[1]):
            yield found[1]


def titled(words: str) -> Iterator[str]:
    """The names in running text that a title stands before."""
    for found in _TITLED.finditer(words):
        bits = found[1].split()
        while bits and (is_role(bits[-1]) or (is_word(bits[-1].lower().removesuffix("'s"))
                        and len(bits) > 1)):
            bits.pop()
        name = re.sub(r"[’']s$", "", " ".join(bits))
        if bits and not is_word(bits[0].lower().strip(".")) and len(name) > 2:
            yield name


def siblings(words: str) -> Iterator[str]:
    """The names in a list of brothers and sisters; what says only who they are is left out."""
    for bit in re.split(r"[,;\n/&]|\band\b", re.sub(r"\([^)]*\)", "", words)):
        found = re.match(_NAME, bit.strip())
        if found and not is_role(found[0]) and not _NOTHING.match(bit.strip()):
            yield found[0]


def several(words: str) -> list[str]:
    """Other names as somebody listed them."""
    bits = (one.strip(" .\"'“”‘’") for one in re.split(r"[;,\n/]|\bor\b|\band\b|\baka\b", words))
    return [one for one in bits if one and one[:1].isupper() and not _NOTHING.match(one)
            and len(one.split()) < 5]


def setting(words: str) -> str:
    """The school or other setting that a box names, '' where it says that there is none."""
    if _NOTHING.match(words):
        words = " ".join(re.split(r"(?<=[.;])\s", words)[1:])
    found = _SETTING.search(words)
    if found:
        return found[0].strip()
    whole = re.split(r"[,;(\n.]", words)[0].strip()
    return whole if whole[:1].isupper() and 1 < len(whole.split()) < 7 and not _NOTHING.match(
        whole) and any(not is_word(one.lower()) for one in whole.split()) else ""


def is_role(words: str) -> bool:
    """Whether any of these words is what somebody does, not what they are called."""
    return any(one.strip(".").lower() in _ROLES or one.strip(".").lower() in TITLES
               for one in words.split())
