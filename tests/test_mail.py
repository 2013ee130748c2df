"""The door to e-mail: whatever a sender's program did, the form comes out and nothing is lost."""

import base64
import binascii
import io
import random
import struct
import time
import tracemalloc
from typing import Any

import olefile
import oxmsg
import pytest

from pipeline.doors.mail import (
    MAIL_MARKS,
    Attachment,
    Mail,
    read_mail,
    read_mbox,
    write_draft,
    write_message,
    write_msg,
)
from pipeline.doors.mail import outlook as tag
from pipeline.doors.mail.compound import read_compound, write_compound
from pipeline.doors.mail.msgwriter import attachment_tree, message_tree
from pipeline.doors.mail.rtf import rtf_words, unpressed
from pipeline.doors.mail.words import decoded, file_name, one_line, together
from pipeline.errors import OutsideTrouble
from tests.making import mails
from tests.making.mails import XLSX, file, html, mail, multi, part, plain, single, workbook

SENT = "Fri, 20 Nov 2026 09:30:00 +0000"
ANN, UNIT = "Ann Example <ann@example.org>", "unit@example.org"


def eml(data: bytes) -> Mail:
    return read_mail(data, "eml")


def names(found: Mail) -> list[str]:
    return [one.name for one in found.attachments]


def named(heads: str) -> str:
    """The name that a sender's header lines give a file."""
    found = eml(mail(plain(), part(workbook(), *heads.split("\n"), coded=True)))
    assert [one.data for one in found.attachments] == [workbook()]
    return found.attachments[0].name


# --- the head -----------------------------------------------------------------------------------


def test_a_message_says_who_wrote_it_when_and_what() -> None:
    found = eml(mail(plain("Nothing held.\n\nAnn"), file(f'Content-Type: {XLSX}; name="a.xlsx"')))
    assert found == Mail(ANN, UNIT, "Our return", "2026-11-20T09:30+0000", "Nothing held.\n\nAnn",
                         (Attachment("a.xlsx", workbook()),))


