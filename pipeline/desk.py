"""What goes into the workbooks we make for people: what is known, and what they wrote so far.

A *desk* shows, beside each box, the words of others under that heading. Whatever the Business Unit
has written and ticked in its saved copy is carried into the next one; words that are new or have
changed since are marked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.letterhead import due_of, letter_with
from pipeline.model import (
    Answer,
    Case,
    Field,
    Filling,
    Form,
    Profile,
    Question,
    Section,
    Submission,
    Words,
)
from pipeline.prefill import LIST, flat, prefilled
from pipeline.prose import mark

RETURN_BY = "Return by"
Facts = Sequence[tuple[str, str]]


def to_fill(profile: Profile, case: Case, submissions: Sequence[Submission]) -> dict[str, Filling]:
    """A filling for each of the Business Unit's own forms but the case record, by form id."""
    made = {}
    for form in profile.forms.values():
        if form.ours and form.means != "case_record":
            saved = [s for s in submissions if s.form == form.id]
            made[form.id] = filling(profile, case, form, saved=saved)
    return made


def to_agencies(profile: Profile, case: Case) -> dict[str, dict[str, Filling]]:
    """A filling of each form that an agency was asked for and has not returned, by code and form.
    """
    return {code: {one["form"]: filling(profile, case, profile.forms[one["form"]], code)
                   for one in agency["lacks"]}
            for agency in case["agencies"]
            if agency["lacks"] and (code := agency["code"]["text"])}


def filling(profile: Profile, case: Case, form: Form, recipient: str = "",
            saved: Sequence[Submission] = ()) -> Filling:
    """What to put into one copy of a form. `saved` is what its owner has written so far."""
    def known(name: str) -> Mapping[str, Answer]:
        return _known(profile, case, name)

    children = [child["code"] for child in case["children"]]
    ready = prefilled(form, known, children)
    own = flat(case["forms"][form.id]["merged"]) if saved else {}
    started = {path.split("/")[0] for path in own}
    tables = {s.id for s in form.sections if s.kind == "table"}
    answers = {path: answer.text for path, answer in ready.items()
               if path.split("/")[0] not in tables & started}
    answers.update({path: answer.text for path, answer in own.items()})
    return Filling(
        identity={"case": case["reference"]["text"], "recipient": recipient,
                  "number": str(max((s.number for s in saved), default=1))},
        children=children, answers=answers,
        ours=frozenset() if form.ours else frozenset(ready),
        facts=_facts(profile, case, form, recipient),
        offered=_offered(case), beside=_beside(profile, case, form, saved))


def back(profile: Profile, case: Case, one: Submission, number: int,
         doubts: Sequence[Question], by: str = "") -> Filling:
    """A return as its sender should have it back: a fresh form, every answer in its place.

    `number` is what the return is known by. Our own words are those the case record has now, but
    where the sender changed them: those stay, since nobody has settled them.
    """
    form = profile.forms[one.form]
    base = filling(profile, case, form, one.recipient)
    ours = set(base.ours)
    answers = dict(base.answers)
    for section in form.sections:
        own = {path: answer.text for path, answer in one.answers.items()
               if path.startswith(f"{section.id}/")}
        if section.kind == "table" and own:
            here = {path for path in answers if path.startswith(f"{section.id}/")}
            answers = {path: words for path, words in answers.items() if path not in here}
            answers |= own
            ours = (ours - here) | (own.keys() & one.repeats)
            continue
        for path, words in own.items():
            if path in one.repeats or answers.get(path, "").strip() == words.strip():
                continue
            answers[path] = words
            ours.discard(path)
    return replace(
        base, answers=answers, ours=frozenset(ours), facts=return_by(base.facts, by),
        doubts=tuple(doubts),
        nothing_held=one.nothing_held.text,
        kind="addition" if one.kind == "addition" else "correction",
        identity={**base.identity, "number": str(number + 1), "replaces": one.fingerprint})


def return_by(facts: Facts, by: str) -> Facts:
    """The lines of the first sheet with this day to return by; as they are without one."""
    made = [(label, words) for label, words in facts if label != RETURN_BY or not by]
    if by:
        made.insert(1 if made and made[0][0] == "For" else 0, (RETURN_BY, by))
    return made


def _known(profile: Profile, case: Case, name: str) -> Mapping[str, Answer]:
    if name == "deadlines":
        return {key: Answer(row["date"]["text"]) for key, row in case["deadlines"].items()}
    if name.startswith(LIST):
        return {f"{row['label']}/{key}": Answer(str(words).strip())
                for row in profile.lists.get(name.removeprefix(LIST), ()) if "label" in row
                for key, words in row.items()}
    record = profile.form_meaning("case_record")
    wanted = record.id if name == "case" and record else name
    if wanted not in case["forms"]:
        return {}
    merged = case["forms"][wanted]["merged"]
    return flat(merged, printed=merged["there"])


def _facts(profile: Profile, case: Case, form: Form, recipient: str) -> list[tuple[str, str]]:
    """The lines at the top of the first sheet: who it is for, by when, back to whom."""
    facts = []
    for agency in case["agencies"]:
        if recipient and agency["code"]["text"] == recipient:
            facts += [("For", agency["title"]["text"]),
                      (RETURN_BY, _due(profile, case, form, agency))]
    if not form.ours:
        facts.append(("Return to", profile.contact(profile.turn_to)))
    return [(label, words) for label, words in facts if words]


