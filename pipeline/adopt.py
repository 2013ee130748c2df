"""Start a new partnership from one there is: its definitions, with every word of the old replaced.

What only the old one's source can vouch for is not taken over: quoted sentences, line numbers and
notes. A checklist says what to edit, word by word and deadline by deadline.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageTrouble
from pipeline.model import Profile
from pipeline.profiles import MAIN, gathered

TEXTS = (".toml", ".md", ".txt")
ASKED: Mapping[str, str] = {"partnership": "full name", "partnership_short": "short name",
                            "county": "area"}
"""The words that stand all over the definitions of a partnership, and what people call them."""
UNVOUCHED = 'source = { file = "own_process", line = 0, words = "" }'
VOUCHING = ("[[deadlines]]", "[[measures]]")
CHECKLIST = "checklist.md"
WARNING = ("{Guidance} Taken over from another partnership: read it, change what is not ours, then "
           "delete this line.")
"""Printed at the top of each document whose words were taken over, but for letters."""
COUNTED = ("one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
           "fifteen|twenty|thirty|forty")
DAYS = re.compile(rf"\b(?:\d+|{COUNTED})(?:st|nd|rd|th)? (?:working |calendar )?"
                  r"(?:day|week|month|hour|year)s?\b|\bday \d+\b", re.I)
SHORT = re.compile(r"\b[A-Z]{3,6}\b")
REMARK = re.compile(r"\s*(#|//)")
ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Newcomer:
    """The partnership to be: its id, and its own words for those in ASKED."""

    id: str
    words: Mapping[str, str]


def folders(templates: Path, inputs: Path, newcomer: Newcomer) -> list[Path]:
    """The folders that are the new partnership's alone."""
    return [*(templates / kind / newcomer.id for kind in ("profiles", "docx", "xlsx", "pptx")),
            inputs / f"{newcomer.id}-sample"]


def check(templates: Path, inputs: Path, newcomer: Newcomer) -> None:
    """Raise UsageTrouble when the name of a new partnership will not do or is taken."""
    if not ID.fullmatch(newcomer.id):
        raise UsageTrouble("Name the partnership in small letters, figures and underscores, "
                           "beginning with a letter: north_shire for example.")
    for folder in folders(templates, inputs, newcomer):
        if folder.exists():
            raise UsageTrouble(f"There is a folder '{folder.name}' in {folder.parent.name} "
                               "already. Choose another name.")
    for key, means in ASKED.items():
        if not newcomer.words.get(key, "").strip():
            raise UsageTrouble(f"The new partnership needs its {means}.")


def adopt(templates: Path, inputs: Path, like: Profile, newcomer: Newcomer) -> list[Path]:
    """Write the definitions and the sample's answers of a new partnership; the files written.

    Raises UsageTrouble, before anything is written, when the name will not do or is taken.
    """
    check(templates, inputs, newcomer)
    files = dict(_files(templates, inputs, like, newcomer))
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(files)


def _files(templates: Path, inputs: Path, like: Profile,
           newcomer: Newcomer) -> Iterator[tuple[Path, bytes]]:
    target = templates / "profiles" / newcomer.id
    texts: dict[str, str] = {}
    for path in _texts(like.folder):
        name = path.relative_to(like.folder)
        text = _own(path.read_text(encoding="utf-8"), path, like, newcomer)
        if name.as_posix() == MAIN:
            text = _headed(text, like, newcomer)
        if name.parts[0] == "sketches":
            text = _warned(text)
        texts[name.as_posix()] = text
        yield target / name, text.encode("utf-8")
    house = like.house
    yield templates / "docx" / newcomer.id / house.name, house.read_bytes()
    answers = inputs / f"{like.id}-sample" / "answers"
    for path in _texts(answers):
        text = _renamed(path.read_text(encoding="utf-8"), like, newcomer)
        yield inputs / f"{newcomer.id}-sample" / "answers" / path.name, text.encode("utf-8")
    yield target / CHECKLIST, _checklist(like, newcomer, texts).encode("utf-8")


def _texts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in TEXTS
                  and path.name != CHECKLIST)


def _own(text: str, path: Path, like: Profile, newcomer: Newcomer) -> str:
    """A definition without what only the old partnership's source can vouch for."""
    if path.suffix == ".toml":
        text = re.sub(r"(?ms)^notes = \[\n.*?^\]\n", "notes = []\n", text)
        text = re.sub(r"(?m)(?:^#.*\n)+",
                      lambda found: "" if re.search(r"\blines?\b", found[0]) else found[0], text)
        text = re.sub(r"(?ms)^\[sources\]\n.*?(?=^\[|\Z)", "", text)
        text = re.sub(r"(?m)^(covers|row) = .*\n", "", text)
        if re.search(r"(?m)^\[\[deadlines\]\]$", text):
            text = re.sub(r"(?m)^note = .*\n", "", text)
        text = _sources(text)
    text = re.sub(r"\[lines? [\d, -]+\]", "[to check]", text)
    return _renamed(text, like, newcomer)


