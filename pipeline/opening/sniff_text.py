"""Words, and what they are: a message, a web page, a table, an invitation, or only words."""

import codecs
import csv
import re
from itertools import islice

HEAD = 64_000
"""How much of a text is looked at, except for where one message of a mailbox ends."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE,
         "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:")
_ENVELOPE = re.compile(r">?From [^\n]*\n")
# These stand in messages only; of the others anybody's notes may have one.
_SURE = {"received", "return-path", "message-id", "delivered-to", "x-received", "dkim-signature",
         "arc-seal", "authentication-results"}
_USUAL = {"from", "to", "cc", "subject", "date", "sent", "reply-to", "sender"}
_WRAPPED = {"mime-version", "content-type"}
# A page that a browser or Excel saved "as a single file" has the shape of a message.
_SAVED_PAGE = re.compile(r"^(?:From:[^\n]{0,5}Saved by|Snapshot-Content-Location:|"
                         r"X-Document-Type: Workbook)", re.MULTILINE | re.IGNORECASE)
# Somebody's sentence may begin so as well, but not with a time and a year before another header.
_NEXT_MESSAGE = re.compile(
    rb"\n\r?\nFrom (?=[^\n]{0,200}\d\d:\d\d)(?=[^\n]{0,200}\b(?:19|20)\d\d\b)[^\n]*+\n"
    rb"(?:>From [^\n]*+\n)*+[A-Za-z][!-9;-~]*+:")
_STARTS = (("BEGIN:VCALENDAR", "calendar"), ("BEGIN:VCARD", "card"))
# Atomic groups: what has matched once is never tried again, however long a hostile file is.
_ROOT = re.compile(r"(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<([\w:.-]+)",
                   re.DOTALL | re.IGNORECASE)
_ROOTS = (("office:document", "fods"), ("svg", "picture"), ("svg:svg", "picture"),
          ("pkg:package", "doc"), ("w:worddocument", "doc"))
_PAGE = re.compile(r"\s*+(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|table|meta|title|"
                   r"style|div|script|p|br|font|center)\b", re.DOTALL | re.IGNORECASE)
# What an envelope calls itself, at each of the three places where its length may leave it.
_BASE64_ENVELOPE = re.compile(
    r"MI[A-Za-z0-9+/]{2,6}(?:BgkqhkiG9w0BBw|KoZIhvcNAQc|CSqGSIb3DQEH)")


def text_kind(data: bytes) -> str:
    """A key of `KINDS`; 'unknown' for what is not words at all."""
    words = _words(data[:HEAD])
    if not words:
        return "unknown"
    start = words.lstrip()
    for said, kind in _STARTS:
        if start[:len(said)].upper() == said:
            return kind
    if start.startswith("%PDF-"):
        return "pdf"
    if start.startswith("{\\rtf"):
        return "rtf"
    if _BASE64_ENVELOPE.match(start):
        return "p7m"
    kind = _mail_kind(start, data) or _markup_kind(start)
    if kind:
        return kind
    return "csv" if _is_table(start) else "text"


def _words(head: bytes) -> str:
    """The beginning as words, '' when it is none: then it holds bytes that no text has."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _lines(head.decode(encoding, "ignore").lstrip("\ufeff"))
    for encoding, zeros in (("utf-16-le", head[1:200:2]), ("utf-16-be", head[:200:2])):
        if len(zeros) > 3 and zeros.count(0) > 0.9 * len(zeros):
            return _lines(head.decode(encoding, "ignore"))
    strange = sum(head.count(n) for n in range(32) if n not in b"\t\n\r\f\v\x1a\x1b")
    if strange > len(head) // 200:
        return ""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return _lines(head.decode("utf-8", "ignore"))
    except UnicodeDecodeError:
        return _lines(head.decode("cp1252", "replace"))


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _mail_kind(start: str, data: bytes) -> str:
    """'eml', 'mbox', 'html' for a page saved as a message, or ''."""
    envelope = _ENVELOPE.match(start)
    rest = start[envelope.end():] if envelope else start
    names = set()
    for n, line in enumerate(rest.split("\n")[:300]):
        if not line.strip():
            break
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif n == 0:
            return ""
    if _SAVED_PAGE.search(rest.partition("\n\n")[0]):
        return "html"
    if not (names & _SURE or len(names & _USUAL) > 1 or names >= _WRAPPED):
        return ""
    return "mbox" if envelope and _NEXT_MESSAGE.search(data) else "eml"


def _markup_kind(start: str) -> str:
    if not start.startswith("<"):
        return ""
    head = start[:4096]
    if _PAGE.match(head):
        return "html"
    if "schemas-microsoft-com:office:spreadsheet" in head or 'progid="Excel.Sheet"' in head:
        return "sml2003"
    root = _ROOT.match(head)
    name = root[1].lower() if root else ""
    return "html" if name == "html" else dict(_ROOTS).get(name, "")


def _is_table(start: str) -> bool:
    """Whether every line has as many columns as the first, and prose would not."""
    if re.match(r'"?sep=.', start, re.IGNORECASE):
        return True
    lines = start.split("\n")
    whole = lines[:-1] if len(start) > HEAD // 2 else lines  # the last may be cut
    lines = [line for line in whole if line.strip()]
    for mark, least in (("\t", 2), (";", 2), (",", 2), ("|", 3)):
        try:
            rows = [len(row) for row in islice(csv.reader(lines, delimiter=mark), 20)]
        except csv.Error:
            continue
        if len(rows) < 2 or rows[0] < least or rows.count(rows[0]) < 0.9 * len(rows):
            continue
        # In prose a comma is followed by a space, and few lines have as many as the line before.
        spaced = start.count(mark + " ") > start.count(mark) / 2
        if mark == "\t" or (not spaced and (rows[0] > 2 or len(rows) > 3)):
            return True
    return False
