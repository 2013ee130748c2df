"""Which words are English as well as names, and where a sentence begins.

`words.txt` holds everyday words, one a line, endings taken off; it was gathered from this
program's own documents and definitions, and written out by hand.
"""

import re
from functools import cache
from importlib.resources import files

from pipeline.names.listing import word_set
from pipeline.names.persons import COURTESY

# Names that are things one can count: without an article before it, a capital makes it a name.
THINGS = word_set("""
    robin lily daisy poppy rose violet iris robyn wren jay martin drake falcon hawk dove raven
    phoenix bear wolf fox leo bunny kitty teddy penny star gem crystal princess duke earl baron king
    prince bishop abbot dean deacon miller mason cooper carter baker cook smith taylor tyler hunter
    archer fletcher fisher gardener porter potter turner walker weaver webb wheeler brook brooks
    hill hills field fields wood woods stone bridge ford forest glen dale heath lake marsh moor
    parsons rivers shore stream banks barnes church castle house hall lane street park parks green
    bush bird swan finch sparrow peacock partridge crane heron lamb bull hart buck stag steed colt
    ray ash hazel willow rowan linden clove berry cherry olive apple peach plum basil ginger
    sailor ranger marshal major captain sergeant page knight squire piper harper singer scout
    angel monk nunn pope christian dane swede scot norman roman angle saxon german french
    english welsh irish blossom bud petal angelica coral""")
# Names that are things without number, or qualities: these stand without an article.
STUFF = word_set("""
    grace hope faith joy charity honour honor patience prudence constance verity mercy comfort bliss
    felicity harmony melody destiny trinity serenity chastity temperance clemency unity liberty
    amber ruby pearl jade jasper onyx garnet opal topaz emerald sapphire diamond gold silver scarlet
    heather ivy fern rosemary saffron sage clementine honey candy sugar sunny sky skye storm
    misty rain winter summer autumn spring dawn eve noon christmas easter noel west north east
    south young little long short brown black white grey gray green blue rich wise swift strong
    noble gentle moody savage small sharp bright fair early best good goodman newman freeman hardy
    love loveday friend power powers winner chance max sonny junior buddy merry frank ernest earnest
    curt blunt gay bonny pacific golden wild bold brave true pure royal wealth peace justice
    story reading writing dancer music art earth world sun moon cole bay""")
# Names that are verbs or small words: they open questions, orders and titles.
DOING = word_set("""
    will mark bill sue pat rob grant drew chase wade skip nick jack josh rich don jean bob
    ben art matt tony ward warren pierce trace tracy carry carrie gene hank rod rusty
    sandy sally lance miles mike mick pip pit dot kit kat kay kerry lee les ali al ted tad
    ed ray rex roy sam sid sol stew ty van vic wan win woody wyn yin dick harry tom gill gale
    flora fiona paige page neal neil peg peggy polly rod rock tab taz tina tess nan nell may might
    pace price reed rush see say self sell send shall spare speed stark start strike swain tell
    bless burns burn butler call case close cross cope dare day dove drive else ever fall fare
    flower foot game gates gill give gold gore grave grow hand have head heal hear held hide
    hope hunt hurst hurt ives keep keys lay lead leach lee lock loft lord low luck mann mead
    more moss must nash need noon nunn nutt oak orange pack pain paine peel pick pike place
    pool poor pound pratt pride pugh quick quill rain reach read ride ring root rose rowe rudd
    ruddy rust sale sands sear seal short side silk snow son sparks speak stack steel steer
    still stock stokes stout street strong tate thorn tree tripp try tuck vale wall waters way
    weeks wells west wicks wild wills wise wish witt wolf word work worth wren wright yard ash
    bond dodge doe due dunn east fairy feather finch flint flood bell blood bloom booth bow box
    brand bray bread britain broad bull bun butcher byrd cain cane cash chambers chance clay
    cliff coffey coke cotton crisp crook crow curry dear dew down draper dyer english fish""")
MONTHS = word_set("january february march april may june july august september october "
                   "november december sept")
CALENDAR = MONTHS | word_set("summer winter autumn spring easter christmas tuesday")

_ARTICLES = word_set("""a an the this these those my your his her its our their some any each
    every no one two three another what which whose""")
