"""Take in what lies in a case folder: every file, under any name, and every part of one.

Nothing is trusted but the bytes. A message is taken apart, its attachments again, and one that
cannot be opened never keeps the next from being read.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.catalogue import problem, problem_of
from pipeline.doors.mail import Mail
from pipeline.model import Problem, Where
from pipeline.opening import KINDS, Opened
from pipeline.opening.items import Item, Letter
from pipeline.receive.files import LOCKS, files_of

Open = Callable[[bytes], Opened]

DEEPEST = 5
"""A message in a message in an archive is met in life; much more is somebody's joke."""

TINY = 100_000
"""Pictures smaller than this are the logos of signatures: registered, but nobody is told."""

SMALL_FRY = {"picture", "calendar", "card", "p7m"}
MAIL_PROBLEMS = (("signed", "mail-signed"), ("encrypted", "mail-encrypted"))


def receive(folder: Path, open_one: Open) -> list[Item]:
    """Every file of a case folder and every part of one, in a fixed order, with what is wrong.

    `open_one` turns bytes into what they hold. Sorted by name, so that neither the file system nor
    the operating system has a say.
    """
    items: list[Item] = []
    for number, (name, path) in enumerate(files_of(folder), 1):
        item_id = f"R{number:03}"
        if path.name.startswith(LOCKS):
            items.append(Item(item_id, "", name, "unknown", "", 0, "ours", problems=(
                problem("open-elsewhere", Where(item_id)),)))
        else:
            items += _met(item_id, "", name, path.read_bytes(), None, open_one)
    return items


def receive_file(path: Path, open_one: Open) -> list[Item]:
    """One file that lies anywhere, and every part of it."""
    return list(_met("R001", "", path.name, path.read_bytes(), None, open_one))


def _met(item_id: str, inside: str, name: str, data: bytes, letter: Letter | None,
         open_one: Open) -> Iterator[Item]:
    """One file or part, followed by all that it holds. `letter` is the message it came in."""
    carried = letter is not None
    opened = open_one(data)
    mail = opened.mail
    if mail is not None:
        letter = Letter(mail.sender, mail.sent, mail.subject, mail.words,
                        "automatic" in mail.marks)
    status = _status(opened)
    problems = [problem_of(fault, item_id) for fault in opened.faults]
    if mail is not None:
        problems += _about_mail(item_id, mail, carried)
    elif status == "paper":
        problems += _about_paper(item_id, opened, inside, len(data))
    digest = hashlib.sha256(data).hexdigest()
    yield Item(item_id, inside, name, opened.kind, digest, len(data), status, data, opened.book,
               letter, tuple(problems))
    parts = [(a.name, a.data) for a in mail.attachments] if mail else [
        (part.name, part.data) for part in opened.parts]
    for number, (called, inner) in enumerate(parts, 1):
        part_id = f"{item_id}.{number}"
        if item_id.count(".") >= DEEPEST:
            yield Item(part_id, item_id, called, "unknown", hashlib.sha256(inner).hexdigest(),
                       len(inner), "refused", inner, None, letter, (problem(
                           "opening-failed", Where(part_id), why="it is packed too deep"),))
        else:
            yield from _met(part_id, item_id, called, inner, letter, open_one)


def _status(opened: Opened) -> str:
    if opened.refused:
        return "refused"
    if opened.book is not None:
        return "form?"
    if opened.mail is not None or opened.parts or opened.kind in ("mbox", "zip"):
        return "container"
    return "paper"


def _about_mail(item_id: str, mail: Mail, carried: bool) -> list[Problem]:
    problems = [problem(code, Where(item_id)) for mark, code in MAIL_PROBLEMS if mark in mail.marks]
    if carried:
        problems.append(problem("mail-forwarded", Where(item_id)))
    problems += [problem("mail-cloud-link", Where(item_id, "link", str(number)), link)
                 for number, link in enumerate(mail.links, 1)]
    return problems


def _about_paper(item_id: str, opened: Opened, inside: str, size: int) -> list[Problem]:
    if opened.kind == "tnef":
        return [problem("mail-wrapped", Where(item_id))]
    if opened.faults or (inside and opened.kind in SMALL_FRY and size < TINY):
        return []
    return [problem("paper-kept", Where(item_id), kind=KINDS[opened.kind])]
