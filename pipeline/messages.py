"""What messages say themselves, beside the forms they bring: nothing of it is passed over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.catalogue import problem
from pipeline.model import Problem, Submission, Where
from pipeline.opening.items import MESSAGE, MESSAGES, Item, Items, Letter

# As people write it when they leave the box of the form empty.
NIL = re.compile(
    r"\bnil[ -]?returns?\b|\bnothing (?:is |was )?(?:held|known|recorded|to report)\b"
    r"|\b(?:hold|have|found) (?:nothing|no (?:information|records?|trace|involvement))\b"
    r"|\bno (?:information|records?|trace|involvement)\b|\bnot known to\b", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>()\"]+@[^\s<>()\"]+")
NO_FORM = "mail-no-form"


def from_known(items: Items, addresses: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the items, each with the code of the agency whose address it came from.

    `addresses` gives an agency's code by an e-mail address of its, in small letters.
    """
    return [replace(one, sender=_code(item, addresses)) for item in items for one in item.problems]


def _code(item: Item, addresses: Mapping[str, str]) -> str:
    found = ADDRESS.search(item.letter.sender.casefold()) if item.letter else None
    return addresses.get(found[0], "") if found else ""


def about_mail(items: Items, submissions: Sequence[Submission],
               addresses: Mapping[str, str]) -> list[Problem]:
    """The own words of every message, quoted with the return it brought, or without one."""
    problems = []
    for item in items:
        letter = item.letter
        if letter is None or item.status != "container" or item.kind not in MESSAGES:
            continue
        inside = [one for one in items if one.id.startswith(f"{item.id}.")]
        brought = [s for s in submissions if s.file in {one.id for one in inside}]
        sender = brought[0].recipient if brought else _code(item, addresses)
        words = letter.words if brought else f"{letter.subject}\n{letter.words}".strip()
        code = _about_words(letter, brought)
        if not brought and code == NO_FORM and (any(
                one.status == "refused" for one in inside) or any(
                one.severity != "note" for one in item.problems)):
            code = "mail-words"  # why there is no form has been said
        if words.strip():
            problems.append(problem(code, Where(item.id, MESSAGE), words, sender))
    return problems


def _about_words(letter: Letter, brought: Sequence[Submission]) -> str:
    if not brought:
        return "mail-automatic" if letter.automatic else NO_FORM
    nil = NIL.search(letter.words) and not any(s.nothing_held.value is True for s in brought)
    return "mail-nil-return" if nil else "mail-words"


def wrote_without_form(problems: Sequence[Problem]) -> set[str]:
    """The codes of agencies that wrote to us, but sent no form: they are not to be chased."""
    return {one.sender for one in problems if one.code == NO_FORM and one.sender}
