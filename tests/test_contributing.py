"""CONTRIBUTING.md does what it says: a question, a form and a document are added without Python.

The TOML is taken from CONTRIBUTING.md itself and put into a copy of `templates/`.
"""

import copy
import io
import json
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import docx
import pytest

from pipeline import workbook
from pipeline.catalogue import CODES
from pipeline.doors.word import lines_of, text_of
from pipeline.doors.xlsx import read_book
from pipeline.ledger import lost
from pipeline.lint import lint_document
from pipeline.lint.cases import sample_cases
from pipeline.model import Case, DocumentKind, Filling, Form, Profile, Submission
from pipeline.profiles import load_profile
from pipeline.run import Collated, collate
from pipeline.sample import sample
from pipeline.scaffold import scaffold, scaffold_all
from pipeline.validate import gather_facts, validate

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
AS_OF = date(2026, 6, 1)
PARTNERSHIP = "norfolk"
ANSWER = "She reached for her grandmother and would not be put down."


def part_of_guide(heading: str) -> str:
    """What CONTRIBUTING.md says under a heading."""
    [part] = [p for p in re.split("^## ", GUIDE, flags=re.M) if p.startswith(f"{heading}\n")]
    return part


def example(heading: str) -> str:
    """The one block of TOML under a heading of CONTRIBUTING.md."""
    [block] = re.findall(r"^ *```toml\n(.*?)^ *```", part_of_guide(heading), re.M | re.S)
    return "".join(line.removeprefix("   ") for line in block.splitlines(keepends=True))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of `templates/` to change. Nothing else of the project is copied, and no Python."""
    root = tmp_path / "templates"
    for name in ("profiles", "docx", "pptx"):
        shutil.copytree(ROOT / "templates" / name, root / name)
    return root


def changed(templates: Path) -> set[str]:
    """The files that differ from the project's own."""
    ours = ROOT / "templates"
    return {name for path in templates.rglob("*") if path.is_file()
            and (name := path.relative_to(templates).as_posix())
            and not ((ours / name).is_file() and (ours / name).read_bytes() == path.read_bytes())}


def insert(path: Path, before: str, block: str) -> None:
    """Put a block into a definition, in front of the one place that begins with these words."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, f"{block}\n{before}"), encoding="utf-8")


def words_of(data: bytes) -> set[str]:
    """Every cell's words of a workbook."""
    return {cell.text for sheet in read_book(data).sheets for cell in sheet.cells.values()}


def collated_sample(templates: Path, tmp_path: Path,
                    files: dict[str, str]) -> tuple[Path, Collated]:
    """The sample case, or the part of it whose answers these are, made and collated."""
    folder, profile = tmp_path / "case", load_profile(templates, PARTNERSHIP)
    (folder / "answers").mkdir(parents=True)
    for name, text in files.items():
        (folder / "answers" / name).write_text(text, encoding="utf-8")
    for name, data in sample(folder, profile).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "out", collate(folder, tmp_path / "out", profile, AS_OF)


def answers(name: str) -> str:
    """The sample's own answers."""
    return (ROOT / "inputs" / "norfolk-sample" / "answers" / name).read_text("utf-8")


def cases(profile: Profile) -> dict[str, Case]:
    """Two of the cases lint draws: enough to see whether a question is shown."""
    made = sample_cases(profile)
    return {name: made[name] for name in ("forms without an answer", "everything, 2 rows")}


def document(profile: Profile, form: Form) -> DocumentKind:
    """The document of a form."""
    return next(kind for kind in profile.documents if kind.form == form.id)


# --- add a question -------------------------------------------------------------------------

QUESTION = tomllib.loads("[[sections]]\n" + example("Add a question"))["sections"][0]["fields"][0]
PATH = f"analysis/{QUESTION['id']}"


@pytest.fixture
def with_question(templates: Path) -> Path:
    """The templates with the question of CONTRIBUTING.md, and nothing but TOML changed."""
    file = templates / "profiles" / PARTNERSHIP / "forms" / "rapid_review.toml"
    insert(file, '[[sections.fields]]\nid = "other"\n', example("Add a question"))
    assert changed(templates) == {f"profiles/{PARTNERSHIP}/forms/rapid_review.toml"}
    return templates


def asked(templates: Path) -> tuple[Profile, Form]:
    """The profile and the form the question was added to."""
    profile = load_profile(templates, PARTNERSHIP)
    return profile, profile.forms["rapid_review"]


