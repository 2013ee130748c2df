"""The register: what came in, when, from whom, what was taken from it, and what was not and why.

Originals are kept beside it as they came, under the fingerprint of their bytes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.catalogue import problem
from pipeline.changes import Change, changes
from pipeline.doors.xlsx import Draw, Put, spot, write_book
from pipeline.model import Case, Problem, Profile, Submission, Where
from pipeline.opening import KINDS
from pipeline.opening.items import Item, Items
from pipeline.outputs import as_json

FOLDER, QUARANTINE = "received", "quarantine"
NAME = f"{FOLDER}/received"
ENDINGS = {"picture": "picture", "locked": "locked", "unknown": "file", "empty": "file",
           "card": "vcf", "calendar": "ics", "text": "txt", "tnef": "dat", "sml2003": "xml"}
# As people write it when they leave the box of the form empty.
NIL = re.compile(
    r"\bnil[ -]?returns?\b|\bnothing (?:is |was )?(?:held|known|recorded|to report)\b"
    r"|\b(?:hold|have|found) (?:nothing|no (?:information|records?|trace|involvement))\b"
    r"|\bno (?:information|records?|trace|involvement)\b|\bnot known to\b", re.IGNORECASE)
MESSAGE = "message"
PARTS = (MESSAGE, "link")
"""The parts of a file that a problem may be about, beside the sheets of a form."""

NOT_OURS, UNSAFE = "case-mismatch", "file-unsafe"

RECEIVED = (
    ("id", "No.", 10), ("inside", "Came in", 10), ("what", "What it is", 24),
    ("taken", "What was taken from it", 36), ("why_not", "What was not, and why", 60),
    ("sender", "From", 30), ("sent", "Sent", 20), ("subject", "Subject", 36),
    ("name", "Its name", 36), ("kept", "Original kept as", 30), ("size", "Bytes", 12),
    ("sha256", "Fingerprint (SHA-256)", 30),
)
CHANGED = (
    ("new", "Return", 10), ("old", "Replaces", 10), ("recipient", "From", 30),
    ("question", "Question", 50), ("before", "Before", 60), ("after", "Now", 60),
    ("sheet", "Sheet", 20), ("spot", "Cell", 8),
)
LETTERS = (("id", "No.", 10), ("sender", "From", 30), ("sent", "Sent", 20),
           ("subject", "Subject", 40), ("words", "The message's own words", 100))
DELETED = (("when", "Deleted on", 16), ("id", "No. it had", 12), ("kind", "What it was", 30),
           ("by", "Decided by", 36), ("why", "Why", 60), ("sha256", "Fingerprint (SHA-256)", 30))


@dataclass(frozen=True)
class Registered:
    """The register as files by their path in the outputs."""

    files: Mapping[str, bytes]
    rows: Sequence[Mapping[str, Any]]


def about_mail(items: Items, submissions: Sequence[Submission]) -> list[Problem]:
    """The own words of every message, quoted with the return it brought, or without one."""
    problems = []
    for item in items:
        if item.letter is None or item.status != "container" or item.kind not in ("eml", "msg"):
            continue
        inside = f"{item.id}."
        brought = [s for s in submissions if s.file.startswith(inside)]
        words = item.letter.words
        where = Where(item.id, MESSAGE)
        if brought and words.strip():
            nil = NIL.search(words) and not any(s.nothing_held.value is True for s in brought)
            code = "mail-nil-return" if nil else "mail-words"
            problems.append(problem(code, where, words, brought[0].recipient))
        elif not brought:
            subject = item.letter.subject
            problems.append(problem("mail-no-form", where, f"{subject}\n{words}".strip()))
    return problems


def of_other_cases(problems: Sequence[Problem], used: Sequence[Submission]) -> set[str]:
    """The ids of returns of another case, and of messages that brought nothing else."""
    apart = {one.where.file for one in problems if one.code == NOT_OURS}
    carried = {item.rsplit(".", n)[0] for item in apart for n in range(1, item.count(".") + 1)}
    return apart | {item for item in carried
                    if not any(s.file.startswith(f"{item}.") for s in used)}


def without_other_cases(problems: Sequence[Problem],
                        used: Sequence[Submission]) -> list[Problem]:
    """The problems without those that would quote another family's papers."""
    apart = of_other_cases(problems, used)
    return [one for one in problems
            if one.code == NOT_OURS or not one.quote or one.where.file not in apart]