def _sources(text: str) -> str:
    """What must have a source keeps one, which says that nobody has checked it yet."""
    parts = re.split(r"(?m)^(?=\[\[)", text)
    return "".join(re.sub(r"(?m)^source = .*$", UNVOUCHED, part)
                   if part.startswith(VOUCHING)
                   else re.sub(r"(?m)^(source|source_file) = .*\n", "", part) for part in parts)


def _renamed(text: str, like: Profile, newcomer: Newcomer) -> str:
    """Longer words first, so that the area in a name is not replaced alone."""
    pairs = sorted(((like.words.get(key, ""), newcomer.words[key]) for key in ASKED),
                   key=lambda pair: -len(pair[0]))
    named = {old: new for old, new in pairs if old}
    if not named:
        return text
    return re.sub("|".join(rf"(?:\b|(?<=\\n)){re.escape(old)}\b" for old in named),
                  lambda found: named[found[0]], text)


def _headed(text: str, like: Profile, newcomer: Newcomer) -> str:
    text = re.sub(r"(?m)\A(#.*\n)+", "", text).lstrip()
    text = re.sub(r'(?m)^id = ".*"$', f'id = "{newcomer.id}"', text, count=1)
    text = re.sub(r'(?m)^name = ".*"$', f'name = "{newcomer.words["partnership"]}"', text, count=1)
    return (f"# {newcomer.words['partnership']}. Started from the definitions of another "
            f"partnership:\n# {CHECKLIST} says what to edit.\n\n{text}")


def _warned(sketch: str) -> str:
    """A sketch that says at its top that nobody has read it; a letter is left to the checklist."""
    head, empty, body = sketch.partition("\n\n")
    if not empty or re.search(r"(?m)^pages: letter$", head):
        return sketch
    return f"{head}\n\n{WARNING}\n\n{body}"


def _checklist(like: Profile, newcomer: Newcomer, texts: Mapping[str, str]) -> str:
    """What to edit, as a list to tick off; `texts` are the new definitions by their names."""
    def own(words: str) -> str:
        return _renamed(words, like, newcomer)

    raw = gathered(like.folder)
    words = [f"`{key}` is now “{own(word)}”" for key, word in like.words.items()
             if key not in like.texts]
    roles = [f"`{key}`: {own(role)}" for key, role in like.roles.items()]
    deadlines = [f"`{rule['id']}`: {own(rule['what'])} ({_span(rule)})" for rule in like.deadlines
                 if "edition" not in rule]
    forms = [f"`{form.id}.toml`: {own(form.title)}, {len(list(form.fields()))} questions"
             for form in like.forms.values()]
    papers = dict.fromkeys((kind.id, own(kind.title), kind.guidance) for kind in like.documents)
    mails = [f"`{name}`: read it aloud, change the tone" for name in texts
             if name.startswith("letters/")]
    outlines = [f"`{name}`: read it, change the words and their order" for name in texts
                if name.startswith("outlines/")]
    rules = [f"`{rule['id']}`: {own(rule['message'])}" for rule in like.rules]
    lists = [f"`{name}`, {len(rows)} entries" for name, rows in raw.get("lists", {}).items()]
    once = [*(f"`[replies]`, `{key}`: now {value}" for key, value in like.replies.items()),
            *(f"`[switches]`, `{key}`: now {'on' if value else 'off'}"
              for key, value in like.switches.items()),
            "`closures`, before `[words]`: the days your offices are shut beside bank holidays, "
            "again each year (docs/partnerships.md, part 4)",
            "`source_file` and `[sources]`: your own process document, as plain text "
            "(docs/partnerships.md, part 4)"]
    looks = [f"`templates/docx/{newcomer.id}/house.docx`: styles, colour, logo "
             "(docs/templates.md), before the Word templates are made again",
             f"`inputs/{newcomer.id}-sample/answers/`: the made-up case that shows everything. Its "
             "answers keep roles and short names of the other partnership: harmless, as nobody "
             "outside sees them"]
    return "\n".join([
        f"# {newcomer.words['partnership']}: what to edit", "",
        "Everything here works as it is. It is another partnership's process, with your name in "
        "it. Go through it and tick off. After each part run the commands at the end.", "",
        *_part("Words, in profile.toml under [words]", words),
        *_part("Roles, in profile.toml under [roles]", roles,
               "Names, telephone numbers and e-mail addresses go into `inputs/contacts.toml` "
               "only."),
        *_part("The rest of profile.toml", once),
        *_part("Deadlines, in deadlines.toml", deadlines,
               "Each says how long, from when, by whom. Put the sentence of your own process, its "
               "file and line under `source`. The national rules stand beside them and need "
               "nothing."),
        *_part("Days and spans of time that stand as words", list(_typed(texts)),
               "These do not change with a deadline. Where yours is another, change it here too."),
        *_part("Rules, in rules.toml", rules, "What the program asks about."),
        *_part("Forms, in forms/", forms,
               "To drop one: take it from `forms` in profile.toml, delete its file, and delete "
               "each document that names it; packs, outlines and steps that name it or such a "
               "document need another look. To add one: CONTRIBUTING.md."),
        *_part("Documents, letters and guidance", [_paper(*paper, texts) for paper in papers],
               "Their words are in sketches/ and guidance/. Each sketch begins with a line that is "
               "printed until you have read the document and deleted it. A letter has no such "
               "line: read every word."),
        *_part("E-mails, in letters/", mails),
        *_part("What is published as slides or on the website, in outlines/", outlines,
               f"Looks of slides: `templates/pptx/{newcomer.id}/`, in PowerPoint."),
        *_part("Lists, in profile.toml or lists.toml under [lists]", lists),
        *_part("Search for old names", list(_old(like, newcomer, texts)),
               "Words of the other partnership that stand in texts as they are. A change under "
               "[words] does not reach these: search for each, and change it there or write the "
               "word in braces. National names may stay."),
        *_part("Looks and the sample", looks),
        "## After each part", "", "```",
        *(f"cspr {step}" for step in (
            f"blanks --partnership {newcomer.id}", f"scaffold --partnership {newcomer.id} --force",
            f"sample {newcomer.id}-sample --partnership {newcomer.id}",
            f"lint --partnership {newcomer.id}", f"collate {newcomer.id}-sample")), "```", "",
        "From the day you begin to edit templates in Word, leave the line with `scaffold` out: "
        "`--force` throws away what was changed there. Then make the same change in Word, in the "
        "templates that lint names.", ""])


