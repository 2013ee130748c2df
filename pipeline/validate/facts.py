"""What the case record says that rules of other forms refer to, and who does not belong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.catalogue import problem
from pipeline.codes import in_turn, is_code
from pipeline.model import Answer, Form, Problem, Profile, Submission, Where


@dataclass(frozen=True)
class Facts:
    """The case record's codes and lists, the date of today, and the record itself.

    `addresses` gives an agency's code by an e-mail address of its, in small letters.
    """

    as_of: date
    reference: str = ""
    record: Submission | None = None
    people: Sequence[str] = ()
    children: Sequence[str] = ()
    agencies: Sequence[str] = ()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def offered(self, source: str) -> Sequence[str]:
        """The answers a `choices_from` offers."""
        if source.startswith("list:"):
            return self.lists.get(source[5:], ())
        return {"people": self.people, "subject_children": self.children,
                "agencies": self.agencies}.get(source, ())

    def named(self, source: str) -> Sequence[str]:
        """Those of them that may be said on a screen: a code that is none may be a name."""
        found = self.offered(source)
        return found if source.startswith("list:") else [one for one in found if is_code(one)]


def gather_facts(profile: Profile, submissions: Sequence[Submission],
                 as_of: date) -> tuple[Facts, list[Problem]]:
    """The facts of the case record among these submissions. Without one, most rules do not bind."""
    form = profile.form_meaning("case_record")
    lists = {name: [row if isinstance(row, str) else row["label"] for row in rows]
             for name, rows in profile.lists.items()}
    records = [s for s in submissions if form and s.form == form.id]
    if form is None or not records:
        return Facts(as_of, lists=lists), [problem("no-case-record", Where(""))]
    record = records[0]
    problems = [problem("two-case-records", Where(other.file), used=record.file)
                for other in records[1:]]
    identity = form.meaning("identity")
    reference = record.answers.get(f"{identity.id}/reference", Answer("")) if identity else None
    children = _codes(form, record, "subject_children")
    return Facts(
        as_of, reference.text.strip() if reference else "", record,
        [*children, *_codes(form, record, "people")], children,
        _codes(form, record, "agencies"), lists, _addresses(form, record)), problems


def _addresses(form: Form, record: Submission) -> dict[str, str]:
    """The code of each agency by its e-mail addresses. One that two share says nothing."""
    section = form.meaning("agencies")
    if section is None:
        return {}
    found: dict[str, set[str]] = {}
    for asked in section.fields:
        for path, answer in record.answers.items():
            name, _, rest = path.partition("/")
            row, _, which = rest.partition("/")
            code = record.answers.get(f"{name}/{row}/code", Answer("")).text.strip()
            if (name, which, asked.type) == (section.id, asked.id, "email") and is_code(code):
                for address in re.split("[;,]", answer.text.casefold()):
                    found.setdefault(address.strip(), set()).add(code)
    return {address: min(codes) for address, codes in found.items() if len(codes) == 1}


def _codes(form: Form, record: Submission, means: str) -> list[str]:
    section = form.meaning(means)
    if section is None:
        return []
    own = [path.split("/") for path in record.answers if path.startswith(f"{section.id}/")]
    if section.per:
        return sorted({bits[1] for bits in own}, key=in_turn)
    return [record.answers["/".join(bits)].text.strip() for bits in own if bits[-1] == "code"]


def of_this_case(profile: Profile, submissions: Sequence[Submission],
                 facts: Facts) -> tuple[list[Submission], list[Problem]]:
    """The submissions that belong to this case; of the others, and of second records, a problem."""
    kept: list[Submission] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for one in submissions:
        form = profile.forms[one.form]
        if one.fingerprint in seen:
            problems.append(problem("same-file-twice", Where(one.file), "", one.recipient,
                                    used=seen[one.fingerprint]))
            continue
        seen[one.fingerprint] = one.file
        if form.means == "case_record":
            if one is facts.record:
                kept.append(one)
            continue
        if facts.reference and one.case and one.case.casefold() != facts.reference.casefold():
            problems.append(problem("case-mismatch", Where(one.file), one.case))
            continue
        if facts.reference and not one.case:
            problems.append(problem("no-case-reference", Where(one.file), "", one.recipient))
        if form.for_each != "case" and not one.recipient:
            problems.append(problem("no-sender", Where(one.file)))
        if one.version and one.version != form.version:
            problems.append(problem("other-version", Where(one.file), "", one.recipient,
                                    version=form.version))
        kept.append(one)
    return kept, problems
