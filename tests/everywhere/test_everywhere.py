"""Every text of a finished file is found, wherever it hides, and a person is told where."""

import base64
import io
import struct
import zipfile
import zlib
from email.message import EmailMessage

import pikepdf
import pytest
import typst

from pipeline.doors.mail import write_draft
from pipeline.everywhere import KINDS, UNREADABLE, Said, joined, pages, texts
from tests.making.planted import (
    BASE,
    SHEETS,
    SLIDES,
    WORD,
    Place,
    deck,
    in_body,
    ole,
    paragraph,
    parts_of,
    photograph,
    picture,
    run,
    with_part,
    workbook,
)

WHO = "Robin Verrowby"
PLACES = [pytest.param(kind, place, id=f"{kind}: {name}") for kind, places in (
    ("docx", WORD), ("pptx", SLIDES), ("xlsx", SHEETS)) for name, place in places.items()]


def found(name: str, data: bytes, words: str = WHO) -> list[Said]:
    """The texts that hold these words, whatever stands between their letters."""
    return [one for one in texts(name, data) if words in one.words.replace("\u00ad", "")]


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_words_are_found_in_each_place(kind: str, place: Place) -> None:
    said = found(f"paper.{kind}", place.make(WHO))
    assert any(one.part.startswith(place.part) and one.spot.startswith(place.spot)
               for one in said), [(one.part, one.spot) for one in said]
    assert {one.kind for one in said} <= set(KINDS)


def test_a_file_without_them_says_none_of_it() -> None:
    assert found("paper.docx", BASE) == []


def test_the_name_of_the_file_is_a_text_too() -> None:
    assert found(f"{WHO}.docx", BASE) == [Said("File name", "", f"{WHO}.docx", "name")]


SOURCE = """#set document(title: "Learning", author: "Sarah Ostlecroft")
#set page(numbering: "1", footer: [Footer words #context counter(page).display()])
= What happened to Robin Verrowby
#figure(rect(), alt: "Robin at the window", caption: [Home])
#link("mailto:robin@example.org")[Write]
#pagebreak()
On the second page Posy is named."""


@pytest.fixture(scope="module")
def finished() -> bytes:
    """A tagged PDF with attachments, remarks, a script and a box to fill in."""
    made = typst.compile(SOURCE.encode(), pdf_standards=["ua-1"])
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.attachments["from Brother.txt"] = b"The attached file names Great Aunt."
        pdf.attachments["inner.docx"] = in_body(paragraph(run("Inside: Second Cousin.")))
        page = pdf.pages[1].obj
        page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9],
            Contents=pikepdf.String("Ask the Neighbour"), T=pikepdf.String("Dr Harbottle"),
            P=page))]))
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(
            P=pikepdf.String("Family-"))])
        pdf.Root.Names["/JavaScript"] = pikepdf.Dictionary(Names=[
            pikepdf.String("a"), pdf.make_indirect(pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS=pikepdf.String("alert('Uncle')")))])
        pdf.save(held)
    return held.getvalue()


@pytest.mark.parametrize(("words", "part", "spot"), [
    (WHO, "Page 1", ""), ("Posy", "Page 2", ""), ("Footer words", "Page 2", ""),
    ("Sarah Ostlecroft", "Properties", "Author"), ("Sarah Ostlecroft", "Properties", "the record"),
    (WHO, "The file", "a bookmark"), ("Robin at the window", "Page 1", "words for a picture"),
    ("robin@example.org", "The file", "the address of a link"),
    ("Great Aunt", "Attached file: Words", "line 1"), ("Brother", "Attachments", "a file"),
    ("Second Cousin", "Attached file: Body", "paragraph 4"), ("Neighbour", "Page 2", "a remark"),
    ("Harbottle", "Page 2", "a name"), ("Family-", "The file", "the beginning of a page's number"),
    ("Uncle", "The file", "a script"),
])
def test_a_pdf_is_searched_through(finished: bytes, words: str, part: str, spot: str) -> None:
    said = [(one.part, one.spot) for one in found("report.pdf", finished, words)]
    assert any(p == part and s.startswith(spot) for p, s in said), said


