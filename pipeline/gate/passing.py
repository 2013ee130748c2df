"""All checks of a pack, and what comes of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.catalogue import problem
from pipeline.errors import OutsideTrouble
from pipeline.gate import contents, decided, marks, named, private, reach, waivers
from pipeline.gate.look import Look, Scans
from pipeline.gate.sayable import Sayable
from pipeline.gate.verdict import Verdict, in_order
from pipeline.keys import CHECKS
from pipeline.model import Pack, Problem, Where
from pipeline.model.decisions import Decided, Doubt, Tick

Check = Callable[[Look], Iterator[Problem]]


def not_public(look: Look) -> Iterator[Problem]:
    """No source file, no private paper and no practitioner's name in what is published."""
    yield from private.not_public(look)
    yield from named.practitioners(look)


REGISTRY: Mapping[str, Check] = dict(zip(CHECKS, (
    named.names, named.identifiers, named.doubts, named.tick_list, marks.hidden,
    not_public, marks.watermark, marks.clean, marks.logo, decided.judicial,
    decided.legal_advice, decided.family_meeting, decided.sign_off, decided.partners,
    decided.panel_copy, decided.publication_day, decided.reviewer, contents.report_contents,
    contents.summary_length, contents.placeholders, decided.way, reach.accessibility,
    contents.recipient, contents.panel_contents, contents.action_plan), strict=True))
"""Every check that a pack may ask for, in the order of `keys.CHECKS`."""

PENDING, BEFORE = "pending", "panel_copy"
UNANSWERED = "gate-unanswered"
MERELY_MISSING = frozenset((UNANSWERED, "gate-panel-content", "gate-paper-missing"))
"""What does not stop a pack whose day is set by law: it is said to be on its way."""


def gate(pack: Pack, decided: Decided, doubts: Sequence[Doubt], ticks: Sequence[Tick] | None,
         scanner: Scans) -> Verdict:
    """Hold a finished pack against every check its definition asks for.

    `doubts` and `ticks` are what a person had to decide about it, with what was decided. Where
    nobody made the list of ticks (None), a pack that must have it is refused.
    """
    look = Look(pack, scanner, decided, doubts, ticks)
    asked = {*pack.kind.checks, *((BEFORE,) if (
        pack.kind.needs or pack.kind.after or pack.kind.before) else ())}
    wanted = tuple(name for name in CHECKS if name in asked)
    found = [("", one) for one in missing(look)]
    found += [(name, one) for name in wanted for one in made(name, look)]
    sayable = Sayable(scanner)
    found = [(name, sayable.problem(one)) for name, one in found]
    refused = list(dict.fromkeys(one for _, one in found if one.severity == "error"))
    pending = [one for one in refused if _pending(pack, one)]
    left, waived, said = waivers.sort_out([one for one in refused if one not in pending],
                                          waivers.rows_of(look.recorded))
    earlier = [sayable.problem(one) for one in pack.problems if one.severity == "error"]
    return Verdict(
        tuple(sorted(dict.fromkeys([*earlier, *left]), key=in_order)),
        tuple((hit, sayable.waiver(waiver)) for hit, waiver in waived),
        tuple(dict.fromkeys(map(_in_words, pending))),
        tuple([*(one for _, one in found if one.severity != "error"), *said]), wanted,
        tuple(dict.fromkeys((name, one.code) for name, one in found)))


def made(name: str, look: Look) -> Iterator[Problem]:
    """What one check finds. A check that cannot be made refuses the pack."""
    try:
        yield from REGISTRY[name](look)
    except (KeyError, ValueError, OSError, OutsideTrouble) as why:
        yield problem("gate-cannot-check", Where("The pack"), check=name.replace("_", " "),
                      why=f"something that it needs is not there or cannot be read "
                          f"({type(why).__name__})")


def missing(look: Look) -> Iterator[Problem]:
    """The papers that the pack's definition names and that are not in it."""
    there = {paper.kind.id for paper in look.pack.papers}
    for name in look.pack.kind.contents:
        kind = look.pack.profile.document(name)
        if name not in there and kind is not None and not kind.optional:
            yield problem("gate-paper-missing", Where("The pack", "", name), title=kind.title)


def _pending(pack: Pack, one: Problem) -> bool:
    return pack.kind.gaps == PENDING and one.code in MERELY_MISSING


def _in_words(one: Problem) -> str:
    """What is pending, as a line of a list: where, and what."""
    if one.code == UNANSWERED:
        return f"{one.where}: an answer is still to come."
    return f"{one.where.file}: {one.message[0].lower()}{one.message[1:]}"