@pytest.mark.parametrize(("line", "said"), [
    (b"=?utf-8?Q?R=C3=A9ponse_?= =?utf-8?Q?de_Zo=C3=AB?=", "Réponse de Zoë"),
    (b"=?utf-8?B?Wm/D?=\n =?utf-8?B?qw==?=", "Zoë"),  # one letter over two encoded words
    (b"=?utf-8?B?Wm/Dqw?=", "Zoë"),  # the padding is missing
    (b"=?no-such-set?Q?Caf=E9?=", "Café"),
    (b"=?idna?Q?plain?=", "plain"),
    ("Zoë".encode(), "Zoë"),
    ("Zoë – £5".encode("cp1252"), "Zoë – £5"),
    (b"=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
    ("over \u202elanigiro\u202c\u200b\x07 two\n lines".encode(), "over lanigiro two lines"),
])
def test_a_subject_is_read_however_it_is_written(line: bytes, said: str) -> None:
    found = eml(b"From: ann@example.org\nSubject: " + line + b"\n\nWords")
    assert found.subject == said


@pytest.mark.parametrize(("line", "said"), [
    ("Fri, 20 Nov 2026 09:30:00 +0530", "2026-11-20T09:30+0530"),
    ("20 Nov 2026 09:30 GMT", "2026-11-20T09:30+0000"),
    ("Fri, 20 Nov 2026 09:30:00", "2026-11-20T09:30-0000"),
    ("Fri, 20 Nov 2026 09:30:00 BST", "2026-11-20T09:30-0000"),
    ("Fri, 20 Nov 2026 09:30:00 -0000", "2026-11-20T09:30-0000"),
    ("Fri, 31 Feb 2026 09:30:00 +0000", ""), ("yesterday", ""),
    ("Fri, 20 Nov 2026 09:30:00 +9999999999", ""),
])
def test_a_date_is_read_or_left_out_but_never_guessed(line: str, said: str) -> None:
    assert eml(single("Words", head=("From: a@example.org", f"Date: {line}"))).sent == said


def test_what_programs_put_before_a_message_does_no_harm() -> None:
    message = mail(plain(), file('Content-Disposition: attachment; filename="a.xlsx"'))
    for before in (b"\xef\xbb\xbf", b"\r\n\r\n", b"From ann Fri Nov 20 09:30:00 2026\n",
                   b"+OK 1234 octets follow\n"):
        found = eml(before + message)
        assert (found.sender, names(found)) == (ANN, ["a.xlsx"])
    assert names(eml(message.replace(b"\n", b"\r\n"))) == ["a.xlsx"]
    assert eml(single("Words").decode().encode("utf-16")).words == "Words"


@pytest.mark.parametrize("data", [b"", b"\0" * 600, b"Just some words.\n\nNo more.", workbook(),
                                  b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_what_is_no_message_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(OutsideTrouble):
        read_mail(data, kind)


def test_a_message_built_to_break_its_reader_is_refused() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
                      for n in range(2000))
    with pytest.raises(OutsideTrouble):
        eml(b"From: ann@example.org\n" + nested)


# --- attachments --------------------------------------------------------------------------------


@pytest.mark.parametrize("heads", [
    f'Content-Type: {XLSX}; name="form.xlsx"\nContent-Disposition: inline; filename="form.xlsx"',
    f'Content-Type: {XLSX}; name="form.xlsx"',
    'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=form.xlsx',
    'Content-Type: text/plain; name="form.xlsx"',
    'Content-Type: image/png; name="form.xlsx"\nContent-ID: <a@example.org>',
    'Content-Disposition: ATTACHMENT; FILENAME="form.xlsx"',
])
def test_a_form_is_found_whatever_is_said_of_it(heads: str) -> None:
    assert named(heads) == "form.xlsx"


def test_a_form_without_name_or_said_to_be_text_is_found_by_its_bytes() -> None:
    for kind in (XLSX, "text/plain", "text/html", "application/octet-stream"):
        found = eml(mail(plain(), file(f"Content-Type: {kind}")))
        assert [one.data for one in found.attachments] == [workbook()]
        assert found.words == "Please find our return."
    alone = eml(part(workbook(), *mails.HEAD, f"Content-Type: {XLSX}", coded=True))
    assert [one.data for one in alone.attachments] == [workbook()]


def test_inline_pictures_are_told_from_files() -> None:
    found = eml(mail(
        html("<p>Ours.</p>"), file("Content-Type: image/png", "Content-ID: <logo>"),
        file('Content-Disposition: attachment; filename="a.xlsx"', "Content-ID: <form>"),
        kind="related"))
    assert [one.inline for one in found.attachments] == [True, False]


@pytest.mark.parametrize(("heads", "said"), [
    ('Content-Disposition: attachment; filename="Return v1.2 final.final.xlsx"',
     "Return v1.2 final.final.xlsx"),
    ("Content-Disposition: attachment; filename*=utf-8''Zo%C3%AB%20form.xlsx", "Zoë form.xlsx"),
    ("Content-Disposition: attachment;\n filename*0*=utf-8''Zo%C3%AB%20;\n"
     " filename*1=\"a long \";\n filename*2=form.xlsx", "Zoë a long form.xlsx"),
    ('Content-Type: application/x; name="=?utf-8?B?Wm/DqyBmb3JtLnhsc3g=?="', "Zoë form.xlsx"),
    ("Content-Disposition: attachment; filename=Our form 3.xlsx", "Our form 3.xlsx"),
    ('Content-Disposition: attachment; filename="Zoë.xlsx"', "Zoë.xlsx"),
    ('Content-Disposition: attachment; filename="..\\\\..\\\\evil.xlsx"', "evil.xlsx"),
    ('Content-Disposition: attachment; filename="/etc/../form.xlsx"', "form.xlsx"),
    ('Content-Disposition: attachment; filename=""', ""),
    ("Content-Disposition: attachment; filename*=nonsense'%%%", ""),
])
def test_names_are_read_however_they_are_written(heads: str, said: str) -> None:
    found = named(heads)
    assert found == said or (not said and "/" not in found)


@pytest.mark.parametrize(("typed", "shown"), [
    ("form\u202exslx.exe", "formxslx.exe"), ("a\r\nb\x00.xlsx", "a b.xlsx"), (".xlsx",
     "unnamed.xlsx"), ("..", ""), ("CON", "_CON"), ("nul.xlsx", "_nul.xlsx"), ("C:evil.xlsx",
     "C_evil.xlsx"), ("form.xlsx. . ", "form.xlsx"), ("console.xlsx", "console.xlsx"),
    ("a\ud800b.xlsx", "a\ufffdb.xlsx"), ("  ", ""), ("folder/", "folder"),
])
def test_a_name_is_fit_to_be_shown(typed: str, shown: str) -> None:
    assert file_name(typed) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = file_name("a" * 500 + ".xlsx")
    assert len(shown) == 120 and shown.endswith("a….xlsx")


def test_two_forms_in_one_message_both_come_out() -> None:
    found = eml(mail(plain(), file('Content-Disposition: attachment; filename="a.xlsx"'),
                     file('Content-Disposition: attachment; filename="a.xlsx"', data=b"PK other")))
    assert [one.data for one in found.attachments] == [workbook(), b"PK other"]


def test_a_text_file_is_no_part_of_the_words() -> None:
    found = eml(mail(plain(), part("a,b", "Content-Type: text/csv"),
                     part("Notes", 'Content-Type: text/plain; name="notes.txt"'),
                     part("BEGIN:VCALENDAR", "Content-Type: text/calendar"),
                     part("More", "Content-Type: text/plain", "Content-Disposition: attachment")))
    assert found.words == "Please find our return."
    assert [one.data for one in found.attachments] == [b"a,b", b"Notes", b"BEGIN:VCALENDAR",
                                                       b"More"]


def test_base64_cut_short_gives_what_is_left() -> None:
    whole = base64.encodebytes(workbook() * 3)
    for cut in (1, 2, 3, 5):
        found = eml(mail(plain(), part(
            whole.rstrip()[:-cut], f'Content-Type: {XLSX}; name="a.xlsx"',
            "Content-Transfer-Encoding: base64")))
        data = found.attachments[0].data
        assert (workbook() * 3).startswith(data) and len(data) > len(workbook() * 3) - 8


def test_base64_with_a_list_s_words_under_it_is_read() -> None:
    body = base64.encodebytes(b"PK" + bytes(99)) + b"\n____\nThis list: unsubscribe!\n"
    found = eml(mail(plain(), part(body, f"Content-Type: {XLSX}",
                                   "Content-Transfer-Encoding: base64")))
    assert found.attachments[0].data == b"PK" + bytes(99)


def test_a_file_whose_encoding_is_not_said_is_decoded() -> None:
    found = eml(mail(plain(), part(base64.encodebytes(workbook()), f"Content-Type: {XLSX}")))
    assert found.attachments[0].data == workbook()


def test_an_old_way_of_sending_files_is_read() -> None:
    lines = [binascii.b2a_uu(workbook()[at:at + 45]) for at in range(0, len(workbook()), 45)]
    body = b"begin 644 a.xlsx\n" + b"".join(lines) + b"`\nend\n"
    found = eml(mail(plain(), part(body, 'Content-Type: application/x; name="a.xlsx"',
                                   "Content-Transfer-Encoding: x-uuencode")))
    assert found.attachments == (Attachment("a.xlsx", workbook()),)


def test_a_part_that_comes_to_nothing_is_said() -> None:
    found = eml(mail(plain(), part("!!!!", 'Content-Type: application/x; name="a.xlsx"',
                                   "Content-Transfer-Encoding: base64")))
    assert [(one.code, one.quote) for one in found.faults] == [("mail-part-unreadable", "a.xlsx")]
    assert names(found) == ["a.xlsx"]


def test_a_wrong_boundary_does_not_hide_the_form() -> None:
    message = mail(plain(), file('Content-Disposition: attachment; filename="a.xlsx"'))
    for told in (b'boundary="another"', b""):
        found = eml(message.replace(b'boundary="outer"', told))
        assert (names(found), found.words) == (["a.xlsx"], "Please find our return.")


def test_a_forwarded_message_is_kept_byte_for_byte() -> None:
    inner = multi(plain("Ours."), file('Content-Disposition: attachment; filename="a.xlsx"'),
                  edge="inner", heads=mails.HEAD)
    for coded in (False, True):
        outer = mail(plain("See below."), part(inner, "Content-Type: message/rfc822", coded=coded))
        found = eml(outer)
        assert found.attachments[0].data.rstrip() == inner.rstrip() and names(found) == [""]
        assert found.marks == {"forwarded"} and found.words == "See below."
        assert names(eml(found.attachments[0].data)) == ["a.xlsx"]


def test_thousands_of_parts_are_refused_quickly_and_said() -> None:
    for count in (400, 3000, 200_000):
        began = time.perf_counter()
        found = eml(mail(*[part("x", "Content-Type: image/png")] * count))
        assert time.perf_counter() - began < 2
        assert [one.code for one in found.faults] == ["mail-too-many-parts"]
        assert found.attachments == () and found.subject == "Our return"
    assert eml(mail(plain(), *[file("Content-Type: image/png")] * 250)).faults == ()


@pytest.mark.parametrize("head", [
    b'Content-Type: multipart/mixed; boundary="' + b";" * 200_000,
    b"Subject: " + b"=?" * 500_000, b"Subject: " + b"=?utf-8?q?a?= " * 100_000,
    b'Content-Type: text/plain; name="' + b'";' * 200_000,
    b"Content-Type: text/html\n\n" + b"<script>" * 100_000,
    b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    b"Content-Type: text/html\n\n" + b"<title" * 100_000,
    b"Content-Type: text/plain\n\n" + b"--\n" * 200_000,
], ids=range(9))
def test_nothing_takes_for_ever(head: bytes) -> None:
    began = time.perf_counter()
    eml(b"From: ann@example.org\n" + head + b"\n\nWords")
    assert time.perf_counter() - began < 2


# --- words --------------------------------------------------------------------------------------


def test_plain_words_are_taken_where_html_says_the_same() -> None:
    both = multi(plain("Nothing held.\nAnn"), html("<p>Nothing <b>held</b>.<br>Ann</p>"),
                 kind="alternative")
    assert eml(mail(both)).words == "Nothing held.\nAnn"


def test_html_that_says_more_is_kept_as_well() -> None:
    both = multi(plain("See table. Plain only."), html("<p>See table.</p><table><tr><td>Held?<td>"
                 "No</tr></table>"), kind="alternative")
    assert eml(mail(both)).words == "See table. Plain only.\n\nSee table.\nHeld?\tNo"
    more = multi(plain("No"), html("<p>No, no</p>"), kind="alternative")
    assert eml(mail(more)).words == "No, no"


def test_words_before_between_and_after_files_are_all_kept() -> None:
    found = eml(mail(plain("First"), file("Content-Type: image/png"), html("<p>Second</p>"),
                     plain("Third")))
    assert found.words == "First\n\nSecond\n\nThird"
    whole = mail(plain("Words")).replace(b"--outer\n", b"Typed above\n--outer\n", 1) + b"Below\n"
    assert set(eml(whole).words.split()) == {"Typed", "above", "Words", "Below"}


def test_html_becomes_lines() -> None:
    page = ("<html><head><title>No</title><style>p {}</style></head><body><script>x()</script>"
            "<!-- not said --><p class=MsoNormal>One&nbsp;&amp; <b>tw</b>o</p><p>Three<br>four</p>"
            "<ul><li><p>five</p></li><li>six</ul><table><tr><td><p>Q</p></td><td><p>A</p><p>B</p>"
            "</td></tr><tr><td></td><td>C</td></tr></table><pre>a  b\n c</pre>"
            "<input value='typed'><p>&nbsp;</p>end</body></html>")
    assert eml(single(page, "Content-Type: text/html")).words == (
        "One & two\nThree\nfour\n- five\n- six\nQ\tA\nB\n\tC\na  b\n c\ntyped\nend")


@pytest.mark.parametrize("page", ["<div>" * 5000 + "Nothing held", "<!-- Nothing held",
                                  "<table><tr><td>" * 900 + "Nothing held",
                                  "Nothing held<script>", "<?xml version='1.0' "
                                  "encoding='utf-8'?><html><body>Nothing held</body></html>"])
def test_html_that_its_parser_gives_up_on_still_says_its_words(page: str) -> None:
    assert "Nothing held" in eml(single(page, "Content-Type: text/html")).words


@pytest.mark.parametrize(("body", "charset"), [
    ("Café – £5".encode("cp1252"), "us-ascii"), ("Café – £5".encode("cp1252"), "iso-8859-1"),
    ("Café – £5".encode(), "no-such-set"), ("Café – £5".encode(), ""),
    ("Café – £5".encode("utf-16"), "utf-16"), ("Café – £5".encode("cp1252"), "utf-8"),
    ("Café – £5".encode(), "unicode_escape"), ("Café – £5".encode("utf-16-le"), "utf-8"),
])
def test_words_in_any_character_set_are_read(body: bytes, charset: str) -> None:
    said = f"; charset={charset}" if charset else ""
    found = eml(part(body, *mails.HEAD, f"Content-Type: text/plain{said}", coded=True))
    assert found.words == "Café – £5"


def test_bytes_sent_as_they_are_stay_as_they_are() -> None:
    body, data = "Café – £5".encode("cp1252"), bytes(range(256)) * 4
    found = eml(mail(part(body, "Content-Type: text/plain; charset=windows-1252"), part(
        data, 'Content-Type: application/x; charset=iso-8859-1; name="a.bin"',
        "Content-Transfer-Encoding: binary")))
    assert (found.words, found.attachments[0].data) == ("Café – £5", data)


def test_a_letter_cut_in_two_costs_only_itself() -> None:
    cut = "Zoë held – nothing".encode() + b"\xe2\x80"
    assert decoded(cut, "utf-8") == "Zoë held – nothing\ufffd"


def test_nothing_hides_in_words() -> None:
    typed = "A\u202eB\x00\x1bC\u2028D\r\nE\ufeff\x0cF"
    found = eml(part(typed, *mails.HEAD, "Content-Type: text/plain; charset=utf-8", coded=True))
    assert found.words == "ABC\nD\nE\nF"
    assert one_line("a\ud800\nb") == "a\ufffd b"
    held = base64.b64encode("\ud800".encode("utf-8", "surrogatepass"))
    eml(single(held, "Content-Transfer-Encoding: base64")).words.encode()


def test_very_long_words_are_cut_and_kept_whole_beside() -> None:
    found = eml(single("word " * 300_000 + "last"))
    assert len(found.words) == 1_000_000
    assert found.attachments[0].data.endswith(b"last")


def test_earlier_messages_stay_in_the_words() -> None:
    typed = "Yes.\n\n-----Original Message-----\nFrom: Unit\n> Do you hold anything?"
    assert eml(single(typed)).words == typed


# --- marks --------------------------------------------------------------------------------------


def test_a_signed_message_is_read_and_its_signature_kept() -> None:
    inner = multi(plain(), file('Content-Disposition: attachment; filename="a.xlsx"'))
    found = eml(mail(inner, file('Content-Type: application/pkcs7-signature; name="smime.p7s"',
                                 data=b"seal"), kind="signed"))
    assert found.marks == {"signed"} and names(found) == ["a.xlsx", "smime.p7s"]
    assert found.words == "Please find our return."
    renamed = mail(inner, file("Content-Type: application/x", data=b"seal"), kind="signed")
    assert eml(renamed).marks == {"signed"}


@pytest.mark.parametrize("sealed", [mails.envelope, mails.streamed])
def test_a_message_inside_its_signature_is_read(sealed: Any) -> None:
    inner = multi(plain("Signed."), file('Content-Disposition: attachment; filename="a.xlsx"'))
    found = eml(part(sealed(inner), *mails.HEAD, "Content-Type: application/pkcs7-mime; "
                     "smime-type=signed-data; name=smime.p7m", coded=True))
    assert (found.words, names(found), found.marks) == ("Signed.", ["a.xlsx"], {"signed"})
    assert found.attachments[0].data == workbook()


def test_an_encrypted_message_is_said_to_be_so_and_kept() -> None:
    held = mails.envelope(plain("Secret"), encrypted=True)
    found = eml(part(held, *mails.HEAD, "Content-Type: application/x-pkcs7-mime; name=smime.p7m",
                     coded=True))
    assert found.marks == {"encrypted"} and found.words == ""
    assert found.attachments == (Attachment("smime.p7m", held),)
    pgp = mail(part("Version: 1", "Content-Type: application/pgp-encrypted"),
               part("-----BEGIN PGP MESSAGE-----", 'Content-Type: application/octet-stream; '
                    'name="encrypted.asc"'), kind="encrypted")
    assert eml(pgp).marks == {"encrypted"}
    assert eml(single("-----BEGIN PGP MESSAGE-----\n\nabc")).marks == {"encrypted"}


def test_a_broken_envelope_is_kept_as_it_is() -> None:
    held = mails.envelope(plain("Signed."))[:60]
    found = eml(part(held, *mails.HEAD, "Content-Type: application/pkcs7-mime", coded=True))
    assert [one.data for one in found.attachments] == [held] and found.marks == {"encrypted"}


@pytest.mark.parametrize(("address", "link"), [
    ("https://example.sharepoint.com/:x:/s/unit/abc?e=1", ""), ("https://1drv.ms/x/s!abc", ""),
    ("https://docs.google.com/spreadsheets/d/abc/edit", ""), ("https://we.tl/t-abc", ""),
    ("https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.dropbox.com%2Fs%2Fa"
     "&data=x", "https://www.dropbox.com/s/a"),
    ("https://urldefense.com/v3/__https://drive.google.com/file/d/a__;!!x", "https://drive."
     "google.com/file/d/a"),
])
def test_a_file_on_the_internet_is_pointed_out(address: str, link: str) -> None:
    for message in (single(f"Our return: {address}."), single(
            f'<p><a href="{address.replace("&", "&amp;")}">Form</a></p>',
            "Content-Type: text/html")):
        found = eml(message)
        assert (found.links, found.marks) == ((link or address,), {"link"})


def test_an_ordinary_address_is_no_file() -> None:
    found = eml(single("See https://www.example.org/sharepoint.com and mailto:ann@example.org, "
                       "http://notdropbox.com/a, http://[bad"))
    assert found.links == () and found.marks == set()


@pytest.mark.parametrize("head", [
    "Auto-Submitted: auto-replied", "X-Autoreply: yes", "Subject: Automatic reply: Your request",
    "Subject: Out of Office: Ann", "Return-Path: <>", "Subject: Undeliverable: Form"])
def test_what_a_machine_wrote_is_marked(head: str) -> None:
    assert eml(single("Away", head=(head, *mails.HEAD))).marks == {"automatic"}


@pytest.mark.parametrize("head", ["Auto-Submitted: no", "Subject: Autopsy report",
                                  "Subject: Automatic door - response"])
def test_what_a_person_wrote_is_not(head: str) -> None:
    assert eml(single("Here", head=(head, *mails.HEAD))).marks == set()


def test_a_report_of_failed_delivery_is_automatic_and_says_its_words() -> None:
    found = eml(mail(plain("It failed."), part("Reporting-MTA: dns; mx.example.org\n\n"
                     "Final-Recipient: rfc822; ann@example.org", "Content-Type: "
                     "message/delivery-status"), kind="report"))
    assert found.marks == {"automatic"}
    assert "It failed." in found.words and "Final-Recipient" in found.words


# --- Outlook's own files ------------------------------------------------------------------------


def outlook(files: Any = (), words: str = "Please find our return.") -> bytes:
    return write_msg(ANN, "Unit <unit@example.org>", "Our return – Zoë", SENT, words, files)


def changed(data: bytes, **streams: bytes | None) -> bytes:
    """An Outlook message with streams of its top added, replaced or taken out."""
    tree, _ = read_compound(data)
    for name, held in streams.items():
        tree.pop(f"__substg1.0_{name}", None)
        if held is not None:
            tree[f"__substg1.0_{name}"] = held
    return write_compound(tree)


def test_an_outlook_message_of_ours_reads_back() -> None:
    files = [("a.xlsx", workbook()), ("Zoë b.xlsx", workbook() * 90), ("empty.txt", b"")]
    found = read_mail(outlook(files, "One\n\ntwo £"), "msg")
    assert found == Mail(ANN, "Unit", "Our return – Zoë", "2026-11-20T09:30+0000", "One\n\ntwo £",
                         tuple(Attachment(*one) for one in files))
    assert outlook(files) == outlook(files)


def test_an_outlook_message_may_say_almost_nothing() -> None:
    found = read_mail(write_msg("", "", "", "some day", ""), "msg")
    assert found == Mail("", "", "", "", "")


def test_other_programs_read_an_outlook_message_of_ours() -> None:
    data = outlook([("a.xlsx", workbook()), ("big.bin", bytes(range(256)) * 40_000)])
    theirs = oxmsg.Message.load(data)
    assert (theirs.subject, theirs.body) == ("Our return – Zoë", "Please find our return.")
    assert theirs.sender == '"Ann Example" <ann@example.org>'
    assert [(one.file_name, one.file_bytes) for one in theirs.attachments] == [
        ("a.xlsx", workbook()), ("big.bin", bytes(range(256)) * 40_000)]
    assert [(one.name, one.email_address) for one in theirs.recipients] == [
        ("Unit", "unit@example.org")]
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        assert ole.parsing_issues == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 40])
def test_a_compound_file_keeps_every_stream(count: int) -> None:
    tree: Any = {f"stream {n}": bytes((n,)) * n * 300 for n in range(count)}
    tree["inside"] = {"again": {"deep": b"x" * 4096}, "none": b""}
    data = write_compound(tree)
    assert read_compound(data) == (tree, ())
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        assert all(ole.get_size(path) >= 0 for path in ole.listdir())