def test_the_mark_that_tells_one_file_from_another_is_no_text(finished: bytes) -> None:
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        pdf.Root.Planted = pdf.make_indirect(pikepdf.Dictionary(
            ID=pikepdf.Array([pikepdf.String("Robin of chance")])))
        held = io.BytesIO()
        pdf.save(held)
    assert not found("report.pdf", held.getvalue(), "of chance")


def test_a_finished_file_is_told_page_by_page(finished: bytes) -> None:
    first, second = pages("report.pdf", finished)
    assert WHO in first and "Posy" in second and "Sarah" not in first + second
    shown = pages("deck.pptx", deck(title="Second slide", notes="Said aloud"))
    assert shown[0] == "Cover" and shown[1].startswith("Second slide\nSaid aloud\n")
    assert "Sheet1" not in shown[1]
    assert pages("notes.txt", b"one\ntwo") == ["one\ntwo"]


def test_words_that_the_end_of_a_line_parts_are_one_word() -> None:
    assert joined("Rob\ufffe\r\nin") == "Robin"
    assert joined("Rob\x02\nin Verrowby\r\nthen") == "Robin Verrowby\nthen"


PAGE = """<!doctype html><html><head><title>Learning for Robin Verrowby</title>
<meta name="author" content="Sarah Ostlecroft"><style>/* Posy's colours */</style></head>
<body id="top"><!-- ask Harbottle --><h1>What we <em>learn</em>ed</h1>
<p>Rob<b>in Verrow</b>by was seen.</p><img alt="Uncle at the door" src="data:image/png;base64,%s">
<a href="mailto:aunt@example.org" title="Write to Cousin">here</a>
<div style="display:none">Not shown: Neighbour</div></body></html>"""


@pytest.mark.parametrize(("words", "kind"), [
    (WHO, "property"), (WHO, "text"), ("Sarah Ostlecroft", "property"), ("Posy", "markup"),
    ("Harbottle", "hidden"), ("Uncle at the door", "alt"), ("aunt@example.org", "link"),
    ("Write to Cousin", "alt"), ("Neighbour", "text"), ("Photographer", "picture"),
])
def test_a_web_page_is_searched_through(words: str, kind: str) -> None:
    page = PAGE % base64.b64encode(picture("Photographer")).decode()
    assert kind in {one.kind for one in found("page.html", page.encode(), words)}


def message() -> bytes:
    """A message with odd headers, two forms of its words, a file and a message within."""
    inner = EmailMessage()
    inner["Subject"] = "About Posy"
    inner.set_content("The inner words name Harbottle.")
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["X-Saved-By"] = "Robin Verrowbý", "a@example.org", "Uncle"
    mail["Bcc"] = "Aunt <aunt@example.org>"
    mail.set_content("Plain words of Neighbour.")
    mail.add_alternative("<p>Rich words of <b>Cousin</b>.</p>", subtype="html")
    mail.add_attachment(workbook("Grandmother"), maintype="application", subtype="octet-stream",
                        filename="from Brother.xlsx")
    mail.add_attachment(inner)
    return mail.as_bytes()


@pytest.mark.parametrize("words", ["Robin Verrowbý", "Uncle", "Aunt", "Neighbour", "Cousin",
                                   "Grandmother", "Brother", "Posy", "Harbottle"])
def test_a_message_is_searched_through(words: str) -> None:
    assert found("notice.eml", message(), words)


def test_our_own_drafts_are_read() -> None:
    draft = write_draft("a@example.org", "Notice", "The words of Robin Verrowby.")
    assert [one.spot for one in found("notice.eml", draft)] == ["words"]