def _paper(name: str, title: str, guidance: str, texts: Mapping[str, str]) -> str:
    """A document, and what has to be done before its words are the newcomer's own."""
    sketch = texts.get(f"sketches/{name}.md", "")
    if guidance:
        return (f"`{name}`: {title}. Read every point: put your own line or `[own advice]` for "
                "`[to check]`, change it, or delete it")
    if WARNING in sketch:
        return f"`{name}`: {title}. Read it, then delete the line at its top"
    return f"`{name}`: {title}" + (". A letter: read every word" if sketch else "")


def _lines(texts: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Every line somebody may read in print: its file, number and words."""
    for name, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            if not REMARK.match(line):
                yield name, number, line


def _typed(texts: Mapping[str, str]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for name, number, line in _lines(texts):
        if name != "deadlines.toml":
            found.setdefault(name, []).extend(
                f"line {number} “{said[0]}”" for said in DAYS.finditer(line))
    yield from (f"`{name}`: {', '.join(said)}" for name, said in found.items() if said)


def _old(like: Profile, newcomer: Newcomer, texts: Mapping[str, str]) -> Iterator[str]:
    """The words that were not replaced and stand literally in a text; then other short names."""
    lines = list(_lines(texts))
    for key, word in like.words.items():
        if key in like.texts or word == word.lower() or _renamed(word, like, newcomer) != word:
            continue
        whole = re.compile(rf"\b{re.escape(word)}\b")
        where = dict.fromkeys(name for name, _, line in lines
                              if whole.search(line) and not line.startswith(f"{key} = "))
        if where:
            yield f"“{word}” (`{key}`): {', '.join(f'`{name}`' for name in where)}"
    everything = "\n".join(line for _, _, line in lines)
    lower = set(re.findall(r"\b[a-z]+\b", everything))
    known = {*like.words.values(), *newcomer.words.values()}
    short = sorted({one for one in SHORT.findall(everything)
                    if one.lower() not in lower and one not in known})
    if short:
        yield f"other short names in these files: {', '.join(short)}"


def _part(title: str, rows: Sequence[str], note: str = "") -> list[str]:
    if not rows:
        return []
    return [f"## {title}", "", *([note, ""] if note else []), *(f"- [ ] {row}" for row in rows), ""]


def _span(rule: Mapping[str, object]) -> str:
    within = rule.get("within")
    if not isinstance(within, Mapping):
        return "no time stated"
    return ", ".join(f"{count} {unit.replace('_', ' ')}" for unit, count in within.items())
