"""The subject children and everybody else, with what each agency's records say of them."""

from collections.abc import Mapping, Sequence

from pipeline.catalogue import problem
from pipeline.dates import read_when
from pipeline.merge.values import Json, words
from pipeline.model import Field, Form, Problem, Profile, Where

NO_DIFFERENCE = {"same", "asabove", "agreed", "agree", "correct", "matches", "match", "n/a", "na",
                 "none", "nodifference", "nil", "-", "asheld", "nochange"}
"""What an agency writes beside a fact to say that its records show the same, without spaces."""


def children_of(record_form: Form, record: Json, main: Form | None,
                returns: Sequence[Json]) -> list[Json]:
    """Each subject child: the Business Unit's version and beside it each agency's anomalies."""
    section = record_form.meaning("subject_children")
    if section is None:
        return []
    checked = next((s for s in main.sections if s.prefilled), None) if main else None
    made = []
    for child in record[section.id]["children"]:
        noted: dict[str, list[Json]] = {}
        for one in returns if checked else ():
            for theirs in one["sections"][checked.id]["children"]:  # type: ignore[union-attr]
                if theirs["code"] == child["code"]:
                    for name, answer in theirs["anomalies"].items():
                        if answer["text"].strip():
                            noted.setdefault(name, []).append(
                                {"agency": one["recipient"], "answer": answer})
        details = [{"id": asked.id, "key": asked.key, "label": asked.label,
                    "answer": child["fields"][asked.id], "anomalies": noted.pop(asked.id, [])}
                   for asked in section.fields]
        details += [{"id": name, "key": name, "label": _label(checked, name),
                     "answer": {**words(""), "missing": "Not recorded"}, "anomalies": entries}
                    for name, entries in noted.items()]
        made.append({"code": child["code"], "fields": child["fields"], "details": details})
    return made


def _label(section: object, name: str) -> str:
    field = section.field(name) if hasattr(section, "field") else None
    return field.label if isinstance(field, Field) else name


def people_of(record_form: Form, record: Json, main: Form | None,
              returns: Sequence[Json]) -> list[Json]:
    """Everybody in the case record, what agencies added, and people only an agency named."""
    section = record_form.meaning("people")
    if section is None:
        return []
    ids = {f.id for f in section.fields}
    people = [{**row, "additional": [], "named_by": None} for row in record[section.id]["rows"]]
    by_code = {row["code"]["text"].strip(): row for row in people}
    shared = next((s for s in main.sections if s.kind == "table"
                   and s.prefill.partition(".")[2] == section.id), None) if main else None
    for one in returns if shared else ():
        for row in one["sections"][shared.id]["rows"]:  # type: ignore[union-attr]
            known = by_code.get(row.get("code", words(""))["text"].strip())
            if known is None:
                empty = {name: words("") for name in ids}
                people.append({**empty, **row, "named_by": one["recipient"], "additional": [
                    {"agency": one["recipient"], "answer": row[f.id], "label": f.label}
                    for f in shared.fields  # type: ignore[union-attr]
                    if f.id not in ids and row[f.id]["text"].strip()]})
                continue
            known["additional"] += [
                {"agency": one["recipient"], "answer": row[f.id], "label": f.label}
                for f in shared.fields  # type: ignore[union-attr]
                if f.id not in ids and row[f.id]["text"].strip()]
    return people


def disagreements(profile: Profile, record_form: Form, record: Json, forms: Mapping[str, Json],
                  children: Sequence[Json]) -> tuple[list[Json], list[Problem]]:
    """Facts on which sources differ, each with all its versions and what was settled, if it was."""
    settled = _settled(record_form, record)
    found: list[Json] = []
    problems: list[Problem] = []
    for child in children:
        for detail in child["details"]:
            values = [{"who": words("Case record"), "answer": detail["answer"]}]
            values += [{"who": entry["agency"]["name"], "answer": entry["answer"]}
                       for entry in detail["anomalies"]]
            values += _elsewhere(profile, record_form, forms, child, detail)
            given = [value for value in values if value["answer"]["text"].strip()
                     and _folded(value["answer"]) not in NO_DIFFERENCE]
            if len({_folded(value["answer"]) for value in given}) < 2:
                continue
            answer = _settlement(settled, child["code"], detail)
            found.append({"person": child["code"], "fact": detail["id"],
                          "label": detail["label"], "values": given, "settled": answer,
                          "open": not answer["text"]})
            if not answer["text"]:
                first = _folded(given[0]["answer"])
                other = next(v["answer"] for v in given if _folded(v["answer"]) != first)
                ref = other["refs"][0]
                problems.append(problem(
                    "disagreement", Where(ref["file"], ref["part"], ref["spot"]), other["text"],
                    label=detail["label"], person=child["code"]))
    return found, problems


def _folded(answer: Json) -> str:
    """Two spellings of one date, or of one word, are no disagreement."""
    when = read_when(answer["text"])
    return when.edtf or "".join(str(answer["value"] or answer["text"]).casefold().split())


def _elsewhere(profile: Profile, record_form: Form, forms: Mapping[str, Json], child: Json,
               detail: Json) -> list[Json]:
    """The same fact in a form about one child, where that child's name is this child's name."""
    name = _folded(child["fields"].get("name", words("")))
    values = []
    for form in profile.forms.values():
        if form is record_form or form.for_each != "case" or not detail["key"]:
            continue
        for section in form.sections:
            if section.kind != "answers" or section.per:
                continue
            keyed = {f.key: f.id for f in section.fields if f.key}
            if "name" not in keyed or detail["key"] not in keyed:
                continue
            for one in forms[form.id]["returns"]:
                answers = one["sections"][section.id]
                if name and _folded(answers[keyed["name"]]) == name:
                    values.append({"who": words(form.title),
                                   "answer": answers[keyed[detail["key"]]]})
    return values


def _settled(record_form: Form, record: Json) -> list[Json]:
    section = record_form.meaning("settled_facts")
    return record[section.id]["rows"] if section else []


def _settlement(settled: Sequence[Json], person: str, detail: Json) -> Json:
    names = {_plain(detail["id"]), _plain(detail["label"])}
    for row in settled:
        if row["person"]["text"].strip() == person and _plain(row["fact"]["text"]) in names:
            return row["agreed"]
    return {**words(""), "missing": "Not settled yet"}


def _plain(words_: str) -> str:
    return " ".join(words_.replace("_", " ").casefold().split()).rstrip(":?")
