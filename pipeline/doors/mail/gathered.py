"""What is found in a message while it is read, whichever program wrote it."""

from collections.abc import Callable

from pipeline.doors.mail.html import html_text, plain
from pipeline.doors.mail.links import cloud_links
from pipeline.doors.mail.message import Attachment, Mail
from pipeline.doors.mail.sealed import contents
from pipeline.doors.mail.transfer import BYTE_ORDER, wide
from pipeline.doors.mail.words import clean, decoded, together
from pipeline.model import Fault

MOST_PARTS = 300
MOST_WORDS = 1_000_000
MOST_SEALS = 3
REST = "words of the message.txt"


class Gathered:
    """Words, attachments and marks, in the order in which they stand in the message."""

    def __init__(self) -> None:
        self.blocks: dict[int, tuple[list[str], list[str]]] = {}
        self.hrefs: list[str] = []
        self.attachments: list[Attachment] = []
        self.marks: set[str] = set()
        self.faults: list[Fault] = []
        self.count = 0
        self.groups = 0
        self.seals = 0
        self.too_many = False

    def say(self, text: str) -> None:
        """Words of the message that have one form only."""
        self._block(0)[0].append(text)

    def own(self, data: bytes, charset: str, html: bool, group: int = 0) -> None:
        """Words of the message. Plain words and HTML of one `group` say the same."""
        if html:
            self.own_html(html_text(data, charset), group)
        else:
            self._block(group)[0].append(_wide_text(data, charset))

    def own_html(self, text: str, group: int = 0) -> None:
        """Words of the message that are HTML."""
        if len(text) > 4 * MOST_WORDS:
            self.attach("words of the message.html", text.encode("utf-8", "replace"))
            text = text[:4 * MOST_WORDS]
        words, hrefs = plain(text)
        self.hrefs += hrefs
        self._block(group)[1].append(words)

    def attach(self, name: str, data: bytes, inline: bool = False) -> None:
        """A file that the message brings."""
        self.attachments.append(Attachment(name, data, inline))

    def unreadable(self, name: str) -> None:
        """A part that should be a file and cannot be read. Its name is the sender's words."""
        self.faults.append(Fault("mail-part-unreadable", f"part {self.count or 1}", quote=name))

    def unseal(self, data: bytes, gather: Callable[[bytes, "Gathered"], None]) -> bool:
        """Read what a signed envelope holds. False when it cannot be opened."""
        inside = contents(data)
        if inside is None or self.seals >= MOST_SEALS:
            self.marks.add("encrypted")
            return False
        self.seals += 1
        self.marks.add("signed")
        gather(inside, self)
        return True

    def _block(self, group: int) -> tuple[list[str], list[str]]:
        """Where words go: those of a group together, all others one after the other."""
        return self.blocks.setdefault(group or -len(self.blocks) - 1, ([], []))

    def mail(self, sender: str, to: str, subject: str, sent: str) -> Mail:
        """All of it as a message."""
        forms = [together("\n\n".join(texts), "\n\n".join(rich))
                 for texts, rich in self.blocks.values()]
        words = clean("\n\n".join(filter(str.strip, forms)))
        if "-----BEGIN PGP MESSAGE-----" in words:
            self.marks.add("encrypted")
        links = cloud_links([*self.hrefs, words])
        if links:
            self.marks.add("link")
        if self.too_many:
            self.attachments.clear()
            self.faults.append(Fault("mail-too-many-parts", words=(("most", str(MOST_PARTS)),)))
        if len(words) > MOST_WORDS:
            self.attach(REST, words.encode("utf-8"))
            words = words[:MOST_WORDS]
        return Mail(sender, to, subject, sent, words, tuple(self.attachments),
                    frozenset(self.marks), links, tuple(self.faults))


def _wide_text(data: bytes, charset: str) -> str:
    """Plain words; those of two bytes a letter say so themselves, or show it."""
    if data.startswith(BYTE_ORDER):
        return data.decode("utf-16", "replace")
    return decoded(data, charset if "16" in charset else wide(data) or charset)
