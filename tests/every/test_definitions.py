"""The definitions of every partnership fit together, and speak of nobody else."""

import re
from collections.abc import Iterator

from pipeline import workbook
from pipeline.model import Profile
from pipeline.profiles import load_profile
from tests.every import HOME, PARTNERSHIPS


def test_committed_blanks_are_what_the_definitions_make(profile: Profile) -> None:
    committed = {path.name: path.read_bytes() for path in profile.xlsx.glob("*.xlsx")}
    made = {f"{form.id}.xlsx": workbook.write(form, profile) for form in profile.forms.values()}
    assert sorted(committed) == sorted(made), "run make blanks, and delete what no form makes"
    assert [name for name in made if made[name] != committed[name]] == [], "run make blanks"


def test_every_template_belongs_to_a_document(profile: Profile) -> None:
    named = {kind.template for kind in profile.documents if kind.template} | {"house.docx"}
    assert {path.name for folder in (profile.docx, profile.pptx)
            for path in folder.glob("*.*")} == named
    assert {path.stem for path in (profile.folder / "forms").glob("*.toml")} == set(profile.forms)
    sketched = {path.stem for path in (profile.folder / "sketches").glob("*.md")}
    assert sketched <= {kind.id for kind in profile.documents}
    guided = {path.name for path in (profile.folder / "guidance").glob("*.md")}
    assert guided == {kind.guidance for kind in profile.documents if kind.guidance}


def _paths(profile: Profile) -> Iterator[tuple[str, str]]:
    for form in profile.forms.values():
        for section, field in form.fields():
            for path in (*field.gathers, *([field.prefill] if field.prefill else [])):
                yield f"{form.id}.{section.id}.{field.id}", path
    for one in (*profile.forms.values(), *profile.documents):
        if one.only_when:
            yield one.id, one.only_when["path"]
    for kind in profile.documents:
        if due := kind.letter.get("due", ""):
            yield kind.id, due


def test_every_path_a_definition_names_exists(profile: Profile) -> None:
    record = profile.form_meaning("case_record")
    assert record is not None
    switched = set(profile.switches)
    for by, path in _paths(profile):
        if path.startswith("deadlines."):
            assert path.split(".")[1] in {d["id"] for d in profile.deadlines}, f"{by}: {path}"
            continue
        if path.startswith("list:"):
            assert path[5:].split(".")[0] in profile.lists, f"{by}: {path}"
            continue
        form_id, section_id, *rest = path.split(".")
        form = record if form_id == "case" else profile.forms[form_id]
        found = form.section(section_id)
        assert found is not None, f"{by}: {path}"
        assert not rest or found.field(rest[0]) or switched, f"{by}: {path}"


def test_every_rule_of_a_date_names_a_question(profile: Profile) -> None:
    record = profile.form_meaning("case_record")
    assert record is not None
    for form in profile.forms.values():
        for section, field in form.fields():
            here = f"{form.id}.{section.id}.{field.id}"
            for other in (*field.not_before, *field.not_after, *field.within):
                if other == "as_of":
                    continue
                *before, name = other.split(".")
                there = record.section(before[1]) if before else section
                assert there is not None and there.field(name), f"{here}: {other}"
            if "field" in field.required_if:
                assert section.field(field.required_if["field"]), here


def test_every_deadline_hangs_on_a_key_date(profile: Profile) -> None:
    record = profile.form_meaning("case_record")
    dates = record.meaning("key_dates") if record else None
    assert dates is not None
    known = {field.id for field in dates.fields}
    for rule in profile.deadlines:
        if rule["kind"] in ("due", "window", "before_event"):
            assert rule["anchor"] in known, rule["id"]
            assert rule.get("done_when", rule["anchor"]) in known, rule["id"]


def test_what_a_notification_records_has_a_question_in_the_case_record(profile: Profile) -> None:
    record = profile.form_meaning("case_record")
    assert record is not None
    for item in profile.lists["notification_items"]:
        _, section_id, field_id = item["holds"].split(".")
        section = record.section(section_id)
        assert section is not None and section.field(field_id), item["id"]
    assert all(row["national"] for row in profile.lists["abuse_categories"])


def test_every_letter_has_a_role_and_every_agency_letter_both_instructions(
        profile: Profile) -> None:
    for kind in profile.documents:
        if not kind.letter:
            continue
        assert kind.letter["role"] in profile.roles, kind.id
        named = kind.letter.get("form", [])
        for form in [named] if isinstance(named, str) else named:
            assert form in profile.forms, kind.id
        assert {"agency": "agency", "family": "family", "one": "case"}[
            kind.letter["to"]] == kind.for_each, kind.id
        if kind.letter["to"] == "agency" and kind.letter.get("asks_for_records", True):
            assert kind.letter.get("secure_records") and kind.letter.get("nil_return"), kind.id


def test_no_definition_speaks_of_another_partnership(profile: Profile) -> None:
    """National texts may say which source quotes them; labels and guidance may not."""
    words = "\n".join(path.read_text(encoding="utf-8") for path in sorted(
        profile.folder.rglob("*")) if path.suffix in (".md", ".txt", ".toml"))
    words = re.sub(r"(?m)^(#|source = ).*$", "", words)
    for name in PARTNERSHIPS:
        other = load_profile(HOME / "templates", name)
        if other.id == profile.id:
            continue
        for key in ("partnership", "county", "local_authority", "police"):
            found = re.search(rf"\b{re.escape(other.words[key])}\b", words)
            assert not found or other.words[key] in profile.words.values(), other.words[key]
