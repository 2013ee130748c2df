"""Give something out: to each recipient the form, the letter that goes with it and an e-mail draft.

What was given out is kept twice. The files to send lie in `outputs/<case>/issued`, which no other
command touches; each form exactly as sent lies in `inputs/<case>/issued`, and the diary of the case
says what went to whom, when, and by which day an answer is due.
"""

import hashlib
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import diary
from pipeline.errors import OutsideTrouble, UsageTrouble
from pipeline.issue.prepare import Issued, Prepared, Preparing, Wanted
from pipeline.letterhead import forms_of, letter_with
from pipeline.model import Case, Profile

ISSUED, RESTRICTED = "issued", "restricted"
KEPT = re.compile(r"(.+)-([0-9]{1,6})")

__all__ = ["ISSUED", "Issued", "Prepared", "Wanted", "last_time", "prepare", "put", "wanted"]


def wanted(profile: Profile, name: str) -> Wanted:
    """What a person means by the id of a form or of a letter. Raises UsageTrouble."""
    kinds = {kind.id: kind for kind in profile.documents if kind.letter}
    form = profile.forms.get(name)
    letter = kinds.get(name) or (letter_with(profile, form) if form else None)
    if letter is not None:
        forms = forms_of(profile, letter)
        return Wanted(forms[0].id if forms else letter.id, letter.title, letter.for_each, forms,
                      letter)
    if form is None:
        titles = {one.id: one.title for one in profile.forms.values() if not one.ours}
        titles |= {kind.id: kind.title for kind in kinds.values()}
        raise UsageTrouble("\n".join([f"There is no form or letter '{name}'. There are:", *(
            f"  {known}: {title}" for known, title in titles.items())]))
    if form.ours:
        raise UsageTrouble(f"'{form.title}' is filled in by the partnership itself: nobody is sent "
                           "it. It is in the folder 'to-fill' of the outputs.")
    return Wanted(name, form.title, form.for_each, [form], None)


def prepare(profile: Profile, case: Case, what: Wanted, as_of: date,
            before: Mapping[str, tuple[int, str]], only: Collection[str] = (),
            by: date | None = None) -> Prepared:
    """Everything to give out, whole, before anything is written, and what to know of it.

    `before` is the last number and day by code (see `last_time`), `only` the codes of some
    recipients, `by` a day to answer by that wins over every other. Raises UsageTrouble when the
    case record lacks something.
    """
    return Preparing(profile, case, what, as_of, before, by).all(only)


def last_time(folder: Path, out: Path, what: Wanted) -> dict[str, tuple[int, str]]:
    """The number and the day of the last issue by code, of the diary and of what lies there."""
    found: dict[str, tuple[int, str]] = {}
    for one in entries(folder, what):
        found[one["to"]] = (int(one["number"]), str(one["when"]))
    names = [path.name for path in _place(out, what).glob("*")]
    names += [path.stem for kept in _kinds(what) for path in (folder / ISSUED / kept).glob("*")]
    for name in names:
        if match := KEPT.fullmatch(name):
            number, when = found.get(match[1], (0, ""))
            found[match[1]] = (max(number, int(match[2])), when)
    return found


def entries(folder: Path, what: Wanted) -> list[Mapping[str, Any]]:
    """What the diary says of earlier issues of the same, oldest first."""
    return [one for one in diary.entries(folder, ISSUED) if one.get("form") == what.id]


def _kinds(what: Wanted) -> list[str]:
    return [form.id for form in what.forms] + ([what.letter.id] if what.letter else [])


def _place(out: Path, what: Wanted) -> Path:
    """Where the files to send lie: what is for a member or for the family lies by itself."""
    restricted = what.for_each in ("member", "family")
    return out / ISSUED / RESTRICTED / what.id if restricted else out / ISSUED / what.id


def put(folder: Path, out: Path, what: Wanted, made: Sequence[Issued], as_of: date) -> Path:
    """Write what was prepared: all of it, or nothing. Returns the folder with the files to send."""
    place = _place(out, what)
    kept = {folder / ISSUED / name: data for one in made for name, data in one.kept.items()}
    files = {place / one.name / name: data for one in made for name, data in one.files.items()}
    done: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path, data in {**kept, **files}.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            done.append(path)
            path.write_bytes(data)
            path.chmod(0o600)
        for one in made:
            _note(folder, what, one, as_of)
    except OSError as why:
        _undo(done)
        raise OutsideTrouble(
            "The files could not be written, so nothing was issued. See that the disk has room and "
            f"that the folders '{ISSUED}' of this case can be written to, then run the command "
            "again.") from why
    return place


def _note(folder: Path, what: Wanted, one: Issued, as_of: date) -> None:
    """A line for each form that one recipient got; one for the letter where it got no form."""
    marks = {name.split("/")[0]: hashlib.sha256(data).hexdigest()
             for name, data in one.kept.items()}
    letter = what.letter.id if what.letter else ""
    for form in [form.id for form in what.forms] or [what.id]:
        diary.note(folder, ISSUED, as_of.isoformat(), form=form, letter=letter, to=one.to,
                   number=one.number, due=one.due, fingerprint=marks[form],
                   letter_fingerprint=marks.get(letter, ""))


def _undo(done: Sequence[Path]) -> None:
    """Take away what was written so far, and the folders that were made for it."""
    for path in done:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            shutil.rmtree(path.parent, ignore_errors=True)
