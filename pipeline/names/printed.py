"""What is printed in place of people: short words that read well where a name stood."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.names.folding import squeeze
from pipeline.names.kinds import CHILD, FAMILY, OTHER, PRACTITIONER, Name, instead_of
from pipeline.names.persons import taken_apart

_RELATION = re.compile(
    r"(?:(?:half|step|foster|adoptive|birth|maternal|paternal|great|former|ex|older|younger|"
    r"twin|putative|legal|unborn)[- ]?)*(?:(?:mother|father)[’']s )?(?:(?:new|ex|former)[- ])?"
    r"(?:mother|father|parent|brother|sister|sibling|partner|"
    r"husband|wife|grandmother|grandfather|grandparent|aunt|uncle|cousin|carer|guardian|friend|"
    r"neighbour|lodger|son|daughter|stepfather|stepmother|nephew|niece|relative)\b(?![’']s)", re.I)
_OF = re.compile(r" (?:of|to) (?:the )?([A-Z]{1,3}\d{1,3})\b")
_SIDE = re.compile(r"\b(?:maternal|paternal|putative|legal|birth) ")


def relations(rows: Iterable[tuple[str, str]], children: Sequence[str]) -> dict[str, str]:
    """What is printed for each of the family, from its code and what the case says it is to whom.

    Of what somebody typed only the words for a relation are taken. Where two would be called
    the same, it is said whose they are, or else their code.
    """
    said = {code: _relation(words) for code, words in rows}
    short = {code: _told(said, code, children, side=False) for code in said}
    for way in (_told, _whose):
        twice = [code for code, words in short.items()
                 if list(short.values()).count(words) > 1]
        short.update({code: way(said, code, children) for code in twice})
    return {code: f"{words} ({code})" if list(short.values()).count(words) > 1 else words
            for code, words in short.items()}


def _relation(words: str) -> tuple[str, str]:
    """The word for a relation in small letters, and the code of whoever it is to."""
    words = words.strip().replace("’", "'")
    relation, whose = _RELATION.match(words), _OF.search(words)
    return (relation[0].lower() if relation else "", whose[1] if whose else "")


def _told(said: Mapping[str, tuple[str, str]], code: str, children: Sequence[str], *,
          side: bool = True) -> str:
    relation, whose = said[code]
    if not relation:
        return "a family member"
    relation = relation if side else _SIDE.sub("", relation)
    other = said.get(whose, ("", ""))[0] if whose not in children and whose != code else ""
    return f"the {_SIDE.sub('', other)}'s {relation}" if other and "'s " not in relation else (
        f"the {relation}")


def _whose(said: Mapping[str, tuple[str, str]], code: str, children: Sequence[str]) -> str:
    """'Child C2's father' where there are two fathers."""
    relation, whose = said[code]
    return f"Child {whose}'s {relation}" if relation and whose in children else _told(
        said, code, children)


def printed(names: Sequence[Name]) -> list[Name]:
    """The names with what the case record prints for a child or one of the family, when it lists
    their name among the other names: that counts for every spelling of theirs."""
    own = {_key(one.words): one.instead for one in names
           if one.kind in (OTHER, PRACTITIONER) and one.instead}
    family = [one for one in names if one.kind in (CHILD, FAMILY)]
    keys = {_key(words) for one in family for words in (one.words, *one.also)}
    changed = {}
    for one in family:
        ours = next((own[key] for words in (one.words, *one.also)
                     if (key := _key(words)) in own), "")
        if ours:
            changed[one] = replace(one, instead=ours)
    made = [changed.get(one, one) for one in names
            if one.kind not in (OTHER, PRACTITIONER) or _key(one.words) not in keys]
    called = {one.code: instead_of(one) for one in made if one.kind == CHILD}
    return [_with_children(one, called) if one.kind == FAMILY else one for one in made]


def _with_children(name: Name, called: Mapping[str, str]) -> Name:
    """'Child AM's father' where that child is called so."""
    for code, words in called.items():
        if name.instead.startswith(f"Child {code}'s "):
            return replace(name, instead=words + name.instead[len(f"Child {code}"):])
    return name


def _key(words: str) -> str:
    parts = taken_apart(words)
    return squeeze(" ".join((*parts.forenames[:1], parts.surname)))
