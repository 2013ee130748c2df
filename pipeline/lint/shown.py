"""Whether a form's own document shows every question, and each answer under its own question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.doors.word import Line
from pipeline.model import Field, Form, Section

NO_QUESTION = "the question “{label}” is not shown"
NO_ANSWER = "the answer to “{label}” is not shown under its question"


@dataclass
class _Page:
    """The lines of a document, as plain words to look through from top to bottom."""

    words: list[str]
    lines: Sequence[Line]

    def find(self, wanted: str, start: int, end: int) -> int:
        """The first line from `start` that says `wanted` and nothing else, or that holds it."""
        wanted = _plain(wanted)
        for exact in (True, False):
            for n in range(start, end):
                here = self.words[n].rstrip(":")
                if here == wanted if exact else here.startswith(wanted) or wanted in here:
                    return n
        return -1

    def holds(self, texts: Sequence[str], start: int, end: int) -> bool:
        """Whether these words stand between two lines, each line of them."""
        whole = "\n".join(self.words[start:end])
        return all(text in whole for text in texts)

    def below(self, at: int, end: int) -> tuple[int, list[str]] | None:
        """The words of the column of a table under its header, when line `at` is one."""
        head = self.lines[at].cell
        if head is None or head[1] != 1:
            return None
        words = [self.words[n] for n in range(at + 1, end)
                 if (cell := self.lines[n].cell) and cell[0] == head[0] and cell[2] == head[2]]
        return head[0], words


def unshown(form: Form, answers: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[str]:
    """Every question of a form that its document does not show with its answer, in words."""
    body = [line for line in lines if line.part == "document.main"]
    page = _Page([_plain(line.text) for line in body], body)
    starts = _starts(form, page)
    for section in form.sections:
        start = starts.get(section.id, 0)
        end = min((at for at in starts.values() if at > start), default=len(body))
        if section.id not in starts:
            end = len(body)
        for what in _section(section, answers[section.id], page, start, end):
            yield f"{section.title}: {what}"


def _starts(form: Form, page: _Page) -> dict[str, int]:
    """The line of each section's title, where it is a heading; the document's order is its own."""
    starts: dict[str, int] = {}
    for section in form.sections:
        title = _plain(section.title)
        headings = [(page.lines[n].style, n) for n, words in enumerate(page.words)
                    if words == title and page.lines[n].style.startswith("heading")
                    and n not in starts.values()]
        # A part of another section may go by the same words: the highest heading is the section.
        found = min(headings)[1] if headings else -1
        if found >= 0:
            starts[section.id] = found
    return starts


def _section(section: Section, answers: Mapping[str, Any], page: _Page, start: int,
             end: int) -> Iterator[str]:
    if section.kind == "table":
        yield from _table(section, answers["rows"], page, start, end)
    elif section.kind == "ticks":
        ticks = {option["id"]: option["ticked"] for option in answers["options"]}
        yield from _in_order(section.fields, {**answers, **ticks}, page, start, end)
    elif section.per:
        at = start
        for child in answers["children"]:
            following = page.find(child["code"], at, end)
            at = following if following >= 0 else at
            more = child["anomalies"] if section.prefilled else {}
            yield from _in_order(section.fields, child["fields"], page, at, end, more)
    else:
        yield from _in_order(section.fields, answers, page, start, end)


def _in_order(fields: Sequence[Field], answers: Mapping[str, Any], page: _Page, start: int,
              end: int, more: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Questions one after another, each with its answer before the next question begins."""
    asked = [field for field in fields
             if not field.until or answers[field.id]["text"].strip()]
    at = start
    places = []
    for field in asked:
        found = page.find(field.label, at, end)
        if found < 0:
            found = page.find(field.label, start, end)
        if found < 0:
            yield NO_QUESTION.format(label=field.label)
        else:
            at = found
        places.append(found)
    for n, field in enumerate(asked):
        if places[n] < 0:
            continue
        after = next((place for place in places[n + 1:] if place > places[n]), end)
        expected = _expected(answers[field.id])
        if more is not None and field.id in more:
            expected += _expected(more[field.id])
        if not page.holds(expected, places[n], after):
            yield NO_ANSWER.format(label=field.label)


def _table(section: Section, rows: Sequence[Mapping[str, Any]], page: _Page, start: int,
           end: int) -> Iterator[str]:
    """Every column's heading, and below it (or after it) the answers of every row.

    A question that need not be answered may be left out where it was not.
    """
    for field in (field for field in section.fields if not field.until):
        told = [row for row in rows if field.required or row[field.id]["text"].strip()]
        if not told:
            continue
        at = page.find(field.label, start, end)
        if at < 0:
            yield NO_QUESTION.format(label=field.label)
            continue
        column = page.below(at, end)
        for row in told:
            expected = _expected(row[field.id])
            if not (all(any(text in words for words in column[1]) for text in expected)
                    if column else page.holds(expected, at, end)):
                yield NO_ANSWER.format(label=field.label)
                break


def _expected(answer: Mapping[str, Any]) -> list[str]:
    """What a document must say for an answer, line by line."""
    if isinstance(answer["value"], bool):
        return [_plain("Yes" if answer["value"] else "No")]
    text = answer["text"] if answer["text"].strip() else answer["missing"]
    return [_plain(line.removeprefix("- ")) for line in text.split("\n") if line.strip()]


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").split()).rstrip(":").casefold()
