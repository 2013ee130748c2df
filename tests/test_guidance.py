"""Guidance from Markdown: Word and HTML say the same, every point with its source."""

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.document import Document as Opened
from docx.shared import RGBColor
from lxml import etree

from pipeline import guidance
from pipeline.cli import main
from pipeline.doors import pagewriter
from pipeline.doors.housestyle import house_style
from pipeline.doors.word import lines_of
from pipeline.errors import DefinitionTrouble
from pipeline.model import DocumentKind, Profile
from pipeline.profiles import load_profile, partnerships

TEMPLATES = Path(__file__).parent.parent / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PAGE = """\
Read this before you write. [line 12]

# Before you start

Each entry says three things: [line 13]

1. When it was.

   Times too, where you know them. [line 14]

2. Who was there: [own advice]
   - a **role**, [lines 15-17]
   - never a _name_. [lines 15-17, 20]

## Ask {who}

- [ ] The child was seen. [line 21]
- [x] Records are secured. [own advice]

> As the guidance says: & that is < all. [line 30]

| Word | Meaning |
|---|---|
| Gap | A time without contact [line 40] |
| Nil | Nothing held, see [the site](https://example.org/x). [own advice] |

# Afterwards

1. Send it. [line 50]
"""
POINTS = ["Read this before you write.", "Each entry says three things:", "When it was.",
          "Who was there:", "a role,", "never a name.", "The child was seen.",
          "Records are secured.", "As the guidance says: & that is < all."]
SOURCES = ["Source: line 12", "Source: line 13", "Source: lines 15 to 17",
           "Source: lines 15 to 17, 20", "Our own advice", "Source: line 50"]


def made_up(folder: Path, text: str, **more: object) -> tuple[Profile, DocumentKind]:
    """A partnership of one guidance document."""
    (folder / "guidance").mkdir(parents=True, exist_ok=True)
    (folder / "guidance" / "how_to.md").write_text(text, encoding="utf-8")
    kind = DocumentKind("how_to", "How to fill in a chronology",
                        guidance="how_to.md", **more)  # type: ignore[arg-type]
    profile = Profile(
        id="elsewhere", name="Elsewhere Partnership", words={"who": "the Elsewhere office"},
        roles={}, switches={}, forms={}, documents=(kind,), deadlines=(), lists={}, folder=folder,
        docx=folder, xlsx=folder, source_file="x.txt", sources={"x.txt": "The Handbook, 2026"})
    return profile, kind


def word(made: dict[str, bytes]) -> Opened:
    return Document(io.BytesIO(made["how_to.docx"]))


def texts(made: dict[str, bytes]) -> list[str]:
    """The lines of the Word document as somebody reads them."""
    return [line.text.replace("\u00a0", " ") for line in lines_of(made["how_to.docx"])]


class Reader(HTMLParser):
    """The words of a page, and what it is made of; every element must be closed in order."""

    VOID = ("meta", "br")

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(data.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def has(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.seen if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).replace("\u00a0", " ").split())


def test_word_and_html_say_the_same_points_with_the_same_sources(tmp_path: Path) -> None:
    made = guidance.make(*made_up(tmp_path, PAGE))
    in_word, in_html = " ".join(" ".join(texts(made)).split()), Reader(made["how_to.html"]).text
    for words in (*POINTS, *SOURCES, "Ask the Elsewhere office", "Gap",
                  "Line numbers are those of “The Handbook, 2026”. “Our own advice” is not in it."):
        assert words in in_word, words
        assert words in in_html, words
    assert "[" not in in_html and "{" not in in_html
    assert "Nothing held, see the site (https://example.org/x)." in in_word


UNCHECKED = "Not yet checked against our own process"


@pytest.mark.parametrize(("page", "shown", "times"), [
    ("One. [to check]\n\nTwo. [own advice]\n\nThree. [line 3]\n", True, 2),
    ("One. [to check]\n\nTwo. [to check]\n", True, 3),
    ("One. [to check]\n\nTwo. [own advice]\n", False, 1),
    ("One. [line 3]\n\nTwo. [own advice]\n", True, 0)])
def test_what_was_taken_over_says_that_nobody_has_checked_it(
        tmp_path: Path, page: str, shown: bool, times: int) -> None:
    profile, kind = made_up(tmp_path, page, show_sources=shown)
    made = guidance.make(profile, kind)
    in_word, in_html = " ".join(texts(made)), Reader(made["how_to.html"]).text
    assert in_word.count(UNCHECKED) == in_html.count(UNCHECKED) == times
    assert "Everything here is our own advice" not in in_html
    assert list(guidance.lint(profile, kind)) == []


