"""The first pages of a bundle, as a source of Typst: the cover, and the contents with its links."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.dates import in_words
from pipeline.doors.typst import literal
from pipeline.doors.wordpictures import Logo
from pipeline.model import Pack

LOGO = "bundle-logo"
END = "front-end"
LINES = 32
"""How many lines of contents stand on one page: with more, only the papers are listed."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents. `target` (a label or an address) and `page` are written in Typst."""

    title: str
    target: str
    page: str
    below: tuple["Entry", ...] = ()


def fitting(entries: Sequence[Entry]) -> list[Entry]:
    """The contents with the main headings of papers, or without them where that fills a page."""
    useful = [replace(one, below=one.below if len(one.below) > 1 else ()) for one in entries]
    if len(useful) + sum(len(one.below) for one in useful) <= LINES:
        return useful
    return [replace(one, below=()) for one in entries]


def heading_of(pack: Pack) -> str:
    """What the bundle is called: for the public it is the paper itself, for others the pack."""
    papers = [paper for paper in pack.papers if paper.pdf]
    return papers[0].title if pack.kind.published and papers else pack.kind.title


def facts(pack: Pack) -> list[tuple[str, str]]:
    """What the cover says of the pack, line by line."""
    reference = pack.case.get("reference", "")
    said = [("For", pack.recipient.label or pack.kind.audience),
            ("Case reference", reference["text"] if isinstance(reference, dict) else reference)]
    if pack.kind.numbered and pack.recipient.number:
        said.append(("Copy", f"{pack.recipient.number} of {pack.recipient.of}"))
    if not pack.kind.published:
        said.append(("Made on", in_words(date.fromisoformat(pack.as_of))))
        said.append(("Edition", str(pack.edition)))
        said.append(("Protective marking", pack.kind.marking))
    return [(label, words) for label, words in said if words]


def front(pack: Pack, colour: str, logo: Logo | None, entries: Sequence[Entry],
          apart: Sequence[tuple[str, str]]) -> str:
    """Cover and contents. `apart` are the papers that stay files of their own: title and name."""
    return "\n".join((
        f"#let ink = rgb({literal(colour)})",
        "#let plain(body) = page(paper: \"a4\", margin: (x: 25mm, top: 24mm, bottom: 22mm),"
        " header: none, footer: none)[",
        "  #set text(size: 11pt); #set par(leading: 0.7em, spacing: 1.1em)",
        "  #show heading: set text(fill: ink)",
        "  #show link: set text(fill: black)",
        "  #body]",
        "#plain[", _cover(pack, logo), "]",
        "#plain[", _contents(entries, apart), f"#metadata(none) <{END}>", "]"))


def _cover(pack: Pack, logo: Logo | None) -> str:
    name = f"#text(size: 14pt, weight: \"bold\", fill: ink, {literal(pack.profile.name)})"
    lines = []
    if logo is not None:
        lines.append(f"#image({literal(LOGO)}, alt: {literal(logo.alternative)},"
                     f" width: {min(70.0, logo.width):.1f}mm)")
        lines.append("#v(6mm)")
    lines += [name, "#v(38mm)",
              "#heading(level: 1, outlined: false, bookmarked: true,"
              f" text(size: 28pt, {literal(heading_of(pack))}))",
              "#v(4mm)", "#pdf.artifact(line(length: 100%, stroke: 1.2pt + ink))", "#v(4mm)"]
    lines += [f"#par[#strong({literal(label + ':')}) #{literal(words)}]"
              for label, words in facts(pack)]
    if pack.kind.first_page:
        lines += ["#v(8mm)",
                  "#heading(level: 2, outlined: false, bookmarked: true,"
                  " text(size: 15pt, \"What we ask of you\"))", "#v(1mm)",
                  "#list(spacing: 1em, "
                  + ", ".join(f"[#{literal(line)}]" for line in pack.kind.first_page) + ")"]
    return "\n".join(lines)


def _contents(entries: Sequence[Entry], apart: Sequence[tuple[str, str]]) -> str:
    lines = ["#heading(level: 1, outlined: false, bookmarked: true,"
             " text(size: 20pt, \"Contents\"))", "#v(3mm)"]
    if entries:
        lines.append("#list(marker: none, body-indent: 0pt, spacing: 1.1em, " + ", ".join(
            f"[{_line(one, f'{number}.')}{_below(one)}]"
            for number, one in enumerate(entries, 1)) + ")")
    if apart:
        lines += ["#v(6mm)",
                  "#heading(level: 2, outlined: false, bookmarked: true,"
                  " text(size: 13pt, \"In this pack as files of their own\"))",
                  "#list(spacing: 0.9em, " + ", ".join(
                      f"[#{literal(title)} (#{literal(name)})]" for title, name in apart) + ")"]
    return "\n".join(lines)


def _below(entry: Entry) -> str:
    """The main headings of a paper, in smaller letters below it."""
    if not entry.below:
        return ""
    return ("#text(size: 10pt, list(marker: none, indent: 1.9em, body-indent: 0pt, spacing: 0.7em, "
            + ", ".join(f"[{_line(one)}]" for one in entry.below) + "))")


def _line(entry: Entry, number: str = "") -> str:
    dots = "#box(width: 1fr, pdf.artifact(repeat(gap: 3pt)[.]))"
    before = f"#box(width: 1.7em, {literal(number)})" if number else ""
    return (f"#link({entry.target})[{before}#{literal(entry.title)}"
            f"#h(0.4em){dots}#h(0.4em)#{entry.page}]")