def test_a_compound_file_can_be_large() -> None:
    tree: Any = {"large": random.Random(1).randbytes(16_000_000), "small": b"y"}
    assert read_compound(write_compound(tree)) == (tree, ())


def test_many_names_for_the_same_bytes_are_refused() -> None:
    long = 900_000
    data = bytearray(write_compound({f"{n:03}": b"z" * (5000 if n else long) for n in range(200)}))
    for n in range(200):
        at = data.find(f"{n:03}".encode("utf-16-le") + b"\0\0")
        data[at + 116:at + 128] = struct.pack("<IQ", 0, long)
    tracemalloc.start()
    with pytest.raises(OutsideTrouble):
        read_compound(bytes(data))
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def inner_tree() -> Any:
    return message_tree("Bo <bo@example.org>", UNIT, "Inner", SENT, "Below.",
                        [("form.xlsx", workbook())])


def test_a_message_inside_an_outlook_message_is_opened_again() -> None:
    tree, _ = read_compound(outlook([("other.txt", b"one"), ("x", b"")]))
    tree["__attach_version1.0_#00000001"] = attachment_tree(1, "Inner", inner_tree())
    found = read_mail(write_compound(tree), "msg")
    assert names(found) == ["other.txt", ""] and found.marks == {"forwarded"}
    inner = read_mail(found.attachments[1].data, "msg")
    assert (inner.subject, inner.words, inner.sent) == ("Inner", "Below.", "2026-11-20T09:30+0000")
    assert inner.attachments == (Attachment("form.xlsx", workbook()),)
    assert oxmsg.Message.load(found.attachments[1].data).subject == "Inner"
    alone, _ = read_compound(found.attachments[1].data)
    assert alone["__nameid_version1.0"] == tree["__nameid_version1.0"]


