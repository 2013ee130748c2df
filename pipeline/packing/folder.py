"""The files of an edition: the papers, the bundle, and what says that it may leave."""

from collections.abc import Mapping
from datetime import date

from pipeline import convert, gate
from pipeline.dates import in_words
from pipeline.doors import pdf
from pipeline.gate.certificate import as_word
from pipeline.gate.look import BUNDLE, MARKED
from pipeline.model import DocumentKind, Pack, Paper

PAPERS, ABOUT, CLEAN = "papers", "not-to-send/about", "not-to-send/without-watermark"
CERTIFICATE = "certificate"
PORTABLE = ".pdf"


def files_of(pack: Pack, verdict: gate.Verdict, house: bytes, passphrase: str = ""
             ) -> dict[str, bytes]:
    """Everything of one edition by its path in the folder, but for the manifest.

    With a passphrase every PDF is encrypted, and what cannot be is left out.
    """
    clean: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    for paper in pack.papers:
        # What bears no watermark never lies beside what does: it would be sent along by mistake.
        into = clean if pack.marked and paper.pdf else files
        into[f"{PAPERS}/{paper.name}"] = paper.data
        if paper.pdf:
            into[f"{PAPERS}/{paper.name.rpartition('.')[0]}{PORTABLE}"] = paper.pdf
    if pack.marked:
        files[MARKED] = pack.marked
    if pack.bundle:
        (clean if pack.marked else files)[BUNDLE] = pack.bundle
    files |= {**pack.files, **{f"{CLEAN}/{name}": data for name, data in clean.items()}}
    if passphrase:
        files = {name: pdf.encrypt(data, passphrase) for name, data in files.items()
                 if name.endswith(PORTABLE)}
    return {**files, **_certificate(pack, verdict, house)}


def _certificate(pack: Pack, verdict: gate.Verdict, house: bytes) -> Mapping[str, bytes]:
    """What the gate says of the pack, in Word and as a PDF. It names nobody."""
    title = f"{pack.kind.title}: certificate"
    data = as_word(pack, verdict, in_words(date.fromisoformat(pack.as_of)), house)
    paper = Paper(DocumentKind(CERTIFICATE, title), f"{CERTIFICATE}.docx", title, data)
    done, problems = convert.convert([paper], "embedded")
    files = {f"{ABOUT}/{CERTIFICATE}.docx": data}
    return files if problems else {**files, f"{ABOUT}/{CERTIFICATE}{PORTABLE}": done[0].pdf}