def test_the_word_document_is_in_the_house_style_and_about_no_case(tmp_path: Path) -> None:
    document = word(guidance.make(*made_up(tmp_path, PAGE)))
    looks = [(p.style.name, p.text) for p in document.paragraphs]  # type: ignore[union-attr]
    assert looks[1] == ("Title", "How to fill in a chronology")
    assert ("Heading 1", "Before you start") in looks
    assert ("Heading 2", "Ask the Elsewhere office") in looks
    quoted = "As the guidance says: & that is < all.  Source:\u00a0line\u00a030"
    assert ("Guidance", quoted) in looks
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL"
    footer = "".join(section.footer._element.itertext())
    assert footer.startswith("How to fill in a chronology  |  Page ") and " of " in footer
    assert document.core_properties.title == "How to fill in a chronology"
    [table] = document.tables
    assert table._tbl.findall(f".//{W}tblHeader")
    asides = {run.style.name for p in document.paragraphs for run in p.runs
              if run.text.strip().startswith(("Source:", "Our\u00a0own"))}
    assert asides == {"Source"}


def test_boxes_can_be_ticked_in_word_and_numbers_begin_anew(tmp_path: Path) -> None:
    body = word(guidance.make(*made_up(tmp_path, PAGE))).element.body
    boxes = [(one.find(f".//{W14}checked").get(f"{W14}val"), one.find(f".//{W}t").text)
             for one in body.iter(f"{W}sdt")]
    assert boxes == [("0", "☐"), ("1", "☒")]
    lists: dict[str, list[str]] = {}
    for paragraph in body.iter(f"{W}p"):
        number = paragraph.find(f"{W}pPr/{W}numPr")
        if number is not None:
            key = number.find(f"{W}numId").get(f"{W}val")
            lists.setdefault(key, []).append("".join(paragraph.itertext()).strip())
    numbered = [entries for entries in lists.values() if entries[0].startswith(("When", "Send"))]
    assert [len(entries) for entries in numbered] == [2, 1]


def test_numbered_lists_are_numbers_to_word(tmp_path: Path) -> None:
    made = guidance.make(*made_up(tmp_path, PAGE))["how_to.docx"]
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        numbering = etree.fromstring(held.read("word/numbering.xml"))
        etree.fromstring(held.read("word/document.xml"))
    kinds = [child.tag.removeprefix(W) for child in numbering]
    assert kinds == sorted(kinds), "every plan stands before every list"
    assert "decimal" in {one.get(f"{W}val") for one in numbering.iter(f"{W}numFmt")}


def test_the_page_is_accessible_and_needs_nothing_else(tmp_path: Path) -> None:
    page = Reader(guidance.make(*made_up(tmp_path, PAGE))["how_to.html"])
    assert page.has("html") == [{"lang": "en-GB"}]
    assert {"class": "skip", "href": "#main"} in page.has("a")
    assert page.has("main") == [{"id": "main"}]
    assert len(page.has("h1")) == 1 and len(page.has("title")) == 1
    levels = [int(tag[1]) for tag, _ in page.seen if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not page.has("script") and not page.has("img") and not page.has("link")
    assert all(cell == {"scope": "col"} for cell in page.has("th"))
    assert [attrs["aria-hidden"] for attrs in page.has("span")
            if attrs.get("class") == "box"] == ["true", "true"]
    assert not page.has("input")
    assert all("url(" not in words and "@import" not in words for words in page.words)


def luminance(colour: str) -> float:
    parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_words_stands_out_from_its_ground(tmp_path: Path) -> None:
    style = pagewriter.STYLE
    colours = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", style)
    assert len(colours) > 5
    for colour in set(colours) - {"#ffffff"}:
        for ground in ("#ffffff", "#e6ecf3"):
            light = luminance(ground) + 0.05
            assert light / (luminance(colour) + 0.05) >= 4.5, (colour, ground)


def test_the_page_has_the_colour_of_the_partnerships_headings(tmp_path: Path) -> None:
    profile, kind = made_up(tmp_path, PAGE)
    for colour, used in (("7A1F3D", "#7a1f3d"), ("FFCC00", "#1f3a5f")):
        document = Document(io.BytesIO(house_style()))
        document.styles["heading 1"].font.color.rgb = RGBColor.from_string(colour)
        document.save(str(tmp_path / "house.docx"))
        text = guidance.make(profile, kind)["how_to.html"].decode()
        assert f"h1, h2, h3 {{ color: {used};" in text, "a colour that cannot be read is not used"


def test_sources_can_be_hidden_for_families_but_not_left_out(tmp_path: Path) -> None:
    profile, kind = made_up(tmp_path, PAGE, show_sources=False, marking="none")
    made = guidance.make(profile, kind)
    for text in (" ".join(texts(made)), Reader(made["how_to.html"]).text):
        assert "line 12" not in text and "dvice" not in text and "OFFICIAL" not in text
        assert "[" not in text
    (tmp_path / "guidance" / "how_to.md").write_text("No source here.", encoding="utf-8")
    assert len(list(guidance.lint(profile, kind))) == 1


@pytest.mark.parametrize(("text", "said"), [
    ("A point.", "does not say where it comes from"),
    ("- one [line 1]\n- two", "“two”: this point does not say"),
    ("| A | B |\n|---|---|\n| x | y |", "“y”: this point does not say"),
    ("A point. [line 0]", "names no lines"),
    ("A point. [lines 9-3]", "names no lines"),
    ("A point. [line twelve]", "names no lines"),
    ("One point. [line 1] And more. [line 2]", "[line 1] stands in the middle"),
    ("A {thing}. [line 1]", "there is no word 'thing'"),
    ("A } brace. [line 1]", "stands alone"),
    ("A <b>loud</b> point. [line 1]", "“<b>” is HTML"),
    ("<script>alert(1)</script>\n\nA point. [line 1]", "is HTML"),
    ("A&nbsp;point. [line 1]", "“&nbsp;” is HTML"),
    ("See [here](javascript:alert(1)). [line 1]", "is no address"),
    ("Use `cspr`. [line 1]", "words between backticks"),
    ("![x](https://example.org/a.png) seen. [line 1]", "a picture"),
    ("# One\n\n### Three\n\nA point. [line 1]", "jumps over a level"),
    ("#### Four\n\nA point. [line 1]", "a heading below level 3"),
    ("| A | B |\n|---|---|\n| x |  |", "an empty cell"),
    ("- one [line 1]\n\n      - two [line 2]", "no entry of a list"),
    ("Now this:\n\n# A heading", "does not say where it comes from"),
    ("", "There is nothing in it"),
])
def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path: Path, text: str, said: str) -> None:
    profile, kind = made_up(tmp_path, text)
    assert any(said in line for line in guidance.lint(profile, kind))
    with pytest.raises(DefinitionTrouble, match=r"how_to\.md"):
        guidance.make(profile, kind)
    made = guidance.make_all(profile)
    assert made.files == {}
    assert [title for title, _ in made.missing] == ["How to fill in a chronology"]
    assert [problem.code for problem in made.problems] == ["document-failed"]


