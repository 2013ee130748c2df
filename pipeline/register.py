"""The register: what came in, when, from whom, what was taken from it, and what was not and why.

Originals are kept beside it as they came, under the fingerprint of their bytes.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.changes import Change, changes
from pipeline.dates import in_words, read_when
from pipeline.doors.xlsx import Draw, Put, spot, write_book
from pipeline.model import Case, Form, Problem, Profile, Submission
from pipeline.opening import KINDS
from pipeline.opening.items import MESSAGE, MESSAGES, Item, Items
from pipeline.outputs import as_json

FOLDER, QUARANTINE = "received", "quarantine"
NAME = f"{FOLDER}/received"
ENDINGS = {"picture": "picture", "locked": "locked", "unknown": "file", "empty": "file",
           "card": "vcf", "calendar": "ics", "text": "txt", "tnef": "dat", "sml2003": "xml"}
PARTS = (MESSAGE, "link")
"""The parts of a file that a problem may be about, beside the sheets of a form."""

NOT_OURS, UNSAFE = "case-mismatch", "file-unsafe"

Columns = tuple[tuple[str, str, int], ...]
RECEIVED: Columns = (
    ("id", "No.", 10), ("what", "What it is", 18), ("taken", "What was taken from it", 38),
    ("why_not", "What was not, and why", 42), ("sender", "From", 34), ("sent", "Sent", 18),
)
BESIDE: Columns = (
    ("inside", "Came in", 10), ("subject", "Subject", 40), ("name", "Its name", 44),
    ("kept", "Original kept as", 90), ("size", "Bytes", 12),
    ("sha256", "Fingerprint (SHA-256)", 80),
)
"""What is on the screen only: paper holds no more columns than people can read."""
CHANGED: Columns = (
    ("new", "Return", 10), ("old", "Replaces", 11), ("recipient", "From", 8),
    ("question", "Question", 34), ("before", "Before", 36), ("after", "Now", 36),
    ("sheet", "Sheet", 18), ("spot", "Cell", 7),
)
LETTERS: Columns = (
    ("id", "No.", 10), ("sender", "From", 34), ("sent", "Sent", 18), ("subject", "Subject", 28),
    ("words", "The message's own words", 70),
)
DELETED: Columns = (
    ("when", "Deleted on", 16), ("id", "No. it had", 13), ("kind", "What it was", 24),
    ("by", "Decided by", 34), ("why", "Why", 73),
)
EMPTY = {"why_not": "No problem", "sender": "Not known", "sent": "Not known", "subject": "None"}
MARKS: Columns = (("sha256", "Fingerprint (SHA-256)", 80),)


@dataclass(frozen=True)
class _Table:
    """A sheet of the register. `beside` are columns that are not printed."""

    name: str
    title: str
    about: str
    nothing: str
    columns: Columns
    beside: Columns = ()


TABLES = (
    _Table("Received", "what came in", "A line for each file and each part of one. R004.1 came in "
           "message R004. More stands on the right, on the screen only: subjects, names of files, "
           "where each original is kept.", "Nothing has come in.", RECEIVED, BESIDE),
    _Table("What changed", "what later returns changed", "Every answer that differs between a "
           "return and the one it replaces.", "No return has replaced another.", CHANGED),
    _Table("Messages", "the own words of each message", "Each is quoted as it was written, without "
           "its attachments.", "No message has come in.", LETTERS),
    _Table("Deleted", "what was deleted", "What was deleted because it belonged to another case: "
           "when, by whom and why.", "Nothing has been deleted.", DELETED, MARKS),
)


@dataclass(frozen=True)
class Registered:
    """The register as files by their path in the outputs."""

    files: Mapping[str, bytes]
    rows: Sequence[Mapping[str, Any]]


def in_quarantine(problems: Sequence[Problem]) -> set[str]:
    """The ids of what is another case's, or could do harm."""
    return {one.where.file for one in problems if one.code in (NOT_OURS, UNSAFE)}


def last_register(out: Path) -> list[Mapping[str, Any]]:
    """The lines of the register as it was last made in this folder of outputs; none before that."""
    path = out / f"{NAME}.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return list(found.get("received", ()))


def of_other_cases(problems: Sequence[Problem], used: Sequence[Submission]) -> set[str]:
    """The ids of returns of another case, and of messages that brought nothing else."""
    apart = {one.where.file for one in problems if one.code == NOT_OURS}
    carried = {item.rsplit(".", n)[0] for item in apart for n in range(1, item.count(".") + 1)}
    return apart | {item for item in carried
                    if not any(s.file.startswith(f"{item}.") for s in used)}


