"""What a return that replaces an earlier one changed."""

from pipeline.changes import changes
from pipeline.model import Answer, Profile, Submission, Where

GOOD = "analysis/good_practice"


def submission(answers: dict[str, str], file: str) -> Submission:
    return Submission("rapid_review", "1", "NSCP-1", "A1", 1, "first", "", file, file, {
        path: Answer(text, text, (Where(file, "Sheet", f"C{n}"),))
        for n, (path, text) in enumerate(answers.items(), 1)})


def found(profile: Profile, old: dict[str, str], new: dict[str, str]) -> list[tuple[str, ...]]:
    form = profile.forms["rapid_review"]
    return [(one.path, one.before, one.after)
            for one in changes(form, submission(old, "R001"), submission(new, "R002"))]


def test_an_answer_changed_added_and_taken_away(norfolk: Profile) -> None:
    assert found(norfolk, {GOOD: "Old", "analysis/national_review": "Yes"},
                 {GOOD: "New", "family_details/C1/gender/anomaly": "Girl"}) == [
        ("family_details/C1/gender/anomaly", "", "Girl"),
        (GOOD, "Old", "New"), ("analysis/national_review", "Yes", "")]


def test_the_question_is_said_in_its_own_words_and_its_place_is_the_new_one(
        norfolk: Profile) -> None:
    form = norfolk.forms["rapid_review"]
    same = {"analysis/national_review": "Yes"}
    one, = changes(form, submission({**same, GOOD: "Old"}, "R001"),
                   submission({**same, GOOD: "New"}, "R002"))
    section = form.section("analysis")
    assert section is not None
    asked = section.field("good_practice")
    assert asked is not None
    assert one.question == f"{section.title}: {asked.label}" and one.spot == "C2"


def test_a_row_put_in_at_the_top_changes_no_other(norfolk: Profile) -> None:
    rows = {f"summary/{n}/{key}": f"{key} {n}" for n in (1, 2, 3) for key in ("when", "event")}
    more = {"summary/1/when": "before", "summary/1/event": "all"} | {
        f"summary/{n + 1}/{key}": f"{key} {n}" for n in (1, 2, 3) for key in ("when", "event")}
    assert found(norfolk, rows, more) == [
        ("summary/1/when", "", "before"), ("summary/1/event", "", "all")]


def test_a_changed_row_is_laid_beside_the_one_it_was(norfolk: Profile) -> None:
    rows = {f"summary/{n}/{key}": f"{key} {n}" for n in (1, 2, 3) for key in ("when", "event")}
    assert found(norfolk, rows, {**rows, "summary/2/event": "mended"}) == [
        ("summary/2/event", "event 2", "mended")]
    gone = {path: words for path, words in rows.items() if not path.startswith("summary/2")}
    assert found(norfolk, rows, gone) == [
        ("summary/2/when", "when 2", ""), ("summary/2/event", "event 2", "")]


def test_spaces_at_either_end_are_no_change(norfolk: Profile) -> None:
    assert found(norfolk, {GOOD: "Same"}, {GOOD: " Same \n"}) == []
