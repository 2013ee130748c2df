"""Where a link leads: to the public, or to the inside of an organisation or to one person."""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

SHARED_PLACES = ("sharepoint.com", "onedrive.live.com", "1drv.ms", "drive.google.com",
                 "docs.google.com", "dropbox.com", "teams.microsoft.com", "box.com")
INSIDE_ENDINGS = (".local", ".internal", ".intranet", ".corp", ".lan", ".home.arpa", ".localdomain",
                  ".private", ".cjsm.net")
INSIDE_NAMES = re.compile(r"intranet|staff(?:net)?|extranet|sharepoint|portal|owa|webmail")
# A mailbox that several people read is named after what it is for.
ROLES = re.compile(
    r"(?i)info|information|enquir|inquir|contact|mailbox|press|media|comms|communications|team|"
    r"office|unit|business|manager|coordinator|reviews?|safeguard|partnership|board|panel|support|"
    r"help|service|admin|no-?reply|publish|accessib|complaints|foi|dpo|data|policy|hub|duty|sin\b")
TYPED = re.compile(r"(?:\\\\[\w.$-]+\\[\w$][^\s,;]*|\b[A-Za-z]:\\[^\s,;]+|\bfile:/+[^\s,;>\"]+)")


def inside(target: str) -> str:
    """What a link leads to when that is nothing for the public, in words; '' when it may stay."""
    target = unquote(target).strip()
    low = target.casefold()
    if re.match(r"(?:\\\\|//[^/]*\\|[a-z]:[\\/])", low) or "\\" in low.split("?")[0]:
        return "a shared drive"
    scheme = low.split(":")[0] if re.match(r"[a-z][a-z0-9+.-]*:", low) else ""
    if scheme in ("file", "smb", "afp", "nfs", "ms-word", "ms-excel", "ms-powerpoint", "onenote",
                  "notes", "outlook", "vbscript", "javascript"):
        return "a file or a program on somebody's computer"
    if scheme in ("tel", "sms"):
        return ""
    if scheme == "mailto":
        return _person(low.removeprefix("mailto:"))
    if scheme not in ("http", "https", "ftp", "ftps"):
        return "" if not scheme and (not low or low.startswith("#")) else "a file beside this one"
    return _host(low)


def typed(words: str) -> str:
    """The address of a file or a shared drive that stands in the text itself, or ''."""
    found = TYPED.search(words)
    return found[0] if found else ""


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "an address that cannot be read"
    if "@" in parts.netloc:
        return "an address with somebody's name or password in it"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        number = None
    if number is not None:
        return "an address inside a network" if not number.is_global else ""
    if host == "localhost" or "." not in host or host.endswith(INSIDE_ENDINGS):
        return "an address inside a network"
    if INSIDE_NAMES.fullmatch(host.split(".")[0]):
        return "an intranet"
    if any(host == one or host.endswith("." + one) for one in SHARED_PLACES):
        return "a place where an organisation shares its files"
    return ""


def _person(address: str) -> str:
    name = address.split("?")[0].split("@")[0]
    return "" if ROLES.search(name) else "somebody's own mailbox"
