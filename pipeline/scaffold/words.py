"""Typed words to spans: bold, italic and character styles, with template tags left whole."""

import re

from pipeline import prose
from pipeline.doors.docwriter import Paragraph, Span

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
STYLED = re.compile(r"\[([^\[\]]+)\]\{([A-Z][A-Za-z ]*)\}")
FIRST_MASK = 0xE000  # Unicode's private area: nobody types these


def literal(text: str) -> str:
    """Words that are to be printed as they are, even where they look like a template tag."""
    return re.sub(r"\{[{%#]", lambda found: "{{ '" + found[0] + "' }}", text)


def spans(text: str) -> tuple[Span, ...]:
    """One line of words with `**bold**`, `_italic_` and `[words]{Character Style}`."""
    tags: list[str] = []

    def mask(found: re.Match[str]) -> str:
        tags.append(found[0])
        return chr(FIRST_MASK + len(tags) - 1)

    def unmask(words: str) -> str:
        return "".join(tags[ord(c) - FIRST_MASK] if FIRST_MASK <= ord(c) < FIRST_MASK + len(tags)
                       else c for c in words)

    done: list[Span] = []
    masked = TAG.sub(mask, text)
    start = 0
    for found in STYLED.finditer(masked):
        done += _plain(masked[start:found.start()])
        done.append(Span(found[1], style=found[2]))
        start = found.end()
    done += _plain(masked[start:])
    return tuple(Span(unmask(one.text), one.bold, one.italic, one.style) for one in done)


def _plain(words: str) -> list[Span]:
    # A leading "- " would be read as a bullet, and a blank line as nothing: neither is meant here.
    if not words.strip() or words.startswith("- "):
        return [Span(words)] if words else []
    return [Span(run.text, run.bold, run.italic) for run in prose.blocks(words)[0].runs]


def guidance(lines: tuple[str, ...]) -> list[Paragraph]:
    """A form's guidance. Words in italics throughout are set upright: the style marks them."""
    told = []
    for line in lines:
        for block in prose.blocks(literal(line)):
            runs = block.runs
            if all(run.italic for run in runs):
                runs = tuple(prose.Run(run.text, run.bold) for run in runs)
            style = "Guidance Bullet" if block.kind == "bullet" else "Guidance"
            told.append(Paragraph(tuple(Span(r.text, r.bold, r.italic) for r in runs), style))
    return told