def _due(profile: Profile, case: Case, form: Form, agency: Mapping[str, Any]) -> str:
    """The day an agency's return is due: its own in the case record, else that of the letter."""
    letter = letter_with(profile, form)
    if agency["due"]["text"] or letter is None:
        return str(agency["due"]["text"])
    return str(due_of(profile, case, letter)["text"])


def _offered(case: Case) -> dict[str, list[str]]:
    offered = {
        "subject_children": [child["code"] for child in case["children"]],
        "people": [child["code"] for child in case["children"]]
        + [p["code"]["text"] for p in case["people"] if p["code"]["text"]],
        "agencies": [a["code"]["text"] for a in case["agencies"] if a["code"]["text"]],
    }
    for name, rows in case["lists"].items():
        offered[f"list:{name}"] = [row if isinstance(row, str) else row["label"] for row in rows]
    return offered


# --- the words beside a box -----------------------------------------------------------------


def _beside(profile: Profile, case: Case, form: Form,
            saved: Sequence[Submission]) -> dict[str, list[Words]]:
    # By sender and words too: a correction has another number, most of its words are the same.
    shown = [e for one in saved for e in one.evidence]
    before = {(e.about, _sender(e.source), e.words): e for e in shown}
    before |= {(e.about, e.source, ""): e for e in shown}
    beside: dict[str, list[Words]] = {}
    for section, asked in form.fields():
        path = f"{section.id}/{asked.id}"
        words = [_since(one, before.get((path, one.source, ""), before.get(
                            (path, _sender(one.source), one.mark))), bool(before))
                 for source in asked.gathers for one in _gathered(profile, case, source)]
        if words:
            beside[path] = words
    return beside


def _sender(source: str) -> str:
    """Who said it and where, whichever of the sender's returns it stands in."""
    number, _, rest = source.partition("/")
    return f"{number.rpartition('-')[0]}/{rest}"


def _since(words: Words, before: object, any_before: bool) -> Words:
    """Carry the tick while the words are the same; say when they are new or have changed."""
    then = getattr(before, "words", "")
    if then == words.mark:
        return replace(words, tick=getattr(before, "tick", ""))
    if then:
        return replace(words, new="Changed")
    return replace(words, new="New") if any_before else words


def _gathered(profile: Profile, case: Case, source: str) -> Iterator[Words]:
    """Everybody's words under `form.section.field`, or every row of `form.section`."""
    name, section_id, field_id = (*source.split("."), "")[:3]
    record = profile.form_meaning("case_record")
    form = record if name == "case" else profile.forms.get(name)
    section = form.section(section_id) if form else None
    if form is None or section is None:
        return
    asked = section.field(field_id)
    named = form.for_each != "member"
    if asked is not None and asked.type in ("yes_no", "choice", "tick") and form.for_each != "case":
        yield from _tally(case, form, section, asked)
        return
    for one in case["forms"][form.id]["returns"]:
        who = one["recipient"]["name"]["text"] if named else "A panel member"
        who = who if form.for_each != "case" else form.title
        for path, answer in flat(one).items():
            wanted = path == f"{section_id}/{field_id}" if asked else path.startswith(
                f"{section_id}/") and section.kind != "table"
            if wanted:
                yield _words(who, answer, f"{one['id']}/{path}", named)
        if section.kind == "table" and asked is None:
            yield from _rows(who, one, section)


def _words(who: str, answer: Answer, source: str, named: bool) -> Words:
    place = f"{answer.refs[0].part}, {answer.refs[0].spot}" if answer.refs and named else ""
    return Words(who, answer.text, place, source, mark(answer.text))


def _rows(who: str, one: Mapping[str, object], section: Section) -> Iterator[Words]:
    for row in one["sections"][section.id]["rows"]:  # type: ignore[index]
        bits = [row[f.id]["text"] for f in section.fields if row[f.id]["text"]]
        refs = [ref for f in section.fields for ref in row[f.id]["refs"]]
        if bits:
            text = ": ".join(bits)
            place = f"{refs[0]['part']}, {refs[0]['spot']}" if refs else ""
            # The place in the table is no identity: a row put in above would change them all.
            yield Words(who, text, place, f"{one['id']}/{section.id}/{mark(bits[0])}",
                        mark(text))


def _tally(case: Case, form: Form, section: Section, asked: Field) -> Iterator[Words]:
    """Answers of one kind counted, the adverse one first; nobody is named."""
    found = case["collated"][form.id][section.id]["by"][asked.id]
    counts = sorted(found["counts"], key=lambda c: (c["value"] != asked.adverse, c["value"]))
    if counts:
        text = "; ".join(f"{c['value'] or 'Unclear'}: {c['count']}" for c in counts)
        adverse = f" ({asked.adverse} is the adverse answer)" if asked.adverse else ""
        yield Words(f"{found['answered']} answers", f"{asked.label} {text}{adverse}", "",
                    f"{form.id}/{section.id}/{asked.id}", mark(text))
