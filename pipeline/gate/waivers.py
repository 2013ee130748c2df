"""Waivers: a named role lets a finding through, with a reason and a day, in the case record.

Some findings can never be waived, some only at one place. docs/gate.md gives the reasons.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.catalogue import CODES, arrival, forms, problem
from pipeline.dates import read_when
from pipeline.gate.recorded import Recorded, text
from pipeline.gate.verdict import Waiver
from pipeline.model import Problem, Where

MEANS = "waivers"
NEVER = frozenset((
    "trace-tracked-changes", "trace-macros", "trace-unreadable", "gate-cannot-check",
    "gate-doubt", "gate-tick-open", "gate-source-file", "gate-not-public",
    "gate-private-words",
    "gate-way", "gate-way-missing", "gate-not-published", "gate-report-inside", "gate-recipient",
    "gate-paper-missing", "gate-judicial", "gate-judicial-awaited", "gate-sign-off", "gate-partner",
    "waiver-incomplete", "waiver-not-allowed", "waiver-needs-place"))
"""Nobody has looked at it, or another place decides it, or it would go to the wrong people."""
AT_ONE_PLACE = frozenset((
    "gate-name", "gate-identifier", "gate-practitioner", "gate-placeholder", "gate-unanswered",
    "gate-draft-words", "trace-hidden-text", "trace-invisible-text", "trace-inside-links",
    "trace-embedded", "trace-attachments", "trace-comments", "trace-picture-data",
    "trace-chart-data", "trace-outside-parts", "trace-hidden-cells"))
"""A waiver for every place would let the next one through as well, unseen."""
OF_DRAFTS = frozenset((*arrival.CODES, *forms.CODES))


def rows_of(recorded: Recorded) -> list[tuple[Waiver, Where]]:
    """Every row of the case record's waivers that is for the gate, and where it stands.

    Rows for problems of drafts are somebody else's.
    """
    place = recorded.place(MEANS)
    found = []
    for number, row in enumerate(recorded.rows(MEANS), start=1):
        def said(name: str, row: Mapping[str, object] = row) -> str:
            return text(row.get(name))
        code = said("code").strip("`'\" ").casefold()
        if code not in OF_DRAFTS:
            found.append((Waiver(number, code, said("where"), said("reason"), said("by"),
                                 said("on")), Where(place.file, place.part, f"row {number}")))
    return found


def sort_out(hits: Iterable[Problem], rows: Sequence[tuple[Waiver, Where]]) -> tuple[
        list[Problem], list[tuple[Problem, Waiver]], list[Problem]]:
    """What still refuses the pack, what is let through by which waiver, and remarks on waivers."""
    good, faults = _usable(rows)
    left: list[Problem] = list(faults)
    waived: list[tuple[Problem, Waiver]] = []
    for hit in hits:
        waiver = next((one for one, _ in good if lets_through(one, hit)), None)
        if waiver is None:
            left.append(hit)
        else:
            waived.append((hit, waiver))
    used = {waiver for _, waiver in waived}
    remarks: list[Problem] = []
    for one, where in good:
        if one in used:
            continue
        same = any(hit.code == one.code for hit in left)
        code = "waiver-needs-place" if same and one.code in AT_ONE_PLACE else "waiver-unmatched"
        severity = "error" if code == "waiver-needs-place" else "note"
        made = problem(code, where, severity=severity, waived=_shown(one.code))
        (left if severity == "error" else remarks).append(made)
    return left, waived, remarks


def lets_through(waiver: Waiver, hit: Problem) -> bool:
    """Whether a waiver is for this very finding."""
    if waiver.code != hit.code or hit.code in NEVER:
        return False
    wanted, here = _plain(waiver.where), _plain(str(hit.where))
    if hit.code in AT_ONE_PLACE:
        return bool(wanted) and wanted == here
    return not wanted or here == wanted or here.startswith(wanted + ",")


def _usable(rows: Sequence[tuple[Waiver, Where]]) -> tuple[
        list[tuple[Waiver, Where]], list[Problem]]:
    good, faults = [], []
    for one, where in rows:
        lacking = [words for name, words in (
            ("code", "what it waives"), ("reason", "why"), ("by", "who did, in which role"))
            if not getattr(one, name)]
        if read_when(one.on).kind != "day":
            lacking.append("on which day")
        if lacking:
            faults.append(problem("waiver-incomplete", where, what=" and ".join(lacking)))
        elif one.code in NEVER:
            faults.append(problem("waiver-not-allowed", where, waived=one.code))
        else:
            good.append((one, where))
    return good, faults


def _shown(code: str) -> str:
    """A code as it may be printed: what is none of ours was typed by somebody."""
    return code if code in CODES else "a code that there is not"


def _plain(words: str) -> str:
    return " ".join(words.replace(";", ",").split()).strip(" ,.").casefold()