_ASKS = word_set("""the a an he she it we you they i there this that these those his her their its
    our your my any all each be not every who what how as if out up down in on off""")
_DATED = word_set("in by of since until till from during before after early late mid last next "
                   "this every through to and or between the end")
# The lines of a PDF end within sentences: a new line alone begins none after a small letter.
_SENTENCE = re.compile(r"(?:^|[.!?:;]|\n[ \t]*\r?\n|(?<![a-zà-ÿ,\r])\r?\n|[•▪●■·*|>#])"
                       r"[\s\"'“”‘’()\[\]–—-]*$")
_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
            ("es", ""), ("s", ""), ("ly", ""), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
            ("ment", ""), ("ness", ""), ("ful", ""), ("less", ""), ("able", ""), ("able", "e"),
            ("ers", ""), ("ers", "e"), ("ings", ""), ("d", ""), ("r", ""))
_TELLING = ("tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ically",
            "ously", "ively", "able", "ible", "ology", "ional", "ative", "ance", "ence",
            "ances", "ences", "ising", "izing", "ised", "ized", "ating", "ated")
_BEFORE = ("un", "re", "non", "mis", "pre", "over", "under", "out", "dis", "in", "co", "inter")


@cache
def _words() -> frozenset[str]:
    return frozenset(files(__package__).joinpath("words.txt").read_text("utf-8").split())


@cache
def is_word(word: str) -> bool:
    """Whether these small letters are an everyday English word, whatever its ending."""
    return _is_word(word) or word in CALENDAR or any(
        word.startswith(one) and len(word) > len(one) + 3 and _is_word(word[len(one):])
        for one in _BEFORE)


def _is_word(word: str) -> bool:
    words = _words()
    if word in words:
        return True
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            if stem + instead in words:
                return True
            if not instead and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in words:
                return True
    return False


def looks_english(word: str) -> bool:
    """Whether small letters are an everyday word, or end as only English words do."""
    return is_word(word) or (len(word) > 6 and word.endswith(_TELLING))


def also_a_word(word: str) -> bool:
    """Whether a name (small letters) is an English word too."""
    return word in THINGS or word in STUFF or word in DOING or word in CALENDAR or is_word(word)


def opens_sentence(text: str, at: int) -> bool:
    """Whether what stands at `at` begins a sentence, a line or a cell."""
    return bool(_SENTENCE.search(text[max(0, at - 12):at])) if at else True


def judged(text: str, start: int, end: int, word: str) -> str:
    """Whether a name that is a word too is meant: 'certain', 'doubtful' or '' for the word."""
    before, after = _beside(text, start, end)
    shape = text[start:end]
    if word in CALENDAR and (before.lower() in _DATED or _FIGURE.match(text, end)
                             or before[-1:].isdigit() or before[-2:].lower() in ("st", "nd",
                                                                                  "rd", "th")):
        return ""
    if not shape[:1].isupper():
        thing = word in THINGS and word not in DOING
        return "doubtful" if thing and not _described(before) else ""
    if opens_sentence(text, start) and before.lower() not in COURTESY:
        if word in DOING and after.lower() in _ASKS:
            return ""
        lone = word in THINGS and word not in DOING and word not in STUFF
        return "certain" if lone and _GOES_ON.match(text, end) else "doubtful"
    if before.lower() in COURTESY:
        return "certain"
    among_capitals = before[:1].isupper() or after[:1].isupper()
    if word in CALENDAR or among_capitals or _described(before):
        return "doubtful"
    return "certain"


def _described(before: str) -> bool:
    return before.lower() in _ARTICLES


_FIGURE = re.compile(r",? ?\d")
_GOES_ON = re.compile(r"(?:,? |['’]s )[a-zà-ÿ]")
_LEFT, _RIGHT = re.compile(r"([\w']+)[^\w]{1,3}$"), re.compile(r"[^\w.!?;:]{1,3}([\w']+)")


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    before = text[max(0, start - 24):start]
    left, right = _LEFT.search(before), _RIGHT.match(text[end:end + 24])
    word = left[1] if left else ""
    if left and word[:1].isupper() and opens_sentence(text, start - len(before) + left.start(1)):
        word = word.lower()  # its capital says nothing
    return word, right[1] if right else ""
