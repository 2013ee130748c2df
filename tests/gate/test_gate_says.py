"""Waivers, what is pending, and what a verdict says: to the screen and in the certificate."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from docx import Document

from pipeline import gate
from pipeline.catalogue import CODES, problem
from pipeline.gate.certificate import LOOKS_AT
from pipeline.gate.waivers import AT_ONE_PLACE, NEVER
from pipeline.keys import CHECKS
from pipeline.model import Pack, PackKind, Paper, Recipient, Where
from pipeline.model.decisions import CHECKED, LEAVE, Decided, Decision, Doubt, Tick, Ticked
from tests.gate.packs import (
    CHILD,
    REPORT,
    REVIEW,
    STATEMENT,
    Lines,
    answer,
    bundled,
    case,
    document,
    panel,
    paper,
    public,
    rows,
    scanner,
    word,
)
from tests.gate.spoilt import SPOILT, saying, without
from tests.gate.test_gate_refuses import held
from tests.making import nastyword

DECK = "learning_deck.pptx, Slide 1, shape 2, C1"


def waived(make: Any, *found: Mapping[str, str], **tables: Any) -> Pack:
    """A pack of a case with these waivers."""
    whole = ({"reason": "Agreed with the family.", "by": "Business Manager", "on": "1 March 2026",
              **one} for one in found)
    return replace(make(), case=case(None, waivers=rows(*whole), **tables))


def codes(verdict: gate.Verdict) -> list[str]:
    """What still refuses a pack."""
    return sorted({hit.code for hit in verdict.hits})


# --- waivers ---------------------------------------------------------------------------------


def test_a_name_is_let_through_at_the_place_that_the_refusal_prints() -> None:
    make = saying(f"{CHILD} was loved.")
    refused = held(make())
    assert [str(hit.where) for hit in refused.hits] == [DECK]
    verdict = held(waived(make, {"code": "gate-name", "where": DECK}))
    assert verdict.passed
    [(hit, waiver)] = verdict.waived
    assert (hit.code, waiver.by, waiver.row) == ("gate-name", "Business Manager", 1)


def test_another_name_at_the_same_place_is_still_refused() -> None:
    make = saying(f"{CHILD} and Grace Quillfeather came.")
    verdict = held(waived(make, {"code": "gate-name", "where": DECK}))
    assert [str(hit.where) for hit in verdict.hits] == [DECK.replace("C1", "F1")]


@pytest.mark.parametrize("where", ["", "learning_deck.pptx", "learning_deck.pptx, Slide 2"])
def test_a_name_is_never_let_through_everywhere(where: str) -> None:
    make = saying(f"{CHILD} was loved.")
    verdict = held(waived(make, {"code": "gate-name", "where": where}))
    assert codes(verdict) == ["gate-name", "waiver-needs-place"]


def test_what_is_no_name_may_be_let_through_in_a_whole_file_or_everywhere() -> None:
    make = SPOILT["trace-properties"].make
    for where in ("", "report.docx", "report.docx, Properties", "REPORT.docx;  Properties."):
        assert held(waived(make, {"code": "trace-properties", "where": where})).passed
    for where in ("report", "press_statement.docx", "report.docx, Body"):
        verdict = held(waived(make, {"code": "trace-properties", "where": where}))
        assert codes(verdict) == ["trace-properties"]
        assert [one.code for one in verdict.remarks] == ["waiver-unmatched"]


@pytest.mark.parametrize("code", sorted(NEVER & set(SPOILT)))
def test_some_findings_are_never_let_through(code: str) -> None:
    spoilt = SPOILT[code]
    if code.startswith("waiver-"):
        return
    pack = spoilt.make()
    hits = held(pack, spoilt).hits
    known = dict(pack.case)
    form = next(name for name, one in pack.case["forms"].items()
                if "waivers" in one["merged"]["sections"])
    table = rows({"code": code, "where": str(hits[0].where), "reason": "r", "by": "b",
                  "on": "1 March 2026"})
    known["forms"] = {**known["forms"], form: {"merged": {"sections": {
        **known["forms"][form]["merged"]["sections"], "waivers": table}}, "returns": []}}
    assert codes(held(replace(pack, case=known), spoilt)) == sorted([code, "waiver-not-allowed"])


@pytest.mark.parametrize("lacking", ["code", "reason", "by", "on"])
def test_a_waiver_without_reason_role_or_day_waives_nothing(lacking: str) -> None:
    make = SPOILT["trace-properties"].make
    verdict = held(waived(make, {"code": "trace-properties", lacking: ""}))
    assert codes(verdict) == ["trace-properties", "waiver-incomplete"]


@pytest.mark.parametrize("day", ["soon", "March 2026", "2026", "31 February 2026", "not known"])
def test_a_waiver_on_no_real_day_waives_nothing(day: str) -> None:
    make = SPOILT["trace-properties"].make
    verdict = held(waived(make, {"code": "trace-properties", "on": day}))
    assert codes(verdict) == ["trace-properties", "waiver-incomplete"]


def test_waivers_of_drafts_are_somebody_elses_and_unknown_codes_are_said() -> None:
    verdict = held(waived(public, {"code": "date-outside"}, {"code": "gate-nmae"}))
    assert verdict.passed
    assert [(one.code, one.where.spot) for one in verdict.remarks] == [
        ("waiver-unmatched", "row 2")]
    assert "nmae" not in verdict.remarks[0].message


def test_every_code_that_can_or_cannot_be_waived_is_one() -> None:
    assert set(CODES) >= AT_ONE_PLACE | NEVER
    assert not AT_ONE_PLACE & NEVER


# --- what people decided ----------------------------------------------------------------------


def doubt(words: str, after: str, what: str) -> Doubt:
    """A doubt about the first words of the deck, decided."""
    return Doubt("k", "learning_deck", "Slide 1", "", "", words, after, "a reason", "Child C1",
                 decision=Decision("k", what, by="Business Manager"))


def test_a_doubt_that_was_decided_may_stand_at_its_own_place_only() -> None:
    pack = saying("Zephyrina Quillfether was loved.")()
    def refused(*doubts: Doubt) -> list[str]:
        return codes(gate.gate(pack, Decided(), doubts, (), scanner()))
    assert refused(doubt("Zephyrina Quillfether", " was loved.", LEAVE)) == []
    assert refused(doubt("Zephyrina Quillfether", " was late.", LEAVE)) == ["gate-doubt"]
    assert refused(replace(doubt("Zephyrina Quillfether", " was loved.", LEAVE),
                           decision=None)) == ["gate-doubt"]


def test_an_open_doubt_is_said_once() -> None:
    pack = saying("Zephyrina Quillfether was loved.")()
    waiting = replace(doubt("Zephyrina Quillfether", " was loved.", LEAVE), decision=None)
    assert len(gate.gate(pack, Decided(), [waiting], (), scanner()).hits) == 1


def test_a_tick_must_be_there_and_must_say_that_it_may_stay() -> None:
    tick = Tick("k", "report.pdf", 3, "3", "aged nine weeks", "Age")
    fine = replace(tick, ticked=Ticked("k", CHECKED, by="Lead"))
    bad = replace(tick, ticked=Ticked("k", "Must change", by="Lead"))
    def refused(*ticks: Tick) -> list[str]:
        return codes(gate.gate(public(), Decided(), (), ticks, scanner()))
    assert refused(fine) == []
    assert refused(bad) == refused(tick) == ["gate-tick-open"]


def test_a_list_that_nobody_made_is_not_a_list_without_lines() -> None:
    verdict = gate.gate(public(), Decided(), (), None, scanner())
    assert codes(verdict) == ["gate-cannot-check"]


# --- what is pending ---------------------------------------------------------------------------


def test_what_is_merely_missing_from_the_panels_pack_is_pending() -> None:
    lines = (*without(REVIEW, "Learning"), ("", "The outcome: Information pending."))
    pack = panel()
    pack = replace(pack, papers=(paper(pack.papers[0].kind, lines),))
    verdict = held(pack)
    assert verdict.passed
    learning = next(one["label"] for one in pack.profile.lists["panel_contents"]
                    if one["id"] == "learning")
    assert verdict.pending == (
        "decision_record.docx, Body, paragraph 13: an answer is still to come.",
        f"decision_record.docx: the Rapid Review does not record: {learning}.")
    assert not held(replace(pack, kind=replace(pack.kind, gaps="refused"))).passed


def test_hidden_data_and_a_wrong_recipient_refuse_the_panels_pack_all_the_same() -> None:
    pack = panel()
    spoilt = SPOILT["trace-properties"].make().papers[0]
    more = Paper(document(pack.profile, "action_plan"), "other.docx", "Other", spoilt.data)
    assert codes(held(replace(pack, papers=(*pack.papers, more)))) == ["trace-properties"]
    assert codes(held(SPOILT["gate-recipient"].make())) == ["gate-recipient"]


def test_an_error_of_an_earlier_step_refuses_the_pack() -> None:
    found = problem("gate-paper-missing", Where("report/"), title="x")
    assert held(replace(public(), problems=(found,))).hits == (found,)
    note = problem("waiver-unmatched", Where("x"), waived="x")
    assert held(replace(public(), problems=(note,))).passed


# --- single checks -------------------------------------------------------------------------------


def test_of_the_own_and_the_national_rule_the_earlier_day_counts() -> None:
    def sealed(when: str) -> gate.Verdict:
        return held(replace(public(), diary=tuple(
            {**line, "when": when} for line in public().diary)))
    assert sealed("2026-02-26").passed
    assert codes(sealed("2026-02-27")) == ["gate-panel-copy-late"]


@pytest.mark.parametrize(("said", "reason"), [
    ({"judicial_agreement": "Given", "judicial_reference": ""}, "no reference"),
    ({"judicial_agreement": "Refused"}, "it says “Refused”"),
    ({"judicial_agreement": "perhaps"}, "not clear"), ({"judicial_agreement": "Not needed"}, "")])
def test_what_the_court_said_decides(said: dict[str, str], reason: str) -> None:
    verdict = held(replace(public(), case=case(said)))
    assert [reason in hit.message for hit in verdict.hits] == ([True] if reason else [])


def test_a_letter_to_another_of_the_list_is_found() -> None:
    pack = public()
    first, second = pack.profile.lists["report_before_publication"][:2]
    kind = replace(pack.kind, published=False, for_each="list", checks=("recipient",),
                   recipients="report_before_publication")
    letter = next(one for one in pack.profile.documents if one.letter and one.for_each == "case")
    def refused(label: str) -> list[str]:
        more = Paper(letter, "letter.docx", "L", word((("", f"To: {label}"), *STATEMENT)))
        return codes(held(replace(pack, kind=kind, papers=(*pack.papers, more),
                                  recipient=Recipient(first["id"], first["label"], 1, 2))))
    assert refused(first["label"]) == []
    assert refused(second["label"]) == ["gate-recipient"]


@pytest.mark.parametrize(("label", "found"), [
    ("Fenside Constabulary", []),
    ("Fenside Constabulary, about Zephyrine Quillfeather", ["gate-name"])])
def test_the_name_of_a_child_typed_into_a_recipients_name_is_found(label: str, found: list[str]
                                                                    ) -> None:
    pack = public()
    letter = next(one for one in pack.profile.documents if one.letter.get("to") == "agency")
    kind = replace(pack.kind, published=False, for_each="agency", checks=("names",), needs=(),
                   contents=(letter.id,))
    paper = Paper(letter, "letter.docx", "L", word((("", f"To: {label}"), *STATEMENT)))
    verdict = held(replace(pack, kind=kind, papers=(paper,), bundle=b"", marked=b"",
                           recipient=Recipient("A1", label, 1, 2)))
    assert sorted(set(codes(verdict))) == found


def test_every_recipient_must_have_had_the_copy() -> None:
    verdict = held(replace(public(), diary=public().diary[:-1]))
    assert [hit.code for hit in verdict.hits] == ["gate-panel-copy"]


def test_a_pack_may_only_have_to_come_before() -> None:
    pack = public()
    bare = replace(pack, kind=replace(pack.kind, needs=({"pack": "pre_publication"},)))
    assert held(bare).passed
    late = tuple({**line, "when": "2026-03-01"} for line in bare.diary)
    assert held(replace(bare, diary=late)).passed
    refused = held(replace(bare, diary=())).hits
    assert {hit.code for hit in refused} == {"gate-panel-copy"}
    assert all(hit.message.endswith("It must go out first.") for hit in refused)


def test_a_deadline_without_a_day_yet_is_not_kept() -> None:
    known = case()
    known["deadlines"] = {}
    assert codes(held(replace(public(), case=known))) == ["gate-panel-copy"]


def test_a_watermark_of_word_is_found_in_the_header() -> None:
    pack = public()
    first = replace(pack.papers[0], data=nastyword.watermark().data)
    kind = replace(pack.kind, checks=("clean",))
    verdict = held(replace(pack, kind=kind, papers=(first, *pack.papers[1:])))
    assert ("gate-watermark-left", "report.docx") in {
        (hit.code, hit.where.file) for hit in verdict.hits}


def test_a_first_copy_in_time_counts_though_a_later_edition_followed() -> None:
    later = tuple({**line, "when": "2026-03-01", "edition": 2} for line in public().diary)
    assert held(replace(public(), diary=(*public().diary, *later))).passed


def test_a_sign_off_that_lies_ahead_is_none() -> None:
    known = case()
    for form in known["forms"].values():
        if table := form["merged"]["sections"].get("sign_off"):
            table["rows"][0]["on"] = answer("9 March 2026", "2026-03-09")
    assert codes(held(replace(public(), case=known))) == ["gate-sign-off"]


def test_a_letter_to_somebody_else_is_found_by_its_addressee() -> None:
    pack = panel()
    letter = next(one for one in pack.profile.documents if one.letter and one.for_each == "case")
    def refused(name: str) -> list[str]:
        lines = (("", f"To: {name}"), *STATEMENT)
        more = Paper(letter, "letter.docx", "Letter", word(lines))
        return codes(held(replace(pack, papers=(*pack.papers, more),
                                  recipient=Recipient("A1", "Wealdmere Police"))))
    assert refused("Wealdmere Health") == ["gate-recipient"]
    assert refused("Wealdmere Police") == refused("Somebody quite different") == []


@pytest.mark.parametrize(("words", "fine"), [
    ("[name] lived here.", True), ("[NHS number] was read out.", True),
    ("She said [the worker] came.", True), ("R v M [2019] EWCA.", True), ("[1]", True),
    ("[Insert words]", False), ("Signed by [NAME].", False), ("Date: TBC", False),
    ("Call XX on 1 May.", False), ("See **** for more.", False), ("Lorem ipsum dolor", False),
    ("{{ case.name }}", False), ("On dd/mm/yyyy", False), ("Error! Bookmark not defined.", False),
    ("It is to be confirmed.", False), ("Choose an item.", False), ("It costs 5*3 and 2_4", True),
    ("[ ]", False), ("Part XX of it", False), ("Section 17 [sic] applies", True)])
def test_what_is_still_to_be_filled_in(words: str, fine: bool) -> None:
    assert codes(held(saying(words)())) == ([] if fine else ["gate-placeholder"])


def test_brackets_of_the_anonymiser_are_none_where_nobody_anonymised() -> None:
    pack = saying("[name] lived here.")()
    plain = replace(pack, kind=replace(pack.kind, anonymise=False))
    assert codes(held(plain)) == ["gate-placeholder"]


def test_a_recipient_is_named_on_its_own_copy_and_nowhere_else() -> None:
    mark = f"DRAFT - Copy 2 of 9 - {CHILD}"
    pack = replace(public(), recipient=Recipient("C1", CHILD, 2, 9), marked=b"")
    kind = replace(pack.kind, published=False, watermark=mark)
    whole = (*REPORT, *STATEMENT)
    def refused(lines: Lines, kind: PackKind = kind) -> list[str]:
        return codes(held(replace(pack, kind=replace(kind, checks=("names", "watermark")),
                                  marked=bundled(lines, mark))))
    assert refused(whole) == []
    assert refused(whole, replace(kind, published=True)) == ["gate-name"]
    assert refused((*whole, ("", f"We met {CHILD.split()[0]} twice."))) == ["gate-name"]


# --- what is said -----------------------------------------------------------------------------


def test_a_refusal_says_where_what_and_how_to_mend_it_and_quotes_nothing() -> None:
    lines = gate.refusal(held(saying(f"{CHILD} was loved.")()).hits)
    assert lines == [
        "learning_deck.pptx:",
        "  The name of child C1 stands here. At: Slide 1, shape 2, C1.",
        "    Put 'Child C1' in its place, in the file it came from. (gate-name)"]


def test_places_are_said_in_the_order_of_the_pages() -> None:
    found = [problem("gate-watermark-left", Where("bundle.pdf", f"page {n}")) for n in (10, 2, 1)]
    assert gate.refusal(found)[1].endswith("At: page 1; page 2; page 10.")


def test_a_place_that_names_somebody_is_not_printed() -> None:
    pack = replace(public(), files={f"{CHILD}.html": b"<html><p>Words</p></html>"})
    said = " ".join(gate.refusal(held(pack).hits))
    assert "Quillfeather" not in said and "not printed" in said


def words_of(pack: Pack, verdict: gate.Verdict) -> str:
    """The certificate as somebody reads it."""
    house = (pack.profile.docx / "house.docx").read_bytes()
    made = Document(io.BytesIO(gate.as_word(pack, verdict, "1 March 2026", house)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_the_certificate_says_what_was_checked_what_was_let_through_and_each_file() -> None:
    pack = waived(saying(f"{CHILD} was loved."), {"code": "gate-name", "where": DECK})
    verdict = held(pack)
    said = words_of(pack, verdict)
    assert "Passed, 1 let through" in said and "Not asked for" in said
    assert "Agreed with the family." in said and "Business Manager, 1 March 2026" in said
    assert "bundle-marked.pdf" in said and "Typst, built in" in said
    assert "Quillfeather" not in said and "Zephyrine" not in said


def test_a_reason_that_names_somebody_is_not_in_the_certificate() -> None:
    pack = waived(saying(f"{CHILD} was loved."), {
        "code": "gate-name", "where": DECK, "reason": f"{CHILD}'s mother wishes it.",
        "by": "Odalys Brackenthwaite"})
    said = words_of(pack, held(pack))
    assert "row 1 of the waivers" in said
    assert not any(name in said for name in ("Quillfeather", "Brackenthwaite", "Odalys"))


def test_the_certificate_of_what_is_pending_says_so() -> None:
    pack = panel()
    pack = replace(pack, papers=(paper(pack.papers[0].kind, without(REVIEW, "Learning")),))
    assert "Information pending" in words_of(pack, held(pack))


def test_the_same_pack_has_the_same_certificate() -> None:
    house = (public().profile.docx / "house.docx").read_bytes()
    first, second = (gate.as_word(public(), held(public()), "1 March 2026", house)
                     for _ in range(2))
    assert first == second


def test_the_certificate_explains_every_check() -> None:
    assert list(LOOKS_AT) == list(CHECKS)


def test_a_day_that_is_dated_back_does_not_count() -> None:
    noted = tuple({**line, "noted_on": "2026-03-02"} for line in public().diary)
    assert codes(held(replace(public(), diary=noted))) == ["gate-panel-copy-late"]


def test_the_same_report_sent_again_counts() -> None:
    pack = public()
    report = replace(pack.papers[0], outside=True, file="now")
    diary = tuple({**line, "papers": {report.kind.id: "now"}} for line in pack.diary)
    assert held(replace(pack, papers=(report, *pack.papers[1:]), diary=diary)).passed


def test_a_copy_that_is_dated_ahead_has_not_been_sent() -> None:
    ahead = tuple({**line, "when": "2027-02-18"} for line in public().diary)
    assert codes(held(replace(public(), diary=ahead))) == ["gate-panel-copy"]
