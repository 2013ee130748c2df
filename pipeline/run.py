"""The two sentences of the pipeline. Read this file first.

    collate = receive → read → validate → merge → render      (forgiving: always makes the draft)
    pack    = choose → anonymise → convert → bundle → gate → seal   (fails closed: one audience)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline import desk, diary, guidance, outputs, workbook
from pipeline.ledger import ledger
from pipeline.letterhead import key_date
from pipeline.merge import Asked, merge, replaced
from pipeline.messages import about_mail, from_known, say_they_hold_nothing, settled, whose
from pipeline.model import Case, PackKind, Problem, Profile, Submission
from pipeline.opening import SHEETS
from pipeline.opening.child import Opener
from pipeline.opening.items import Items
from pipeline.packing import Packed, Wish
from pipeline.questions import still_open
from pipeline.receive import receive, receive_file
from pipeline.register import register, without_other_cases
from pipeline.render import DRAFT, render
from pipeline.report import problems_json
from pipeline.sending import to_send
from pipeline.validate import (
    Facts,
    family_undecided,
    gather_facts,
    of_this_case,
    planned_publication,
    process_rules,
    validate,
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """A case as far as `check` takes it: everything read, held against its rules, put together.

    `items` is all that came in, `read` every return among it, `submissions` those of this case.
    """

    case: Case
    submissions: Sequence[Submission]
    problems: Sequence[Problem]
    items: Items = ()
    read: Sequence[Submission] = ()


@dataclass(frozen=True)
class Collated:
    """A finished case folder: the files made, the problems left, and what is not made yet."""

    checked: Checked
    made: Sequence[str]
    missing: Sequence[tuple[str, str]]
    problems: Sequence[Problem]


def take_in(folder: Path, say: Say = lambda words: None) -> Items:
    """Open everything in a case folder."""
    say("receive")
    with Opener() as opener:
        return receive(folder, opener.open)


def take_in_file(path: Path, say: Say = lambda words: None) -> Items:
    """Open one file, wherever it lies."""
    say("receive")
    with Opener() as opener:
        return receive_file(path, opener.open)


def check(folder: Path, profile: Profile, as_of: date, say: Say = lambda words: None,
          items: Items | None = None) -> Checked:
    """Receive, read, validate and merge a case folder.

    `items` is what came in, where that has been opened before.
    """
    items = take_in(folder, say) if items is None else items
    say("read")
    found, problems = read_all(items, profile)
    say("validate")
    facts, more = gather_facts(profile, found, as_of)
    problems = [*whose([*problems, *from_known(items, facts.addresses)], items, found,
                       facts.addresses), *more, *about_mail(items, found, facts.addresses)]
    submissions, more = of_this_case(profile, found, facts)
    problems = settled(without_other_cases([*problems, *more], submissions), submissions,
                       profile)
    problems += validate_all(submissions, profile, facts)
    problems += [*process_rules(profile, submissions), *planned_publication(profile, facts),
                 *family_undecided(profile, facts)]
    problems = still_open(problems, submissions, replaced(profile, submissions))
    say("merge")
    case, more = merge(profile, submissions, as_of, problems, asked_by_us(folder, profile),
                       sent_by_us(folder, profile), diary.entries(folder))
    return Checked(case, submissions, [*problems, *more], items, found)


def collate(folder: Path, out: Path, profile: Profile, as_of: date,
            say: Say = lambda words: None, items: Items | None = None) -> Collated:
    """Check a case folder and make every document of it under `out`."""
    from pipeline.packing.formats import make_all  # slides and pages cost a second to start

    checked = check(folder, profile, as_of, say, items)
    say("render")
    rendered = render(profile, checked.case)
    problems = [*checked.problems, *rendered.problems]
    kept = register(profile, checked.items, checked.read, problems, checked.case,
                    diary.entries(folder, "deleted"))
    sent = to_send(profile, checked.case, checked.submissions, problems, as_of,
                   say_they_hold_nothing(problems))
    guides = guidance.make_all(profile)
    drafts = make_all(profile, checked.case, DRAFT)
    files = {**rendered.files, **guides.files, **drafts.files,
             **workbooks(profile, checked), **kept.files,
             **sent.files}
    problems += [*sent.problems, *guides.problems, *drafts.problems]
    lines = ledger(profile, checked.submissions, rendered, problems, checked.case)
    loose = {"context.json": outputs.as_json(checked.case),
             "problems.json": problems_json(problems), "ledger.json": outputs.as_json(lines)}
    problems += outputs.publish(out, files, loose, as_of.isoformat())
    missing = (*rendered.missing, *guides.missing, *drafts.missing)
    return Collated(checked, sorted(files), missing, problems)


def pack(folder: Path, out: Path, profile: Profile, kind: PackKind, as_of: date, wish: Wish,
         say: Say = lambda words: None, items: Items | None = None) -> Packed:
    """Make an edition of a pack for each of its recipients, or say why it may not leave."""
    return pack_checked(check(folder, profile, as_of, say, items), folder, out, profile, kind,
                        as_of, wish, say)


def pack_checked(checked: Checked, folder: Path, out: Path, profile: Profile, kind: PackKind,
                 as_of: date, wish: Wish, say: Say = lambda words: None) -> Packed:
    """The same, of a case that has been read."""
    from pipeline.packing.making import Making

    making = Making(folder, out, profile, kind, as_of, wish, checked.case, sources(checked))
    # What is missing keeps nobody from being told what else is wrong: only sealing waits for it.
    for verb in (making.choose, making.anonymise, making.convert, making.bundle, making.gate):
        say(verb.__name__)
        verb()
    if not making.stopped:
        say(making.seal.__name__)
        making.seal()
    return making.packed()


def sources(checked: Checked) -> frozenset[str]:
    """The fingerprints of what must never be published: every spreadsheet that came in, and all
    else that was read as a return. A report may have come in the same way, and is none of these."""
    returns = {one.fingerprint for one in checked.read}
    return frozenset(item.sha256 for item in checked.items
                     if item.kind in SHEETS or item.fingerprint in returns)


def sent_by_us(folder: Path, profile: Profile) -> dict[str, str]:
    """The key dates that are the day a letter was first issued, or a pack sealed, by path.

    A pack for several recipients is sent when the last of them has had a first edition.
    """
    named = {**{kind.id: kind.letter.get("starts_clock", "") for kind in profile.documents},
             **{kind.id: kind.starts_clock for kind in profile.packs}}
    paths = {name: path for name, day in named.items() if (path := key_date(profile, day))}
    found: dict[str, str] = {}
    for one in diary.entries(folder, "issued"):
        if one.get("letter") in paths:
            found.setdefault(paths[one["letter"]], str(one["when"]))
    for one in diary.entries(folder, diary.SEALED):
        if one.get("pack") in paths and one.get("edition") == 1:
            path = paths[one["pack"]]
            found[path] = max(found.get(path, ""), str(one["when"]))
    return found


def asked_by_us(folder: Path, profile: Profile) -> dict[str, Asked]:
    """When each agency was first sent its return to fill in, and the day it is due, by code."""
    form = profile.form_meaning("agency_return")
    found: dict[str, Asked] = {}
    for one in diary.entries(folder, "issued"):
        if form is not None and one.get("form") == form.id:
            first = found.get(one["to"])
            found[one["to"]] = Asked(first.on if first else str(one["when"]), str(one["due"]))
    return found


def read_all(items: Items, profile: Profile) -> tuple[list[Submission], list[Problem]]:
    """Read everything that may be a return; what is not a form of ours gives a problem."""
    submissions: list[Submission] = []
    problems: list[Problem] = []
    for one in items:
        if one.book is None:
            continue
        reading = workbook.read_word if one.kind == "docx" else workbook.read_opened
        found = reading(one.book, one.id, one.fingerprint, profile)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sent = one.letter.sent[:10] if one.letter else ""
            submissions.append(replace(found, received=sent))
            problems += found.problems
    return submissions, problems


def validate_all(submissions: Sequence[Submission], profile: Profile,
                 facts: Facts) -> list[Problem]:
    """Hold every submission against its form."""
    return [one for submission in submissions
            for one in validate(submission, profile.forms[submission.form], facts)]


def workbooks(profile: Profile, checked: Checked) -> dict[str, bytes]:
    """The workbooks for people to fill in next, by their path in the outputs."""
    files = {}
    for name, filling in desk.to_fill(profile, checked.case, checked.submissions).items():
        files[f"to-fill/{name}.xlsx"] = workbook.write(profile.forms[name], profile, filling)
    return files