def test_an_embedded_object_is_kept_as_a_file() -> None:
    tree, _ = read_compound(outlook([("object", b"")]))
    held: Any = tree["__attach_version1.0_#00000000"]
    del held["__substg1.0_37010102"]
    held["__substg1.0_3701000D"] = {"Package": workbook()}
    found = read_mail(write_compound(tree), "msg")
    assert read_compound(found.attachments[0].data)[0] == {"Package": workbook()}


def test_one_attachment_that_cannot_be_read_costs_only_itself() -> None:
    tree, _ = read_compound(outlook([("a.xlsx", b"gone"), ("b.xlsx", workbook())]))
    broken: Any = tree["__attach_version1.0_#00000000"]
    del broken["__substg1.0_37010102"]
    broken["__properties_version1.0"] = b"\xff" * 77
    found = read_mail(write_compound(tree), "msg")
    assert found.attachments == (Attachment("b.xlsx", workbook()),)
    assert [(one.code, one.quote) for one in found.faults] == [("mail-part-unreadable", "a.xlsx")]


def cut_off(data: bytes, name: str, size: int) -> bytes:
    """A compound file in which the stream of this name and size begins nowhere."""
    out, sought = bytearray(data), name.encode("utf-16-le")
    at = out.find(sought, 512)
    while struct.unpack_from("<Q", out, at + 120)[0] != size:
        at = out.find(sought, at + 1)
    out[at + 116:at + 120] = struct.pack("<I", 0x00FFFFF0)
    return bytes(out)


