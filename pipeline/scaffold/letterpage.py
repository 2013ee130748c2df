"""The page of a letter: what stands before its own words, and what stands after them.

Only the words between are the sketch's. Head and close are the same in every letter of a
partnership, so that none lacks its reference, its date or the way to answer it.
"""

from collections.abc import Iterator

from pipeline.doors.docwriter import Block, Logo, Paragraph, Span, Turn
from pipeline.scaffold.columns import tag
from pipeline.scaffold.words import spans

HEAD = (("Reference", "letter.reference"), ("Date", "letter.date"), ("To", "letter.to"))
SUBJECT = "{{ letter.subject }}"
REPLY = "**Your reply{% if letter.due %}, by {{ letter.due }}{% endif %}.** {{ letter.returns }}"
TO_AGENCIES = (("Your records", "letter.secure_records"),
               ("Nothing held", "letter.nil_return"))


def opening(subject: str) -> list[Block]:
    """Who writes, which case, when, to whom, and what about. `subject`: when it has its own."""
    lines = [Paragraph((Span(f"{label}: ", bold=True), Span(f"{{{{ {name} }}}}")), "Letter Line")
             for label, name in HEAD]
    return [Turn(False), Logo(), Paragraph((Span("{{ profile.name }}"),), "Letterhead"), *lines,
            Paragraph(spans(subject or SUBJECT), "Letter Subject")]


def closing() -> Iterator[Block]:
    """How to reply and by when, what agencies are always told, whom to ask, and who signs."""
    yield Paragraph(spans(REPLY), "Letter Closing")
    for label, name in TO_AGENCIES:
        yield tag(f"if {name}")
        yield Paragraph((Span(f"{label}.", bold=True), Span(f" {{{{ {name} }}}}")),
                        "Letter Closing")
        yield tag("endif")
    yield Paragraph((Span("Whom to ask.", bold=True), Span(" {{ letter.contact }}")),
                    "Letter Closing")
    yield Paragraph((Span("{{ letter.role }}"),), "Letter Signed")
    yield Paragraph((Span("{{ profile.name }}"),), "Letter Line")
