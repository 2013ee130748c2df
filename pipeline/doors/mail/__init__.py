"""The one door to e-mail: messages in, from any program, and drafts out."""

from collections.abc import Sequence

from pipeline.doors.mail.message import MAIL_MARKS, Attachment, Mail
from pipeline.errors import OutsideTrouble

__all__ = ["MAIL_MARKS", "Attachment", "Mail", "read_mail", "read_mbox", "write_draft",
           "write_mbox", "write_message", "write_msg"]


def read_mail(data: bytes, kind: str) -> Mail:
    """Read a message: `kind` is 'eml' or 'msg'. Raises OutsideTrouble when it is none."""
    from pipeline.doors.mail.outlook import read_outlook
    from pipeline.doors.mail.reading import read_message

    try:
        return read_outlook(data) if kind == "msg" else read_message(data)
    except OutsideTrouble:
        raise
    except Exception as why:  # a message built to break its readers is no message to us
        raise OutsideTrouble("It is not a message, or it is damaged.") from why


def read_mbox(data: bytes) -> list[bytes]:
    """The messages of a mailbox in one file, in their order, each as its own bytes."""
    from pipeline.doors.mail.boxes import read_mbox

    return read_mbox(data)


def write_mbox(messages: Sequence[bytes]) -> bytes:
    """Messages as one mailbox, as `read_mbox` takes it apart."""
    from pipeline.doors.mail.boxes import write_mbox

    return write_mbox(messages)


def write_draft(to: str, subject: str, words: str, attachments: Sequence[tuple[str, bytes]] = (),
                cc: str = "") -> bytes:
    """A draft (.eml) that Outlook opens for sending. What is no address is left out."""
    from pipeline.doors.mail.drafts import write_draft

    return write_draft(to, subject, words, attachments, cc)


def write_message(sender: str, to: str, subject: str, sent: str, words: str,
                  attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A message (.eml) as it arrives. `sent` is a date as mail writes it."""
    from pipeline.doors.mail.drafts import write_message

    return write_message(sender, to, subject, sent, words, attachments)


def write_msg(sender: str, to: str, subject: str, sent: str, words: str,
              attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """An Outlook message (.msg) as it arrives. `sent` is a date as mail writes it."""
    from pipeline.doors.mail.msgwriter import write_msg

    return write_msg(sender, to, subject, sent, words, attachments)