def test_a_stream_that_is_cut_off_costs_only_itself() -> None:
    data = outlook([("a.xlsx", workbook()), ("b.bin", b"q" * 9000)], "w" * 4000)
    found = read_mail(cut_off(data, "__substg1.0_37010102", 9000), "msg")
    assert found.attachments == (Attachment("a.xlsx", workbook()),)
    assert [(one.code, one.quote) for one in found.faults] == [("mail-part-unreadable", "b.bin")]
    found = read_mail(cut_off(data, "__substg1.0_1000001F", 8000), "msg")
    assert names(found) == ["a.xlsx", "b.bin"]
    assert [one.code for one in found.faults] == ["mail-part-unreadable"]


def test_an_outlook_message_whose_end_was_lost_is_read() -> None:
    assert names(read_mail(outlook([("a.xlsx", workbook())])[:-100], "msg")) == ["a.xlsx"]


def test_an_attachment_that_is_only_a_link_is_said() -> None:
    tree, _ = read_compound(outlook([("form.xlsx", b"")]))
    held: Any = tree["__attach_version1.0_#00000000"]
    del held["__substg1.0_37010102"]
    held["__substg1.0_370D001F"] = "https://example.sharepoint.com/a.xlsx".encode("utf-16-le")
    found = read_mail(write_compound(tree), "msg")
    assert found.links == ("https://example.sharepoint.com/a.xlsx",) and found.faults == ()


