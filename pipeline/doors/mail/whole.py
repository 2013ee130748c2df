"""Every text of a message as it stands in the file: all headers, all forms of its words, all files.

Unlike the reader of what comes in, it leaves nothing out because nobody would see it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.doors.mail import headers
from pipeline.doors.mail.reading import _begun, _parsed
from pipeline.doors.mail.transfer import Part, payload
from pipeline.doors.mail.words import decoded


@dataclass(frozen=True)
class Held:
    """A text of a message, or a file of it (`data` and its `name`)."""

    spot: str
    words: str = ""
    name: str = ""
    data: bytes | None = field(default=None, repr=False)


def whole(data: bytes) -> Iterator[Held]:
    """All headers of all parts, their words and files."""
    root = _parsed(_begun(data))
    for number, part in enumerate(root.walk()):
        spot = "header" if not number else f"part {number}, header"
        for key, value in part.raw_items():
            words = headers.unencoded(headers._as_text(str(value)))
            yield Held(f"{spot} {key}", " ".join(words.split()))
        assert isinstance(part, Part)
        if part.is_multipart():
            for text in (part.preamble, part.epilogue):
                if text and text.strip():
                    yield Held("words between the parts", text)
            continue
        held = payload(part)
        charset = headers.params(part, "content-type").get("charset", "")
        name = headers.name_of(part)
        if part.kind.startswith("message/"):
            yield Held("a message within", name=name or "message.eml", data=held)
        elif part.kind == "text/html":
            yield Held("words as a web page", name="message.html", data=held)
        elif part.kind.startswith("text/") and not name:
            yield Held("words", decoded(held, charset))
        else:
            yield Held("attachment", name=name or "attachment", data=held)
