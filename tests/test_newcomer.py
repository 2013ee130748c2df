"""A partnership nobody has seen before: started from another, renamed throughout, changed, proved.

Whatever the program knew of a partnership, form, section, question, document, list, role or word
by its name would break here.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.making.newcomer import MARK, Renaming, read, rename, rewrite

ROOT = Path(__file__).resolve().parent.parent
NAME, LIKE = "eastmark", "norfolk"
DROPPED = "dissemination_plan"
SHORT = {"partnership": "Eastmark Safeguarding Partnership", "partnership_short": "ESP",
         "county": "Eastmark", "review_group_short": "ERG", "review_short": "EPR",
         "notification_short": "ESN"}
ADDED = """
[[sections]]
id = "transport"
title = "Getting there"
kind = "table"
about = "How the family came to appointments."

[[sections.fields]]
id = "journey"
label = "Journey"
required = true

[[sections.fields]]
id = "cost"
label = "Who paid?"
"""


def cspr(home: Path, *words: str) -> str:
    """Run the command as a person would; what it printed."""
    done = subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=home, text=True,
                          capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, f"{words}: {done.stdout[-3000:]}{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one partnership only: the newcomer."""
    home = tmp_path_factory.mktemp("elsewhere")
    for part in (f"templates/profiles/{LIKE}", "templates/profiles/_shared",
                 f"templates/docx/{LIKE}", f"inputs/{LIKE}-sample/answers"):
        shutil.copytree(ROOT / part, home / part)
    cspr(home, "new-partnership", NAME, "--like", LIKE, "--called", SHORT["partnership"],
         "--short", SHORT["partnership_short"], "--area", SHORT["county"])
    for part in (f"templates/profiles/{LIKE}", f"templates/docx/{LIKE}",
                 f"inputs/{LIKE}-sample"):
        shutil.rmtree(home / part)
    for part in ("templates/docx", "templates/xlsx"):
        for path in (home / part / NAME).iterdir():
            if path.stem != "house":
                path.unlink()
    shutil.rmtree(home / "inputs" / f"{NAME}-sample" / "messages")
    for path in (home / "inputs" / f"{NAME}-sample").rglob("*.xlsx"):
        path.unlink()
    renaming = rename(home, NAME, SHORT)
    _drop(renaming)
    _add(renaming)
    for step in (("blanks",), ("scaffold", "--partnership", NAME),
                 ("sample", f"{NAME}-sample", "--partnership", NAME)):
        cspr(home, *step)
    return home


def _drop(renaming: Renaming) -> None:
    """Take one form away, as the checklist says: with each document that names it."""
    gone = renaming.token(DROPPED)
    (renaming.profile / "forms" / f"{gone}.toml").unlink()
    (renaming.answers / f"{DROPPED}.toml").unlink()
    for path in renaming.profile.glob("*.toml"):
        raw = read(path)
        raw["forms"] = [one for one in raw.get("forms", []) if one != gone]
        for one in raw.get("documents", []):
            if gone in (one.get("form"), *one.get("needs", ())):
                (renaming.profile / "sketches" / f"{one['id']}.md").unlink(missing_ok=True)
        raw["documents"] = [one for one in raw.get("documents", [])
                            if gone not in (one.get("form"), *one.get("needs", ()))]
        rewrite(path, lambda _, raw=raw: raw)