def test_properties_of_strange_types_lose_nothing() -> None:
    tree, _ = read_compound(outlook([("a.xlsx", workbook())]))
    listed = tree["__properties_version1.0"]
    assert isinstance(listed, bytes)
    strange = struct.pack("<HHI8s", 0x7777, 0x0037, 6, b"\xff" * 8) + struct.pack(
        "<HHII4x", 3, 0x3FFD, 6, 99999)
    tree["__properties_version1.0"] = listed + strange + b"odd"
    found = read_mail(write_compound(tree), "msg")
    assert (found.subject, names(found)) == ("Our return – Zoë", ["a.xlsx"])


def test_a_message_of_an_older_outlook_is_read() -> None:
    found = read_mail(changed(outlook(), **{
        "1000001F": None, "1000001E": "Café – £5".encode("cp1252"), "0037001F": None,
        "0037001E": "Zoë".encode("cp1252")}), "msg")
    assert (found.words, found.subject) == ("Café – £5", "Zoë")


def test_html_and_rich_text_of_outlook_are_words() -> None:
    found = read_mail(changed(outlook(), **{"1000001F": None, "10130102": b"<p>In HTML</p>"}),
                      "msg")
    assert found.words == "In HTML"
    rtf = (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Caf\'e9 \u8211?\par{\*\hidden no}"
           rb"{\b two} \{3\}\par}")
    found = read_mail(changed(outlook(), **{"1000001F": None, "10090102": mails.pressed(rtf)}),
                      "msg")
    assert found.words == "Café –\ntwo {3}"
    found = read_mail(changed(outlook(), **{"1000001F": None, "10090102": b"nonsense" * 4}), "msg")
    assert [one.code for one in found.faults] == ["mail-part-unreadable"]
    assert [one.data for one in found.attachments] == [b"nonsense" * 4]