def register(profile: Profile, items: Items, submissions: Sequence[Submission],
             problems: Sequence[Problem], case: Case,
             deleted: Sequence[Mapping[str, Any]] = ()) -> Registered:
    """The register of a case, as a workbook and as JSON, and the originals it speaks of.

    A return of another case, and whatever carried it, lies apart: it is another family's. So does
    a file that could do harm.
    """
    used = [s for s in submissions if s.file in {row["file"] for row in case["sources"]}]
    others = of_other_cases(problems, used)
    # A message that brought returns of two cases lies apart as well: it holds both.
    apart = {item.split(".")[0] for item in others}
    apart |= {one.where.file for one in problems if one.code == UNSAFE}
    status = {row["file"]: row for row in case["sources"]}
    by_file = {s.file: s for s in submissions}
    why_not: dict[str, list[Problem]] = {}
    for one in problems:
        if one.where.file in {item.id for item in items} and not one.where.part:
            why_not.setdefault(one.where.file, []).append(one)
    rows, files = [], {}
    for item in items:
        kept = _kept(item, not apart.isdisjoint({item.id, item.file}))
        # A part is kept inside the message it came in, and once more by itself.
        if kept:
            files[f"{FOLDER}/{kept}"] = item.data
        rows.append(_row(item, kept, why_not.get(item.id, []), by_file.get(item.id),
                         status.get(item.id)))
    changed = list(_changed(profile, submissions, case))
    letters = [{"id": i.id, **asdict(i.letter)} for i in items
               if i.letter and i.status == "container" and i.kind in ("eml", "msg")
               and i.id not in others]
    gone = [{key: _said(one, key) for key, _, _ in DELETED} for one in deleted]
    whole = {"received": rows, "changed": changed, "messages": letters, "deleted": gone}
    files[f"{NAME}.json"] = as_json(whole)
    files[f"{NAME}.xlsx"] = _workbook(case, rows, changed, letters, gone)
    return Registered(files, rows)


def _said(entry: Mapping[str, Any], key: str) -> str:
    words = str(entry.get(key, ""))
    return KINDS.get(words, words) if key == "kind" else words


def _kept(item: Item, apart: bool) -> str:
    if item.status == "ours":
        return ""
    ending = ENDINGS.get(item.kind, item.kind)
    return f"{QUARANTINE + '/' if apart else ''}{item.sha256}.{ending}"


def _row(item: Item, kept: str, why_not: Sequence[Problem], submission: Submission | None,
         source: Mapping[str, Any] | None) -> dict[str, Any]:
    letter = item.letter
    return {
        "id": item.id, "inside": item.inside, "name": item.name, "kind": item.kind,
        "what": KINDS[item.kind], "size": item.size, "sha256": item.sha256, "kept": kept,
        "sender": letter.sender if letter else "", "sent": letter.sent if letter else "",
        "subject": letter.subject if letter else "",
        "taken": _taken(item, submission, source),
        "why_not": " ".join(f"{one.message} {one.fix}" for one in why_not),
        "codes": sorted({one.code for one in why_not}),
    }


def _taken(item: Item, submission: Submission | None, source: Mapping[str, Any] | None) -> str:
    if source is not None and submission is not None:
        who = source["recipient"]["code"] or "nobody named"
        what = f"{source['form']}, from {who}, number {source['number']}: {_answers(submission)}"
        return what if source["status"] == "used" else (
            f"{what}, kept but replaced by a later return")
    if submission is not None:
        return "Nothing of it is used"
    if item.status == "container":
        return "Its words and all that was in it; see the numbers that begin with its own"
    return "Nothing; the original is kept" if item.status != "ours" else "Nothing"


def _answers(submission: Submission) -> str:
    count = len(submission.answers)
    if submission.nothing_held.value is True:
        return "a nil return"
    return f"{count} answer{'s' if count != 1 else ''}"


def _changed(profile: Profile, submissions: Sequence[Submission],
             case: Case) -> Iterator[dict[str, str]]:
    """What each return that replaces another changed."""
    by_file = {s.file: s for s in submissions}
    for row in case["sources"]:
        new = by_file.get(row.get("replaced_by", ""))
        old = by_file.get(row["file"])
        if old is None or new is None:
            continue
        for change in changes(profile.forms[old.form], old, new):
            yield {"new": new.file, "old": old.file, "recipient": new.recipient,
                   **_plain(change)}


def _plain(change: Change) -> dict[str, str]:
    return {"question": change.question, "before": change.before or "(no answer)",
            "after": change.after or "(no answer)", "sheet": change.sheet, "spot": change.spot}


def _workbook(case: Case, *tables: Sequence[Mapping[str, Any]]) -> bytes:
    reference = case["reference"]["text"]
    shown = f"Case {reference}" if reference else "No case reference yet"
    names = (("Received", "Everything that came in, and every part of it.", RECEIVED),
             ("What changed", "What returns that replace an earlier one changed.", CHANGED),
             ("Messages", "The own words of each message.", LETTERS),
             ("Deleted", "What was deleted, when, by whom and why.", DELETED))
    draws = [_draw(name, about, columns, rows, shown)
             for (name, about, columns), rows in zip(names, tables, strict=True)]
    return write_book(draws, "Register of what came in", {}, marking=case["profile"]["marking"])


def _draw(name: str, about: str, columns: Sequence[tuple[str, str, int]],
          rows: Sequence[Mapping[str, Any]], shown: str) -> Draw:
    draw = Draw(name, [width for _, _, width in columns], freeze="B4", repeat="3:3",
                protect=False, filtered=True)
    draw.puts += [Put(1, 1, f"{name}. {shown}", "title"), Put(2, 1, about, "about")]
    draw.puts += [Put(3, n, heading, "header") for n, (_, heading, _) in enumerate(columns, 1)]
    for at, row in enumerate(rows, 4):
        draw.puts += [Put(at, n, str(row[key]), "cell")
                      for n, (key, _, _) in enumerate(columns, 1)]
    if not rows:
        draw.puts.append(Put(4, 1, "None", "cell"))
    draw.region = f"A3.{spot(max(len(rows), 1) + 3, len(columns))}"
    return draw
