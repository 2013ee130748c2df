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
ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Newcomer:
    """The partnership to be: its id, and its own words for those in ASKED."""

    id: str
    words: Mapping[str, str]


def adopt(templates: Path, inputs: Path, like: Profile, newcomer: Newcomer) -> list[Path]:
    """Write the definitions and the sample's answers of a new partnership; the files written.

    Raises UsageTrouble, before anything is written, when the name will not do or is taken.
    """
    if not ID.fullmatch(newcomer.id):
        raise UsageTrouble("Name the partnership in small letters, figures and underscores, "
                           "beginning with a letter: north_shire for example.")
    there = [templates / kind / newcomer.id for kind in ("profiles", "docx", "xlsx")]
    there.append(inputs / f"{newcomer.id}-sample")
    for folder in there:
        if folder.exists():
            raise UsageTrouble(f"There is a folder '{folder.name}' in {folder.parent.name} "
                               "already. Choose another name.")
    for key, means in ASKED.items():
        if not newcomer.words.get(key, "").strip():
            raise UsageTrouble(f"The new partnership needs its {means}.")
    files = dict(_files(templates, inputs, like, newcomer))
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(files)


def _files(templates: Path, inputs: Path, like: Profile,
           newcomer: Newcomer) -> Iterator[tuple[Path, bytes]]:
    target = templates / "profiles" / newcomer.id
    for path in _texts(like.folder):
        name = path.relative_to(like.folder)
        text = _own(path.read_text(encoding="utf-8"), path, like, newcomer)
        if name.as_posix() == MAIN:
            text = _headed(text, like, newcomer)
        yield target / name, text.encode("utf-8")
    house = like.docx / "house.docx"
    yield templates / "docx" / newcomer.id / house.name, house.read_bytes()
    answers = inputs / f"{like.id}-sample" / "answers"
    for path in _texts(answers):
        text = _renamed(path.read_text(encoding="utf-8"), like, newcomer)
        yield inputs / f"{newcomer.id}-sample" / "answers" / path.name, text.encode("utf-8")
    yield target / CHECKLIST, _checklist(like, newcomer).encode("utf-8")


def _texts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in TEXTS
                  and path.name != CHECKLIST)


def _own(text: str, path: Path, like: Profile, newcomer: Newcomer) -> str:
    """A definition without what only the old partnership's source can vouch for."""
    if path.suffix == ".toml":
        text = re.sub(r"(?ms)^notes = \[\n.*?^\]\n", "notes = []\n", text)
        text = re.sub(r"(?m)(?:^#.*\n)+",
                      lambda found: "" if re.search(r"\blines?\b", found[0]) else found[0], text)
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


def _checklist(like: Profile, newcomer: Newcomer) -> str:
    """What to edit, as a list to tick off."""
    def own(words: str) -> str:
        return _renamed(words, like, newcomer)

    words = [f"`{key}` is now “{own(word)}”" for key, word in like.words.items()
             if key not in like.texts]
    roles = [f"`{key}`: {own(role)}" for key, role in like.roles.items()]
    deadlines = [f"`{rule['id']}`: {own(rule['what'])} ({_span(rule)})" for rule in like.deadlines
                 if "edition" not in rule]
    forms = [f"`{form.id}.toml`: {own(form.title)}, {len(list(form.fields()))} questions"
             for form in like.forms.values()]
    papers = dict.fromkeys((kind.id, own(kind.title)) for kind in like.documents)
    lists = [f"`{name}`, {len(rows)} entries"
             for name, rows in gathered(like.folder).get("lists", {}).items()]
    looks = [f"`templates/docx/{newcomer.id}/house.docx`: styles, colour, logo "
             "(docs/templates.md), before the Word templates are made again",
             f"`inputs/{newcomer.id}-sample/answers/`: the made-up case that shows everything"]
    return "\n".join([
        f"# {newcomer.words['partnership']}: what to edit", "",
        "Everything here works as it is. It is another partnership's process, with your name in "
        "it. Go through it and tick off. After each part run the commands at the end.", "",
        *_part("Words, in profile.toml under [words]", words),
        *_part("Roles, in profile.toml under [roles]", roles,
               "Names, telephone numbers and e-mail addresses go into `inputs/contacts.toml` "
               "only."),
        *_part("Deadlines, in deadlines.toml", deadlines,
               "Each says how long, from when, by whom. Put the sentence of your own process, its "
               "file and line under `source`. The national rules stand beside them and need "
               "nothing."),
        *_part("Forms, in forms/", forms,
               "To drop one: take it from `forms` in profile.toml, delete its file, and delete "
               "each document that names it. To add one: CONTRIBUTING.md."),
        *_part("Documents, letters and guidance",
               [f"`{name}`: {title}" for name, title in papers]),
        *_part("Lists, in profile.toml under [lists]", lists),
        *_part("Looks", looks),
        "## After each part", "", "```",
        *(f"cspr {step}" for step in (
            f"blanks --partnership {newcomer.id}", f"scaffold --partnership {newcomer.id} --force",
            f"sample {newcomer.id}-sample --partnership {newcomer.id}",
            f"lint --partnership {newcomer.id}", f"collate {newcomer.id}-sample")), "```", "",
        "`--force` makes the Word templates again and throws away what was changed in Word: leave "
        "it out once you have begun to edit there.", ""])


def _part(title: str, rows: Sequence[str], note: str = "") -> list[str]:
    return [f"## {title}", "", *([note, ""] if note else []), *(f"- [ ] {row}" for row in rows), ""]


def _span(rule: Mapping[str, object]) -> str:
    within = rule.get("within")
    if not isinstance(within, Mapping):
        return "no time stated"
    return ", ".join(f"{count} {unit.replace('_', ' ')}" for unit, count in within.items())