def test_pressed_rich_text_is_unpressed_as_published() -> None:
    # The example of [MS-OXRTFCP] 4.1.
    published = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068"
                              "656c090020627705b06c647d0a800fa0")
    assert unpressed(published) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf_words(unpressed(published)).strip() == "hello world"


def outlook_sealed(data: bytes, mime: str, kind: str) -> Mail:
    tree, _ = read_compound(outlook([("smime.p7m", data)], ""))
    held: Any = tree["__attach_version1.0_#00000000"]
    held["__substg1.0_370E001F"] = mime.encode("utf-16-le")
    tree["__substg1.0_001A001F"] = kind.encode("utf-16-le")
    return read_mail(write_compound(tree), "msg")


def test_signed_and_encrypted_messages_of_outlook() -> None:
    inner = multi(plain("Signed."), file('Content-Disposition: attachment; filename="a.xlsx"'))
    signed = multi(inner, file("Content-Type: application/pkcs7-signature"), kind="signed",
                   edge="outside")
    for data in (signed, signed.partition(b"\n\n")[2]):
        found = outlook_sealed(data, "multipart/signed", "IPM.Note.SMIME.MultipartSigned")
        assert found.marks == {"signed"} and found.words == "Signed."
        assert found.attachments[0] == Attachment("a.xlsx", workbook())
    opaque = outlook_sealed(mails.envelope(inner), "application/pkcs7-mime", "IPM.Note.SMIME")
    assert (opaque.words, opaque.marks, names(opaque)) == ("Signed.", {"signed"}, ["a.xlsx"])
    held = mails.envelope(inner, encrypted=True)
    locked = outlook_sealed(held, "application/pkcs7-mime", "IPM.Note.SMIME")
    assert locked.marks == {"encrypted"}
    assert locked.attachments == (Attachment("smime.p7m", held),)


def test_what_outlook_wrote_by_itself_is_marked() -> None:
    kind = "REPORT.IPM.Note.NDR".encode("utf-16-le")
    assert "automatic" in read_mail(changed(outlook(), **{"001A001F": kind}), "msg").marks


# --- mailboxes ----------------------------------------------------------------------------------


FROM = b"From ann@example.org Fri Nov 20 09:30:00 2026\n"


def test_a_mailbox_gives_each_message() -> None:
    first, second = single("One\n>From here\n"), mail(plain("Two"), file("Content-Type: x/y"))
    quoted = first.replace(b">From here", b">>From here")
    for end in (b"\n", b"\r\n"):
        box = (FROM + quoted + b"\n" + FROM + second).replace(b"\n", end)
        one, two = (eml(found) for found in read_mbox(box))
        assert one.words == "One\n>From here" and two.attachments[0].data == workbook()


@pytest.mark.parametrize(("line", "blank"), [
    (b"From - Fri Nov 20 09:30:00 2026\n", b""), (b"From ann@example.org\n", b"\n"),
    (b"From nobody\n", b"\n"), (FROM, b""),
])
def test_a_mailbox_with_bad_separators_is_still_taken_apart(line: bytes, blank: bytes) -> None:
    box = line + single("One\n") + blank + line + single("Two\n")
    assert [eml(found).words for found in read_mbox(box)] == ["One", "Two"]


@pytest.mark.parametrize("sentence", [
    b"From what we hold\nNote: nothing", b"From 09:30 we held nothing.\n\nAnn",
    b"From what we hold:\nnothing", b"From Ann\nto Bo"])
def test_a_sentence_does_not_part_a_message(sentence: bytes) -> None:
    box = FROM + single(b"Dear unit\n\n" + sentence) + b"\n" + FROM + single("Two")
    assert len(read_mbox(box)) == 2


def test_words_before_the_first_message_of_a_mailbox_are_kept() -> None:
    assert read_mbox(b"Stray\n\n" + FROM + single("One"))[0] == b"Stray\n\n"
    assert read_mbox(b"") == [] and read_mbox(single("One")) == [single("One")]


# --- out ----------------------------------------------------------------------------------------