def without_other_cases(problems: Sequence[Problem],
                        used: Sequence[Submission]) -> list[Problem]:
    """The problems without those of another family's papers: what they say, and what they lack."""
    apart = of_other_cases(problems, used)
    return [one for one in problems if one.code == NOT_OURS or one.where.file not in apart
            or not (one.quote or one.where.part or one.sender)]


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
    inside: Counter[str] = Counter()
    for one in problems:
        if not one.where.part:
            why_not.setdefault(one.where.file, []).append(one)
        elif one.severity != "note":
            inside[one.where.file] += 1
    holders = {item.inside for item in items}
    rows, files = [], {}
    for item in items:
        kept = _kept(item, not apart.isdisjoint({item.id, item.file}))
        # A part is kept inside the message it came in, and once more by itself.
        if kept:
            files[f"{FOLDER}/{kept}"] = item.data
        new = by_file.get(item.id)
        taken = _taken(item, new, status.get(item.id), profile.forms[new.form] if new else None,
                       item.id in holders)
        rows.append(_row(item, kept, why_not.get(item.id, []), inside[item.id],
                         taken))
    changed = list(_changed(profile, submissions, case))
    letters = [{"id": i.id, **asdict(i.letter)} for i in items
               if i.letter and i.status == "container" and i.kind in MESSAGES
               and i.id not in others]
    gone = [{key: _said(one, key) for key, _, _ in (*DELETED, *MARKS)}
            for one in deleted]
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


def _row(item: Item, kept: str, why_not: Sequence[Problem], inside: int,
         taken: str) -> dict[str, Any]:
    """The line of an item. `inside` counts the problems with its single answers."""
    letter = item.letter
    why = [f"{one.message} {one.fix}" for one in why_not]
    if inside:
        why.append(f"{inside} {'problem' if inside == 1 else 'problems'} with its answers, listed "
                   "at the end of the collated review.")
    return {
        "id": item.id, "inside": item.inside, "name": item.name, "kind": item.kind,
        "what": KINDS[item.kind], "size": item.size, "sha256": item.sha256, "kept": kept,
        "sender": letter.sender if letter else "", "sent": letter.sent if letter else "",
        "subject": letter.subject if letter else "",
        "taken": taken,
        "why_not": " ".join(why),
        "codes": sorted({one.code for one in why_not}),
    }


def _taken(item: Item, submission: Submission | None, source: Mapping[str, Any] | None,
           form: Form | None, held: bool) -> str:
    """What was taken from an item. `held` says whether other items came in it."""
    if source is not None and submission is not None:
        # Of some forms a case has one: who sends it needs no code.
        who = "" if form is None or form.for_each == "case" else (
            f"from {source['recipient']['code'] or 'nobody named'}, ")
        what = f"{source['form']}, {who}number {source['number']}: {_answers(submission)}"
        return what if source["status"] == "used" else (
            f"{what}, kept but replaced by a later return")
    if submission is not None:
        return "Nothing of it is used"
    if item.status == "container":
        parts = f"{item.id}.1 and what follows it"
        if item.kind not in MESSAGES:
            return f"All that was in it: see {parts}" if held else "Nothing was in it"
        return f"Its own words{f', and all that was in it: see {parts}' if held else ''}"
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


def _workbook(case: Case, *rows: Sequence[Mapping[str, Any]]) -> bytes:
    reference = case["reference"]["text"]
    shown = f"Case {reference}" if reference else "No case reference yet"
    draws = [_draw(table, some, shown) for table, some in zip(TABLES, rows, strict=True)]
    return write_book(draws, "Register of what came in", {}, marking=case["profile"]["marking"])


def _draw(table: _Table, rows: Sequence[Mapping[str, Any]], shown: str) -> Draw:
    columns = (*table.columns, *table.beside)
    draw = Draw(table.name, [width for _, _, width in columns], freeze="B4", repeat="3:3",
                protect=False, filtered=bool(rows), print_columns=len(table.columns))
    draw.puts += [Put(1, 1, f"{shown}: {table.title}", "title"), Put(2, 1, table.about, "about")]
    draw.puts += [Put(3, n, heading, "header") for n, (_, heading, _) in enumerate(columns, 1)]
    for at, row in enumerate(rows, 4):
        draw.puts += [Put(at, n, _shown(key, row), "cell")
                      for n, (key, _, _) in enumerate(columns, 1)]
    if not rows:
        draw.puts.append(Put(4, 1, table.nothing, "about"))
    draw.region = f"A3.{spot(max(len(rows), 1) + 3, len(columns))}"
    return draw


def _shown(key: str, row: Mapping[str, Any]) -> str:
    """A value as people read it; received.json has it as it is."""
    words = str(row[key])
    if not words:
        return EMPTY.get(key, "")
    if key == "sent":
        return _day_and_time(words)
    if key == "when":
        day = read_when(words).first
        return in_words(day) if day else words
    return words[:1].upper() + words[1:] if key in ("what", "kind") else words


def _day_and_time(sent: str) -> str:
    """When a message says it was sent, by the clock of its sender."""
    try:
        when = datetime.strptime(sent, "%Y-%m-%dT%H:%M%z")
    except ValueError:
        return sent
    return f"{in_words(when.date())}, {when:%H:%M}"