@pytest.mark.parametrize(("name", "data"), [
    ("notes.txt", f"Line one\n{WHO}\n".encode()),
    ("notes.txt", f"{WHO} é".encode("utf-16")),
    ("table.csv", f"a,b\n1,{WHO}\n".encode()),
    ("old.rtf", rb"{\rtf1\ansi Robin Verrowby}"),
    ("old.doc", ole(WHO)),
    ("photo.jpg", photograph(WHO)),
    ("drawing.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><text>{WHO}</text></svg>".encode()),
    ("unknown.bin", bytes(5) + WHO.encode("utf-16-le")),
])
def test_other_files_are_searched_for_letters(name: str, data: bytes) -> None:
    assert found(name, data)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A stretch of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_what_a_picture_has_packed_with_its_colours_and_points_is_read() -> None:
    whole, wide = picture(), WHO.encode("utf-16-be")
    words = b"mluc" + bytes(4) + wide
    profile = bytes(128) + struct.pack(">I4sII", 1, b"desc", 144, len(words)) + words
    for name, held in ((WHO.encode(), b""), (b"Screen", profile)):
        told = chunk(b"iCCP", name + b"\0\0" + zlib.compress(held))
        assert found("photo.png", whole[:33] + told + whole[33:])
    behind = zlib.compress(b"\0\xff\xff\xff" + WHO.encode())
    assert found("photo.png", whole[:33] + chunk(b"IDAT", behind) + chunk(b"IEND", b""))
    packed = chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff") + WHO.encode())
    assert found("photo.png", whole[:33] + packed + chunk(b"IEND", b""))
    assert not found("photo.png", whole)


def test_archives_are_opened() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        out.writestr("about Posy.txt", WHO)
        out.writestr("paper.docx", in_body(paragraph(run("Harbottle"))))
    for words in (WHO, "Posy", "Harbottle"):
        assert found("all.zip", held.getvalue(), words)


def test_what_lies_beside_the_parts_of_a_file_is_seen(finished: bytes) -> None:
    held = io.BytesIO(BASE)
    with zipfile.ZipFile(held, "a") as out:
        out.comment = b"Kept by Harbottle"
    assert found("paper.docx", held.getvalue(), "Harbottle")
    held = io.BytesIO(WORD["header"].make(WHO))
    with zipfile.ZipFile(held, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("word/header1.xml", parts_of(BASE)["word/header1.xml"])
    assert [one.spot for one in found("paper.docx", held.getvalue())] == ["Beside its parts"]
    assert found("paper.docx", f"#!{WHO}\n".encode() + BASE)
    assert found("paper.pdf", finished + WORD["paragraph"].make(WHO), f"Seen by {WHO}")


@pytest.mark.parametrize("name", ["a.docx", "b.pdf", "c.html", "d.eml", "e.xlsx", "f"])
def test_spoilt_files_never_raise_and_are_searched_all_the_same(name: str) -> None:
    whole = WORD["name of a part"].make(WHO)
    for cut in (0, 1, 40, len(whole) // 2, len(whole) - 1):
        list(texts(name, whole[:cut]))
    # The name of a part stands plainly in the bytes of a zip, and so it is seen in half of one.
    assert found(name, whole[:-40])


def test_what_cannot_be_read_does_not_pass_as_empty(finished: bytes) -> None:
    for spoilt in (finished[:len(finished) // 2], b"PK\x03\x04 no zip", b"%PDF-1.7 nothing"):
        assert UNREADABLE in {one.kind for one in texts("paper", spoilt)}
    for good in (finished, BASE, message(), b"words"):
        assert UNREADABLE not in {one.kind for one in texts("paper", good)}


def test_a_file_inside_a_file_that_cannot_be_read_is_said_to_be() -> None:
    data = with_part("word/embeddings/Book1.xlsx", b"PK and nothing else",
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "package")
    unread = [one for one in texts("paper.docx", data) if one.kind == UNREADABLE]
    assert unread == [Said("File inside the file", "It cannot be read", "", UNREADABLE)]


def test_what_lies_too_deep_is_said_to_be_unread() -> None:
    inner = in_body(paragraph(run(WHO)))
    for _ in range(9):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as out:
            out.writestr("inner", inner)
        inner = held.getvalue()
    assert UNREADABLE in {one.kind for one in texts("paper.zip", inner)}