def test_a_draft_is_ready_to_send_and_says_what_it_should() -> None:
    data = write_draft("Zoë <zoe@example.org>; bo@example.org", "Questions – second",
                       "Dear Zoë\n\nFrom our side = nothing.\n" + "long " * 60,
                       [("Fragen ü.xlsx", workbook())], cc="unit@example.org")
    theirs = mails.plainest(data)
    assert theirs["X-Unsent"] == "1" and theirs["Date"] is None and theirs["Message-ID"] is None
    words, sheet = theirs.get_payload()
    assert words.get_payload(decode=True).decode() == (
        "Dear Zoë\r\n\r\nFrom our side =3D nothing.\r\n".replace("=3D", "=") + "long " * 59
        + "long\r\n")
    assert sheet.get_content_type() == XLSX and sheet.get_payload(decode=True) == workbook()
    found = eml(data)
    assert found.to == "Zoë <zoe@example.org>, bo@example.org, unit@example.org"
    assert (found.subject, names(found)) == ("Questions – second", ["Fragen ü.xlsx"])
    assert b"\n" not in data.replace(b"\r\n", b"") and max(map(len, data.split(b"\r\n"))) < 120


def test_the_same_words_make_the_same_draft() -> None:
    told = (UNIT, "Subject", "Words", [("a.xlsx", workbook())])
    assert write_draft(*told) == write_draft(*told)
    assert write_draft(*told) != write_draft(UNIT, "Subject", "Other", told[3])


@pytest.mark.parametrize("typed", ["a\r\nBcc: evil@example.org", "a\nX-Evil: 1\n\nbody",
                                   "a\x00\u2028Bcc: evil@example.org", "\r\n\r\nbody"])
def test_nothing_typed_becomes_a_header(typed: str) -> None:
    for data in (write_draft(typed, typed, "Words", [(typed, b"x")], cc=typed),
                 write_message(typed, typed, typed, typed, "Words", [(typed, b"x")])):
        theirs = mails.plainest(data)
        assert {key.lower() for key in theirs} <= {"x-unsent", "to", "cc", "subject", "date",
                                                   "from", "mime-version", "content-type"}
        assert theirs["To"] is None
        assert [set(inner.keys()) for inner in theirs.get_payload()] == [
            {"Content-Type", "Content-Transfer-Encoding"},
            {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"}]


@pytest.mark.parametrize("typed", ["", "nobody", "a@", "@example.org", "<<>>", '"', ";,;", "a@b@c",
                                   "zoë@example.org", "Group: a@example.org;", "=?utf-8?q?x", ")("])
def test_a_bad_address_is_left_out(typed: str) -> None:
    theirs = mails.plainest(write_draft(typed, "Subject", "Words"))
    assert theirs["To"] is None and theirs["Subject"] == "Subject"


def test_a_message_of_ours_reads_back() -> None:
    files = [("a.xlsx", workbook()), ("fwd.eml", single("Inner")), ("x", b"")]
    data = write_message(ANN, UNIT, "Our return – Zoë " * 9, SENT, "Words\n\n.\n=?", files)
    assert eml(data) == Mail(ANN, UNIT, ("Our return – Zoë " * 9).strip(), "2026-11-20T09:30+0000",
                             "Words\n\n.\n=?", tuple(Attachment(*one) for one in files))


def test_together_never_drops_a_word() -> None:
    dice = random.Random(3)
    words = ["no", "yes", "held", "nothing", "5", "the"]
    for _ in range(300):
        one, two = (" ".join(dice.choices(words, k=dice.randint(0, 6))) for _ in range(2))
        said = together(one, two).split()
        for word in set(one.split()) | set(two.split()):
            assert said.count(word) >= max(one.split().count(word), two.split().count(word))


# --- harm ---------------------------------------------------------------------------------------


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """The same bytes after an accident."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 12 if data.isascii() else 3)):
        at, size = dice.randrange(len(out)), dice.randint(1, 40)
        accident = dice.randrange(4) if data.isascii() else dice.choice((0, 3, 3, 4))
        if accident == 0:
            out[at] = dice.randrange(256)
        elif accident == 1:
            del out[at:at + size]
        elif accident == 2:
            out[at:at] = dice.choice((b"\0", b"\xff", b"--outer\n", b"\n\n", b"=?", b'"', b";"))
        elif accident == 3:
            size = min(size, len(out) - at)
            out[at:at + size] = out[at // 2:at // 2 + size]
        else:
            del out[max(at, len(out) - size):]
    return bytes(out)


def samples() -> dict[str, bytes]:
    both = multi(plain("Words"), html("<p>Words <a href='https://1drv.ms/x'>x</a></p>"),
                 kind="alternative")
    message = mail(both, file("Content-Disposition: attachment; filename*=utf-8''Zo%C3%AB.xlsx"),
                   part(single("Inner"), "Content-Type: message/rfc822"),
                   part(mails.streamed(plain("Sealed")), "Content-Type: application/pkcs7-mime",
                        coded=True))
    tree, _ = read_compound(outlook([("a.xlsx", workbook()), ("x", b"")]))
    tree["__attach_version1.0_#00000001"] = attachment_tree(1, "Inner", inner_tree())
    tree["__substg1.0_10090102"] = mails.pressed(rb"{\rtf1 Words}")
    return {"eml": message, "msg": write_compound(tree, tag.MESSAGE_CLSID)}


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_accidents_end_in_a_message_or_a_refusal(kind: str) -> None:
    dice, whole = random.Random(11), samples()[kind]
    read = 0
    for _ in range(300):
        try:
            found = read_mail(spoilt(whole, dice), kind)
        except OutsideTrouble:
            continue
        read += 1
        for text in (found.words, found.subject, found.sender, found.to, *names(found)):
            text.encode("utf-8")
        assert found.marks <= set(MAIL_MARKS)
    assert read > 50