def test_an_added_question_is_in_the_blank_and_is_read_and_required(with_question: Path) -> None:
    profile, form = asked(with_question)
    shown = words_of(workbook.write(form, profile))
    assert f"{QUESTION['label']} *" in shown
    assert QUESTION["hint"] in shown
    before = load_profile(ROOT / "templates", PARTNERSHIP).forms[form.id]
    assert len(list(form.fields())) == len(list(before.fields())) + 1

    facts, _ = gather_facts(profile, [], AS_OF)
    for typed in ("", ANSWER):
        back = workbook.read(workbook.write(form, profile, Filling(
            identity={"case": "X-1", "recipient": "A1"}, answers={PATH: typed})), "a.xlsx", profile)
        assert isinstance(back, Submission)
        assert back.problems == ()
        said = [p for p in validate(back, form, facts) if QUESTION["label"] in p.message]
        if typed:
            assert (back.answers[PATH].text, said) == (ANSWER, [])
        else:
            assert [p.code for p in said] == ["missing-answer"]


def test_an_old_workbook_is_still_read_when_a_question_was_added(with_question: Path) -> None:
    old = load_profile(ROOT / "templates", PARTNERSHIP)
    data = workbook.write(old.forms["rapid_review"], old, Filling(
        identity={"case": "X-1"}, answers={"analysis/good_practice": "Prompt visits."}))
    back = workbook.read(data, "a.xlsx", asked(with_question)[0])
    assert isinstance(back, Submission)
    assert back.answers["analysis/good_practice"].text == "Prompt visits."
    assert [p.code for p in back.problems] == ["missing-question"]


def test_lint_says_that_a_template_lacks_an_added_question(with_question: Path) -> None:
    profile, form = asked(with_question)
    said = lint_document(profile, document(profile, form), cases(profile))
    promised = re.search(r"says: `([^`]*)`", " ".join(part_of_guide("Add a question").split()))
    assert promised
    assert said
    assert all(line.startswith(promised[1]) for line in said)


def edited_in_word(data: bytes, tag: str) -> bytes:
    """As CONTRIBUTING says: heading and answer of a question copied, label and tag put in."""
    file = docx.Document(io.BytesIO(data))
    old = "{{p form.analysis.good_practice }}"
    at = next(n for n, p in enumerate(file.paragraphs) if p.text == old)
    last = file.paragraphs[at]._element
    for paragraph, words in ((file.paragraphs[at - 1], QUESTION["label"]),
                             (file.paragraphs[at], tag)):
        new = copy.deepcopy(paragraph._element)
        last.addnext(new)
        last = new
        runs = docx.text.paragraph.Paragraph(new, paragraph._parent).runs
        runs[0].text = words
        for run in runs[1:]:
            run.text = ""
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("way", ["scaffolded anew", "edited in Word"])
def test_an_added_question_reaches_the_documents(with_question: Path, tmp_path: Path,
                                                 way: str) -> None:
    profile, form = asked(with_question)
    template = profile.docx / document(profile, form).template
    if way == "edited in Word":
        tag = re.search(r"\{\{p form\.analysis\.\w+ \}\}", part_of_guide("Add a question"))
        assert tag
        template.write_bytes(edited_in_word(template.read_bytes(), tag[0]))
        assert lint_document(profile, document(profile, form), cases(profile)) == []
    else:
        template.write_bytes(scaffold(form, (profile.docx / "house.docx").read_bytes()))
    one = answers("rapid_review-A1-1.toml").replace(
        "[answers.analysis]\n", f'[answers.analysis]\n{QUESTION["id"]} = "{ANSWER}"\n')
    assert ANSWER in one
    out, done = collated_sample(with_question, tmp_path, {
        "case.toml": answers("case.toml"), "rapid_review-A1-1.toml": one})
    for name in ("rapid_review/A1.docx", "collated_rapid_review.docx"):
        lines = text_of((out / "documents" / name).read_bytes())
        assert QUESTION["label"] in lines
        assert ANSWER in lines
    assert not [p for p in done.problems if QUESTION["label"] in p.message]


# --- add a form and its document ------------------------------------------------------------

FORM = tomllib.loads(example("Add a form"))
DOCUMENT = tomllib.loads(example("Add a document"))["documents"][0]
WISHES = "They would like to meet the Lead Reviewer at home."
FILLED = f"""
form = "{FORM['id']}"
file = "our-forms/family-contact.xlsx"

[answers.arrangements]
wishes = "{WISHES}"
support = "Yes"

[[answers.contacts]]
when = "11 June 2025"
person = "F9"
what_was_said = "They were told by telephone, and a letter followed."
"""