def test_lines_of_no_known_document_are_refused(tmp_path: Path) -> None:
    profile, kind = made_up(tmp_path, "A point. [line 1]")
    [said] = guidance.lint(replace(profile, source_file=""), kind)
    assert "source_file" in said


def test_a_house_style_that_prints_an_empty_reference_is_found(tmp_path: Path) -> None:
    profile, kind = made_up(tmp_path, PAGE)
    assert list(guidance.lint(profile, kind)) == []
    document = Document(io.BytesIO(house_style()))
    [line] = document.sections[0].header.paragraphs
    line.text = "{{ document.marking }}  |  Reference {{ reference }}"
    document.save(str(tmp_path / "house.docx"))
    [said] = guidance.lint(profile, kind)
    assert said.startswith("house.docx, header: guidance has no reference")


def test_a_line_that_leads_to_a_list_and_a_repeated_title_need_no_source(tmp_path: Path) -> None:
    text = ("# How to fill in a chronology\n\n## First\n\nIt says:\n- when [line 1]\n"
            "- who [line 2]\n")
    profile, kind = made_up(tmp_path, text)
    assert not list(guidance.lint(profile, kind))
    looks = [(p.style.name, p.text) for p in  # type: ignore[union-attr]
             word(guidance.make(profile, kind)).paragraphs]
    assert [style for style, text in looks if "chronology" in text] == ["Title"]
    assert ("Heading 1", "First") in looks
    assert [style for style, text in looks if text.startswith("wh")] == ["List Bullet"] * 2


def test_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    profile, kind = made_up(tmp_path, PAGE)
    assert guidance.make(profile, kind) == guidance.make(profile, kind)


def test_the_command_makes_it_without_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                             ) -> None:
    name = next(name for name in partnerships(TEMPLATES)
                if any(kind.guidance for kind in load_profile(TEMPLATES, name).documents))
    (tmp_path / "templates").symlink_to(TEMPLATES)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["guidance", "--partnership", name])
    assert done.exit_code == 0, done.output
    kinds = [kind.id for kind in load_profile(TEMPLATES, name).documents if kind.guidance]
    made = {path.name for path in (tmp_path / "outputs" / "guidance" / name).iterdir()}
    assert made == {f"{kind}.{end}" for kind in kinds for end in ("docx", "html")}


def test_a_long_document_has_a_contents_list_and_a_short_one_has_none(tmp_path: Path) -> None:
    part = "# Part {}\n\n" + "A sentence of seven words stands here. " * 60 + "[line 1]\n\n"
    long = guidance.make(*made_up(tmp_path, "".join(part.format(n) for n in range(9))))
    short = guidance.make(*made_up(tmp_path, part.format(1)))
    assert "Contents" in texts(long) and "[contents]" not in texts(long)
    assert "Contents" not in texts(short)
    assert [attrs["href"] for attrs in Reader(long["how_to.html"]).has("a")][1:] == [
        f"#part-{n}" for n in range(1, 10)]
