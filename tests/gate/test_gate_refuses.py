"""Every code of the gate has a spoilt pack that only its own check refuses."""

from dataclasses import replace

import pytest

from pipeline.catalogue.gate import CODES
from pipeline.gate import Verdict, gate
from pipeline.keys import CHECKS
from pipeline.model import Pack
from pipeline.model.decisions import Decided
from tests.gate.packs import panel, public, scanner
from tests.gate.spoilt import SPOILT, Spoilt, page

ELSEWHERE = {"waiver-needs-place", "waiver-unmatched"}
"""Codes with a test of their own: they come beside another finding, or refuse nothing."""


def held(pack: Pack, spoilt: Spoilt | None = None) -> Verdict:
    """The verdict on a pack."""
    return gate(pack, Decided(), spoilt.doubts if spoilt else (), spoilt.ticks if spoilt else (),
                scanner())


@pytest.mark.parametrize("make", [public, panel])
def test_a_good_pack_passes(make) -> None:
    assert held(make()).hits == ()


def test_the_two_good_packs_ask_for_every_check() -> None:
    assert {*public().kind.checks, *panel().kind.checks} == set(CHECKS)


@pytest.mark.parametrize("code", SPOILT)
def test_a_spoilt_pack_is_refused_for_that_alone(code: str) -> None:
    spoilt = SPOILT[code]
    verdict = held(spoilt.make(), spoilt)
    assert {hit.code for hit in verdict.hits} == {code}
    assert {check for check, _ in verdict.found_by} <= {spoilt.check}
    assert all(hit.where.file for hit in verdict.hits)


def test_every_code_has_its_spoilt_pack() -> None:
    assert {*SPOILT, *ELSEWHERE} == set(CODES)


def test_every_check_has_a_spoilt_pack_that_it_alone_refuses() -> None:
    nameless = held(page("<title>A review</title>", "<title></title>")())
    assert {check for check, _ in nameless.found_by} == {"accessibility"}
    assert {spoilt.check for spoilt in SPOILT.values()} >= set(CHECKS) - {"accessibility"}


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
def test_a_check_that_is_not_asked_for_is_not_made(check: str) -> None:
    code = next((code for code, spoilt in SPOILT.items() if spoilt.check == check), "")
    if code:
        pack = SPOILT[code].make()
        # Where nobody looks for practitioners as such, they are people like others.
        other = {"not_public": "names"}.get(check, check)
        asked = tuple(one for one in pack.kind.checks if one not in (check, other))
        kind = replace(pack.kind, checks=asked)
        if check == "panel_copy":  # whoever names what must go first asks for it
            kind = replace(kind, needs=(), after=())
        assert held(replace(pack, kind=kind), SPOILT[code]).passed
