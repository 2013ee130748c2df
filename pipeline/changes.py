"""What a return that replaces an earlier one changed, answer by answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.model import Answer, Form, Section, Submission
from pipeline.prefill import rows_of


@dataclass(frozen=True)
class Change:
    """One answer before and after: `before` or `after` is '' where there was or is none.

    `sheet` and `spot` say where the new one stands, or where the old one stood if it is gone.
    """

    path: str
    question: str
    before: str
    after: str
    sheet: str
    spot: str


def changes(form: Form, old: Submission, new: Submission) -> list[Change]:
    """Every answer that differs between two returns, in the order of the form.

    Rows of a table are laid beside each other by what stands in them: a row put in at the top does
    not make all others look changed.
    """
    found: list[Change] = []
    for section in form.sections:
        if section.kind == "table":
            found += _rows(section, old.answers, new.answers)
        else:
            ours = [p for p in dict.fromkeys([*new.answers, *old.answers])
                    if p.startswith(f"{section.id}/")]
            found += [one for path in ours
                      for one in _change(section, path, old.answers.get(path),
                                         new.answers.get(path))]
    return found


def _change(section: Section, path: str, before: Answer | None,
            after: Answer | None) -> Iterator[Change]:
    said = [one.text.strip() if one else "" for one in (before, after)]
    if said[0] == said[1]:
        return
    kept = after or before
    assert kept is not None
    ref = kept.refs[0] if kept.refs else None
    yield Change(path, _question(section, path), said[0], said[1], ref.part if ref else "",
                 ref.spot if ref else "")


def _question(section: Section, path: str) -> str:
    bits = path.split("/")
    asked = next((f for bit in bits[1:] if (f := section.field(bit))), None)
    words = asked.label if asked else path
    if section.kind == "table":
        return f"{section.title}, row {bits[1]}: {words}"
    child = f" ({bits[1]})" if len(bits) > 2 else ""
    other = ", different in their records" if bits[-1] == "anomaly" else ""
    return f"{section.title}: {words}{child}{other}"


Rows = Mapping[int, Mapping[str, Answer]]


def _rows(section: Section, before: Mapping[str, Answer],
          after: Mapping[str, Answer]) -> Iterator[Change]:
    was, now = _table(section, before), _table(section, after)
    old, new = list(was), list(now)
    match = SequenceMatcher(None, _words(was), _words(now), autojunk=False)
    for what, a, b, c, d in match.get_opcodes():
        if what == "equal":
            continue
        for n in range(max(b - a, d - c)):
            left = was[old[a + n]] if a + n < b else {}
            right = now[new[c + n]] if c + n < d else {}
            row = new[c + n] if c + n < d else old[a + n]
            for field in section.fields:
                yield from _change(section, f"{section.id}/{row}/{field.id}",
                                   left.get(field.id), right.get(field.id))


def _table(section: Section, answers: Mapping[str, Answer]) -> Rows:
    return {row: {f.id: answers[path] for f in section.fields
                  if (path := f"{section.id}/{row}/{f.id}") in answers}
            for row in rows_of(answers, section.id)}


def _words(rows: Rows) -> Sequence[tuple[tuple[str, str], ...]]:
    return [tuple((name, answer.text.strip()) for name, answer in row.items())
            for row in rows.values()]
