"""What is left where several things were found in one place."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from pipeline.names import beside
from pipeline.names.english import judged
from pipeline.names.folding import Folded, squeeze
from pipeline.names.found import WORD_TOO, Found
from pipeline.names.kinds import MAY_BE_NAMED, Match


def settled(found: Iterable[Found], folded: Folded) -> list[Found]:
    """What is left when the certain goes before the doubtful and the longer before the shorter;
    what may be named covers what lies in it."""
    same: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        same.setdefault((one.start, one.end), []).append(one)
    whole = [beside.one_of(some) for some in same.values()]
    taken = _Taken()
    for one in sorted(beside.grown(whole, folded), key=lambda one: one.rank):
        taken.take(one, folded.plain)
    return [one for one in taken.found if one.kind != MAY_BE_NAMED]


def judged_again(text: str, found: list[Match]) -> list[Match]:
    """A name that is a word too, beside another name, as it will stand when that is replaced:
    what is read again afterwards must hold nothing certain."""
    made = []
    for n, one in enumerate(found):
        left, right = text[max(0, one.start - 60):one.start], text[one.end:one.end + 60]
        last, after = found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
        if one.why == WORD_TOO and not one.certain:
            if last and last.certain and one.start - last.end < 4:
                left = text[max(0, last.start - 60):last.start] + last.instead + text[
                    last.end:one.start]
            if after and after.certain and after.start - one.end < 4:
                right = text[one.end:after.start] + after.instead + text[after.end:after.end + 60]
            said = text[one.start:one.end]
            verdict = judged(left + said + right, len(left), len(left) + len(said), squeeze(said))
            one = replace(one, certain=verdict == "certain")
        made.append(one)
    return made


class _Taken:
    """What was taken so far, in the order of the text, none over another."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._starts: list[int] = []

    def take(self, one: Found, plain: str) -> None:
        """Take something, or what is left of it: no half of a certain name may stay behind."""
        at = bisect_left(self._starts, one.start)
        before = self.found[at - 1] if at else None
        after = self.found[at] if at < len(self.found) else None
        start = max(one.start, before.end) if before else one.start
        end = min(one.end, after.start) if after else one.end
        if (start, end) != (one.start, one.end):
            while start < end and not plain[start].isalnum():
                start += 1
            while start < end and not plain[end - 1].isalnum():
                end -= 1
            if not one.certain or start >= end:
                return
            one = replace(one, start=start, end=end)
        self._starts.insert(at, one.start)
        self.found.insert(at, one)
