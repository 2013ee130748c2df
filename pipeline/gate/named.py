"""Names, identifiers, doubts and ticks: whether anybody can be known from the finished files."""

from collections.abc import Iterator

from pipeline.everywhere import UNREADABLE
from pipeline.gate.look import Found, Look
from pipeline.model import Problem, Where
from pipeline.names.kinds import CHILD, FAMILY, OTHER, PEOPLE, PRACTITIONER, UNKNOWN

OWN_CHECK = "not_public"
"""The check that looks for practitioners where it is made."""


def names(look: Look) -> Iterator[Problem]:
    """No name of the case is left, in whatever spelling."""
    yield from _unread(look)
    elsewhere = OWN_CHECK in look.pack.kind.checks
    for one in _certain(look):
        kind = one.match.kind
        if kind in PEOPLE and not (kind == PRACTITIONER and elsewhere):
            yield look.hit("gate-name", one.marked, one.words, who=_who(one),
                           instead=one.match.instead)


def _unread(look: Look) -> Iterator[Problem]:
    """What lies in a file and could not be read: nobody can say whether it names somebody."""
    for name, said in look.said.items():
        for one in said:
            if one.kind == UNREADABLE:
                yield look.hit("trace-unreadable", Where(name, one.part, one.spot),
                               format="a plain document with no files inside it")


def identifiers(look: Look) -> Iterator[Problem]:
    """No date of birth, number, address, school or the like is left."""
    for one in _certain(look):
        if one.match.kind not in PEOPLE:
            what = one.match.kind if one.match.kind != OTHER else "a word of the case record's list"
            yield look.hit("gate-identifier", one.marked, one.words, who=_who(one),
                           what=what[0].lower() + what[1:] if what[1:2].islower() else what)


def practitioners(look: Look) -> Iterator[Problem]:
    """No practitioner is named in what is published."""
    for one in _certain(look):
        if one.match.kind == PRACTITIONER:
            yield look.hit("gate-practitioner", one.marked, one.words, who=_who(one))


def doubts(look: Look) -> Iterator[Problem]:
    """Whatever may be a name has been decided by a person, for the very place it stands at."""
    yield from (one for one in look.decided.problems if one.severity == "error")
    waiting = [one for one in look.doubts if one.open]
    for one in waiting:
        spot = ", ".join(filter(None, (one.spot, one.code)))
        yield look.hit("gate-doubt", Where(one.document, one.part, spot), one.words, why=one.why)
    settled = [one for one in look.doubts if one.left]
    for found in look.found:
        match = found.match
        if not match.certain and not any(
                one.is_here(found.text, match.start, match.end) for one in (*settled, *waiting)):
            yield look.hit("gate-doubt", found.marked, found.words, why=match.why)


def tick_list(look: Look) -> Iterator[Problem]:
    """A person has read every page that holds what could, put together, say who the child is."""
    if look.ticks is None:
        raise ValueError("nobody made the list")
    for one in look.ticks:
        if one.open:
            yield look.hit("gate-tick-open", Where(one.document, f"page {one.pages}"), one.words,
                           what=one.kind[0].lower() + one.kind[1:])


def _certain(look: Look) -> Iterator[Found]:
    return (one for one in look.found if one.match.certain)


def _who(one: Found) -> str:
    """Whose name it is, in words that name nobody."""
    code, kind = one.match.code, one.match.kind
    if kind == UNKNOWN or not code:
        return "somebody"
    return {CHILD: f"child {code}", FAMILY: f"a family member ({code})",
            PRACTITIONER: f"a practitioner ({code})"}.get(kind, code)