def _add(renaming: Renaming) -> None:
    """A section more in one form, answered in the sample."""
    form = next(path for path in sorted((renaming.profile / "forms").glob("*.toml"))
                if read(path).get("means") == "agency_return")
    form.write_text(form.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    main = next(one["id"] for path in sorted(renaming.profile.glob("*.toml"))
                for one in read(path).get("documents", []) if one.get("main"))
    sketch = renaming.profile / "sketches" / f"{main}.md"
    sketch.write_text(sketch.read_text(encoding="utf-8") + (
        f"\n# Getting there\n\n{{%p for row in collated.{form.stem}.transport.rows %}}\n"
        "**{{ row.agency.name }}:** {{ row.journey }} {{ row.cost }}\n{%p endfor %}\n"),
        encoding="utf-8")
    answers = next(path for path in sorted(renaming.answers.glob("*.toml"))
                   if read(path).get("form") == form.stem)
    answers.write_text(answers.read_text(encoding="utf-8") + (
        '\n[[answers.transport]]\njourney = "By the number 7 bus, twice a week."\n'
        'cost = "The grandmother."\n'), encoding="utf-8")


@pytest.mark.slow
def test_ids_are_renamed_throughout(home: Path) -> None:
    profile = home / "templates" / "profiles" / NAME
    forms = [path.stem for path in (profile / "forms").glob("*.toml")]
    assert sum(one.endswith(MARK) for one in forms) > len(forms) / 3
    assert not (profile / "forms" / f"{DROPPED}{MARK}.toml").exists()


@pytest.mark.slow
def test_everything_that_holds_for_a_partnership_holds_for_the_newcomer(home: Path) -> None:
    assert "0 mistakes" in cspr(home, "lint")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/every"], cwd=ROOT,
        text=True, capture_output=True, env={**os.environ, "CSPR_TEST_HOME": str(home)})
    assert done.returncode == 0, done.stdout[-6000:]


def strangers(out: Path, old: re.Pattern[str]) -> list[str]:
    """The files that were made and still speak of the old partnership, with the words around."""
    found = []
    for path in sorted(out.rglob("*")):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                text = " ".join(parts.read(name).decode("utf-8", "replace")
                                for name in parts.namelist())
        elif path.suffix in (".txt", ".html", ".json"):
            text = path.read_text(encoding="utf-8")
        else:
            continue
        if said := old.search(text):
            found.append(f"{path.relative_to(out)}: {text[said.start() - 60:said.end() + 60]}")
    return found


@pytest.mark.slow
def test_nothing_printed_speaks_of_the_partnership_it_came_from(home: Path) -> None:
    old = re.compile("Norfolk|NSCP")
    cspr(home, "collate", f"{NAME}-sample", "--as-of", "2026-06-01")
    out = home / "outputs" / f"{NAME}-sample"
    assert strangers(out, old) == []
    assert len(list(out.rglob("*.docx"))) > 40
    assert "By the number 7 bus" in " ".join(
        zipfile.ZipFile(path).read("word/document.xml").decode()
        for path in (out / "documents").rglob("*.docx"))
    assert not old.search(cspr(home, "deadlines", f"{NAME}-sample", "--as-of", "2026-06-01"))


@pytest.mark.slow
@pytest.mark.parametrize(("like", "old"), [
    ("northumberland", "Northumberland|NCASP"), ("salford", "Salford|SSCP"),
    ("northamptonshire", "Northamptonshire|NSCP")])
def test_a_newcomer_can_start_from_any_partnership(tmp_path: Path, like: str, old: str) -> None:
    for part in (f"templates/profiles/{like}", "templates/profiles/_shared",
                 f"templates/docx/{like}", f"inputs/{like}-sample/answers"):
        shutil.copytree(ROOT / part, tmp_path / part)
    cspr(tmp_path, "new-partnership", NAME, "--like", like, "--called", SHORT["partnership"],
         "--short", SHORT["partnership_short"], "--area", SHORT["county"])
    assert "0 mistakes" in cspr(tmp_path, "lint", "--partnership", NAME)
    said = cspr(tmp_path, "collate", f"{NAME}-sample", "--as-of", "2026-06-01")
    told = tmp_path / f"inputs/{NAME}-sample/answers/expected.toml"
    rightly = tomllib.loads(told.read_text("utf-8")).get("not_made") if told.is_file() else None
    assert ("Not made" in said) == bool(rightly)
    # National texts may say which source quotes them.
    found = [one for one in strangers(tmp_path / "outputs", re.compile(old))
             if "context.json" not in one]
    assert found == []
