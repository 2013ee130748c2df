"""Addresses of files on the internet, sent in place of the file itself. Nothing is fetched."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from pipeline.doors.mail.words import one_line

ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x1f]{4,2000}", re.IGNORECASE)
CLOUDS = (
    "1drv.ms", "onedrive.live.com", "sharepoint.com", "sharepoint.us", "drive.google.com",
    "docs.google.com", "dropbox.com", "dropboxusercontent.com", "db.tt", "we.tl",
    "wetransfer.com", "egress.com", "box.com", "icloud.com", "mega.nz", "sharefile.com",
    "sharefile.eu", "citrixdata.com", "mimecast.com", "kiteworks.com", "objectiveconnect.co.uk",
    "objectiveconnect.com", "huddle.com", "huddle.net", "filemail.com", "hightail.com",
    "mailbigfile.com", "galaxkey.com", "zivver.com", "cryptshare.com", "quatrix.it",
    "transfernow.net", "fromsmash.com", "pcloud.com", "sync.com", "liquidfiles.com",
)
MOST = 50


def cloud_links(texts: Iterable[str]) -> tuple[str, ...]:
    """The addresses among these texts that stand for a file or folder on the internet."""
    found: dict[str, None] = {}
    for text in texts:
        for match in ADDRESS.finditer(text):
            address = one_line(_unwrapped(match[0].rstrip(".,;:!?)]*_'")), 2000)
            if _cloud(address):
                found.setdefault(address)
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def _cloud(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and any(
        host == cloud or host.endswith("." + cloud) for cloud in CLOUDS)


def _unwrapped(address: str) -> str:
    """The address itself, where a mail filter has put its own in front of it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if host.endswith("safelinks.protection.outlook.com"):
            return (parse_qs(parts.query).get("url") or [address])[0]
        if host.endswith("urldefense.proofpoint.com") and "u=" in parts.query:
            held = parse_qs(parts.query).get("u") or [""]
            spelt = re.sub("-([0-9A-Fa-f]{2})", lambda two: chr(int(two[1], 16)), held[0])
            return spelt.replace("_", "/") or address
        if host.endswith("urldefense.com") and "/__" in parts.path:
            return address.partition("/__")[2].partition("__;")[0].replace(":/", "://", 1).replace(
                ":///", "://") or address
    except ValueError:
        pass
    return address