def test_a_whole_form_and_its_document_need_no_python(templates: Path, tmp_path: Path) -> None:
    folder = templates / "profiles" / PARTNERSHIP
    (folder / "forms" / f"{FORM['id']}.toml").write_text(example("Add a form"), encoding="utf-8")
    settings = folder / "profile.toml"
    text = settings.read_text("utf-8")
    text, times = re.subn(r'(?m)^(forms = \[\n)', rf'\1  "{FORM["id"]}",\n', text)
    assert times == 1
    settings.write_text(text, encoding="utf-8")
    insert(settings, '[[documents]]\nid = "qa_tool"\n', example("Add a document"))

    profile = load_profile(templates, PARTNERSHIP)
    form = profile.forms[FORM["id"]]
    made = scaffold_all(profile)
    assert [Path(name).name for name in made] == [DOCUMENT["template"]]
    assert changed(templates) == {
        f"profiles/{PARTNERSHIP}/profile.toml", f"profiles/{PARTNERSHIP}/forms/{form.id}.toml",
        f"docx/{PARTNERSHIP}/{DOCUMENT['template']}"}
    assert lint_document(profile, document(profile, form), cases(profile)) == []

    # Before anybody has filled it in: the workbook is there, and the document says what it awaits.
    record = {"case.toml": answers("case.toml")}
    out, done = collated_sample(templates, tmp_path / "before", record)
    assert f"to-fill/{form.id}.xlsx" in done.made
    assert DOCUMENT["title"] in [title for title, _ in done.missing]
    assert "What was said" in words_of((out / "to-fill" / f"{form.id}.xlsx").read_bytes())

    # And once it has come in.
    out, done = collated_sample(templates, tmp_path / "after", {**record, "own.toml": FILLED})
    lines = lines_of((out / "documents" / f"{form.id}.docx").read_bytes())
    shown = [line.text for line in lines]
    assert WISHES in shown
    assert "They were told by telephone, and a letter followed." in shown
    assert "How does the family wish to be involved?" in shown
    names = {item.id: item.name for item in done.checked.items}
    wrong = [(p.code, p.quote) for p in done.problems
             if names.get(p.where.file, "").endswith("contact.xlsx")]
    assert wrong == [("person-unknown", "F9")]
    assert lost(json.loads((out / "ledger.json").read_text("utf-8"))) == []


# --- what else CONTRIBUTING.md promises -----------------------------------------------------


def test_a_changed_wording_still_reads_old_workbooks(templates: Path) -> None:
    before = load_profile(ROOT / "templates", PARTNERSHIP)
    data = workbook.write(before.forms["rapid_review"], before, Filling(
        identity={"case": "X-1"}, answers={"analysis/good_practice": "Prompt visits."}))
    file = templates / "profiles" / PARTNERSHIP / "forms" / "rapid_review.toml"
    kept = re.search(r"`(labels_before = \[[^`]*\])`", part_of_guide("Change wording"))
    assert kept
    old = 'label = "Good practice identified"\n'
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, f'label = "What went well"\n{kept[1]}\n'), encoding="utf-8")
    back = workbook.read(data, "a.xlsx", load_profile(templates, PARTNERSHIP))
    assert isinstance(back, Submission)
    assert (back.answers["analysis/good_practice"].text, back.problems) == ("Prompt visits.", ())


def test_a_retired_question_is_read_but_not_asked(templates: Path) -> None:
    before = load_profile(ROOT / "templates", PARTNERSHIP)
    data = workbook.write(before.forms["rapid_review"], before, Filling(
        identity={"case": "X-1"}, answers={"analysis/good_practice": "Prompt visits."}))
    file = templates / "profiles" / PARTNERSHIP / "forms" / "rapid_review.toml"
    until = re.search(r'`(until = "[^`]*")`', part_of_guide("Add a question"))
    assert until
    insert(file, 'id = "good_practice"\n', until[1])
    profile = load_profile(templates, PARTNERSHIP)
    back = workbook.read(data, "a.xlsx", profile)
    assert isinstance(back, Submission)
    assert back.answers["analysis/good_practice"].text == "Prompt visits."
    assert "Good practice identified *" not in words_of(
        workbook.write(profile.forms["rapid_review"], profile))


def test_a_copied_partnership_loads_and_makes_its_blanks(templates: Path) -> None:
    folder = templates / "profiles" / "elsewhere"
    shutil.copytree(templates / "profiles" / PARTNERSHIP, folder)
    settings = folder / "profile.toml"
    text = settings.read_text("utf-8").replace(f'id = "{PARTNERSHIP}"', 'id = "elsewhere"', 1)
    settings.write_text(text, encoding="utf-8")
    profile = load_profile(templates, "elsewhere")
    for form in profile.forms.values():
        assert workbook.partnership(read_book(workbook.write(form, profile))) == "elsewhere"


def test_the_example_of_a_problem_code_is_not_one_already() -> None:
    [code] = re.findall(r'^ *"([a-z-]+)": Kind\(', part_of_guide("Add a problem code"), re.M)
    assert code not in CODES
