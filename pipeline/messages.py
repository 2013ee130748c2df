"""What messages say themselves, beside the forms they bring: nothing of it is passed over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.catalogue import AGAIN, problem
from pipeline.letterhead import requested
from pipeline.model import Problem, Profile, Submission, Where
from pipeline.opening.items import MESSAGE, MESSAGES, Item, Items, Letter

# As people write it when they leave the box of the form empty.
NIL = re.compile(
    r"\bnil[ -]?returns?\b|\bnothing (?:is |was )?(?:held|known|recorded|to report)\b"
    r"|\b(?:hold|have|found) (?:nothing|no (?:information|records?|trace|involvement))\b"
    r"|\bno (?:information|records?|trace|involvement)\b|\bnot known to\b", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>()\"]+@[^\s<>()\"]+")
BOUNCED = re.compile(r"mailer-daemon|postmaster|microsoftexchange", re.IGNORECASE)
UNDELIVERED = re.compile(r"undeliver|not (?:be )?delivered|delivery (?:has )?fail|delivery status"
                         r"|(?:user|recipient|address) (?:unknown|not found|rejected)"
                         r"|mailbox (?:is )?full|returned mail", re.IGNORECASE)
NO_FORM, NIL_RETURN = "mail-no-form", "mail-nil-return"


def from_known(items: Items, addresses: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the items, each with the code of the agency whose address it came from.

    `addresses` gives an agency's code by an e-mail address of its, in small letters.
    """
    return [replace(one, sender=_code(item, addresses)) for item in items for one in item.problems]


def whose(problems: Sequence[Problem], items: Items, submissions: Sequence[Submission],
          addresses: Mapping[str, str]) -> list[Problem]:
    """The problems of files that name nobody, with the code of the agency that sent them.

    It is known by its address, or by the return that came in the same message.
    """
    beside: dict[str, set[str]] = {}
    for one in submissions:
        beside.setdefault(one.file.rpartition(".")[0], set()).add(one.recipient)
    codes = {}
    for item in items:
        said = beside.get(item.id.rpartition(".")[0], set()) if item.letter else set()
        codes[item.id] = _code(item, addresses) or (min(said) if len(said) == 1 else "")
    return [one if one.sender else replace(one, sender=codes.get(one.where.file, ""))
            for one in problems]


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
    said = f"{letter.subject}\n{letter.words}"
    if not brought and UNDELIVERED.search(said) and (letter.automatic or BOUNCED.search(
            letter.sender)):
        return "mail-not-delivered"
    if not brought and letter.automatic:
        return "mail-automatic"
    if NIL.search(said) and not any(s.nothing_held.value is True for s in brought):
        return NIL_RETURN
    return "mail-words" if brought else NO_FORM


def say_they_hold_nothing(problems: Sequence[Problem]) -> set[str]:
    """The codes of agencies whose message reads like a nil return: no leader is written to yet."""
    return {one.sender for one in problems if one.code == NIL_RETURN and one.sender}


def settled(problems: Sequence[Problem], used: Sequence[Submission],
            profile: Profile) -> list[Problem]:
    """The problems, those of files that later returns have made good as notes.

    They have once the sender has returned every form that it was asked for, or holds nothing.
    """
    wanted = {form.id for form in requested(profile)}
    came: dict[str, set[str]] = {}
    for one in used:
        came.setdefault(one.recipient, set()).update(
            wanted if one.nothing_held.value is True else {one.form})
    returned = {code for code, forms in came.items() if wanted <= forms}
    return [replace(one, severity="note") if one.code in AGAIN and one.sender in returned
            and not one.where.part else one for one in problems]
