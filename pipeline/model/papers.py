"""Papers on their way out: what one recipient is given, as the stages of packing hand it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.data import Case, Problem
from pipeline.model.definitions import DocumentKind, PackKind, Profile


@dataclass(frozen=True)
class Recipient:
    """Whom a pack is for: `code` names its folder ('' for a pack that has one recipient only)."""

    code: str = ""
    label: str = ""
    number: int = 0
    of: int = 0


@dataclass(frozen=True)
class Paper:
    """A finished file of a pack. `name` is its file name there and names nobody.

    `data` is the file itself, `pdf` its PDF where it has been converted, by `converter`. `outside`
    says that somebody else wrote it, in the file `file` of the case folder. `unanswered` says, in
    our own words, which questions it prints no answer to, and where they are asked.
    """

    kind: DocumentKind
    name: str
    title: str
    data: bytes
    outside: bool = False
    file: str = ""
    pdf: bytes = b""
    converter: str = ""
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """Everything one recipient is to be given, as the gate sees it.

    `bundle` is the one PDF of all papers, `case` the context that our documents were made from
    before names were taken out. `files` are what else lies in the folder, by name. `received` are
    the fingerprints (SHA-256) of every return and spreadsheet that came in. `marked` is the bundle
    with its watermark, where the kind has one; `bundle` is then the clean one.
    """

    profile: Profile
    kind: PackKind
    recipient: Recipient
    papers: tuple[Paper, ...]
    case: Case
    as_of: str
    bundle: bytes = b""
    marked: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    diary: tuple[Mapping[str, Any], ...] = ()
    edition: int = 1
    received: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
