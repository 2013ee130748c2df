"""One pack while it is made: each verb of the second sentence is a method, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline import anonymise, bundle, convert, diary, everywhere, gate, names, outputs, seal
from pipeline.convert import EMBEDDED, Part
from pipeline.doors import hygiene, pdf
from pipeline.model import Case, Pack, PackKind, Paper, Problem, Profile, Recipient
from pipeline.model.decisions import Decided, Doubt, Tick
from pipeline.names import given
from pipeline.packing import Packed, Wish, choose, others
from pipeline.packing.context import for_audience, our_days, worded
from pipeline.packing.doubtful import standing
from pipeline.packing.folder import files_of
from pipeline.packing.partly import partial
from pipeline.packing.unanswered import with_questions

TO_DECIDE, SHEET = "to-decide", "decisions.xlsx"
KEY = "restricted/code-key.xlsx"
TICKS = "tick_list"
CODES = "codes"
"""The line of the diary that says which code was given to whom, by fingerprint."""


@dataclass
class Making:
    """What the verbs hand on to each other."""

    folder: Path
    out: Path
    profile: Profile
    kind: PackKind
    as_of: date
    wish: Wish
    case: Case
    received: frozenset[str]
    packs: list[Pack] = field(default_factory=list)
    before: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    verdicts: list[tuple[Recipient, gate.Verdict]] = field(default_factory=list)
    places: list[Path] = field(default_factory=list)
    sheets: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.house = (self.profile.house).read_bytes()
        self.given = {sign: code for one in diary.entries(self.folder, CODES)
                      for sign, code in one["given"].items()}
        self.names = given.steady(names.known(self.profile, self.case), self.given)
        self.familiar = names.familiar_of(self.profile)
        self.scanner = names.Scanner(self.names, keep=self.profile.contacts.values(),
                                     familiar=self.familiar)
        self.people: Sequence[Recipient] = ()
        self.others = others.Others({}, (), ())
        self.decided = Decided()
        self.set: dict[bytes, Part] = {}

    @property
    def stopped(self) -> bool:
        """Whether something keeps the pack from being made."""
        return any(one.severity == "error" for one in self.before) or any(
            not verdict.passed for _, verdict in self.verdicts)

    # --- the verbs ------------------------------------------------------------------------

    def choose(self) -> None:
        """Whom it is for, what others wrote for it, and what a person has decided before."""
        self.people = choose.recipients(self.profile, self.case, self.kind, self.wish.only)
        self.others = others.take_in(self.folder, self.profile, self.kind)
        self.decided = anonymise.decided(self.others.decisions)
        self.before += [*self.others.problems, *self.decided.problems]

    def anonymise(self) -> None:
        """Our papers made for this audience, those of others rewritten, and what hides scrubbed."""
        named = with_questions(self.profile, for_audience(self.case, self.kind))
        theirs = dict(self.others.papers)
        case, doubts = named, list[Doubt]()
        if self.kind.anonymise:
            case, doubts = anonymise.context(named, self.scanner, self.decided)
            theirs = {name: tuple(filter(None, map(self._rewritten, papers)))
                      for name, papers in theirs.items()}
        for to in self.people:
            kind = worded(self.profile, self.case, self.kind, to)
            chosen = choose.choose(self.profile, case, named, kind, [to], theirs)
            self.before += chosen.problems
            self.packs.append(Pack(
                self.profile, kind, to, tuple(map(self._scrubbed, chosen.papers[to.code])),
                self.case, self.as_of.isoformat(), diary=tuple(diary.entries(self.folder)),
                edition=seal.next_edition(self.folder, self.out, kind.id, to.code),
                received=self.received))
        self.before = list(dict.fromkeys(self.before))
        self.doubts = [*standing(doubts, self.packs), *self.doubts]

    def convert(self) -> None:
        """Every Word file as a PDF. What several recipients get is converted once."""
        papers = {(one.name, one.data): one for pack in self.packs for one in pack.papers}
        done, problems = convert.convert(list(papers.values()), self.wish.converter)
        made = dict(zip(papers, done, strict=True))
        self.before += problems
        self.packs = [replace(pack, papers=tuple(made.get((one.name, one.data), one)
                                                 for one in pack.papers)) for pack in self.packs]

    def bundle(self) -> None:
        """The papers of each recipient as one PDF, clean and, where there is one, marked."""
        if self.kind.bundle:
            self.packs = [self._bundled(pack) for pack in self.packs]

    def gate(self) -> None:
        """Every check of the audience, over the finished files; what a person must decide first."""
        pages = {paper.name: _pages(paper) for pack in self.packs for paper in pack.papers}
        if self.kind.anonymise:
            seen: set[bytes] = set()
            for pack in self.packs:
                new = {name: data for name, data in gate.files_of(pack).items() if data not in seen}
                seen.update(new.values())
                self.doubts += anonymise.unasked(new, self.scanner, self.decided, self.doubts)
        if TICKS in self.kind.checks:
            self.ticks = anonymise.could_identify(
                pages, self.case, self.scanner.names, self.decided,
                our_days(self.profile, self.case, self.as_of), self.familiar)
        short = self.stopped
        for pack in self.packs:
            own = {paper.name for paper in pack.papers}
            self.verdicts.append((pack.recipient, gate.gate(
                partial(pack) if short else pack, self.decided, self.doubts,
                [one for one in self.ticks if one.document in own], self.scanner)))
        self._ask()

    def seal(self) -> None:
        """Each pack as an edition in its place, and the code key where only we can see it."""
        for pack, (_, verdict) in zip(self.packs, self.verdicts, strict=True):
            files = files_of(pack, verdict, self.house, self.wish.passphrase)
            self.places.append(seal.write(self.folder, self.out, pack, files, self.wish.today))
        if self.kind.anonymise and (more := given.new(self.names, self.given)):
            diary.note(self.folder, CODES, self.as_of.isoformat(), given=more)
        used = {one.code: [kind] for one in self.names for kind in [self.kind.title]}
        outputs.add(self.out, {KEY: anonymise.key(
            self.names, {one.words: names.instead_of(one) for one in self.names},
            used if self.kind.anonymise else {})})

    # --- how ------------------------------------------------------------------------------

    def packed(self) -> Packed:
        """What came of it."""
        return Packed(self.kind, self.places, self.verdicts, self.before, self.sheets,
                      self.folder / others.DECISIONS,
                      {pack.recipient.code: pack.edition for pack in self.packs})

    def _rewritten(self, paper: Paper) -> Paper | None:
        """A paper without names; None where it could not be rewritten, and `before` says why."""
        done = anonymise.rewrite(paper.data, self.scanner, self.decided, paper.kind.id)
        self.doubts += done.doubts
        self.before += done.problems
        return None if done.problems else replace(paper, data=done.data)

    def _scrubbed(self, paper: Paper) -> Paper:
        data = hygiene.scrub(paper.name, paper.data, self.kind.published)
        return replace(paper, data=data, pdf=data if paper.pdf else b"")

    def _bundled(self, pack: Pack) -> Pack:
        wrong = bundle.problems(pack)
        self.before += wrong
        if any(one.severity == "error" for one in wrong) or not any(
                paper.pdf for paper in pack.papers):
            return pack
        whole, marked = bundle.both(pack, self.house, self._parts(pack))
        for made in filter(None, (whole, marked)):
            self.before += bundle.words_lost(pack, made)
        return replace(pack, bundle=whole, marked=marked)

    def _parts(self, pack: Pack) -> list[Part] | None:
        """The papers as Typst, to be set in one go; None when one of them was made elsewhere."""
        parts = []
        for paper in (one for one in pack.papers if one.pdf):
            if paper.converter != EMBEDDED:
                return None
            if paper.data not in self.set:
                made = convert.as_typst(paper.data, paper.name)
                if not isinstance(made, Part):
                    return None
                self.set[paper.data] = made
            parts.append(self.set[paper.data])
        return parts

    def _ask(self) -> None:
        """The sheet on which a person decides, when anything is open.

        None where an earlier one cannot be read: what was decided in it would be asked again.
        """
        if any(one.where.file == f"{others.DECISIONS}/" for one in self.before):
            return
        if any(one.open for one in self.doubts) or any(one.open for one in self.ticks):
            titles = {one.kind.id: one.title for pack in self.packs for one in pack.papers}
            data = anonymise.sheet(self.doubts, self.ticks, self.folder.name, self.kind.title,
                                   self.profile.marking, titles, self.decided.lines)
            place = f"{TO_DECIDE}/{self.kind.id}"
            outputs.put_beside(self.out, place, {SHEET: data}, self.as_of.isoformat())
            self.sheets.append(self.out / place / SHEET)


def _pages(paper: Paper) -> list[str]:
    """The texts of a finished paper: by page, or all of it where it has none."""
    if paper.pdf:
        return pdf.text_of(paper.pdf)
    return everywhere.pages(paper.name, paper.data)
