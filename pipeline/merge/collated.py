"""Returns of many senders side by side: every answer under its question, with the sender's name."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.codes import in_turn
from pipeline.merge.values import Json, in_order
from pipeline.model import Form, Section


def collated(form: Form, returns: Sequence[Json]) -> dict[str, Json]:
    """Section by section: all answers by question, all rows in order, all ticks in a grid."""
    return {section.id: _section(section, returns) for section in form.sections}


def _section(section: Section, returns: Sequence[Json]) -> Json:
    if section.kind == "table":
        return {"rows": _rows(section, returns)}
    if section.kind == "ticks":
        return _grid(section, returns)
    if section.per:
        return {"children": _children(section, returns)}
    fields = [_field(section, asked.id, asked.label, asked.adverse, returns)
              for asked in section.fields]
    return {"fields": fields, "by": {one["id"]: one for one in fields}}


def _field(section: Section, name: str, label: str, adverse: str,
           returns: Sequence[Json]) -> Json:
    entries = [{"agency": one["recipient"], "return": one["id"],
                "answer": one["sections"][section.id][name]} for one in returns]
    given = [entry for entry in entries if entry["answer"]["text"].strip()]
    tally: dict[str, list[Json]] = {}
    for entry in given:
        tally.setdefault(str(entry["answer"]["value"]), []).append(entry["answer"])
    counts = [{"value": value, "count": len(some), "refs": _refs(some), "text": str(len(some)),
               "missing": ""} for value, some in sorted(tally.items())]
    bad = tally.get(adverse, []) if adverse else []
    return {"id": name, "label": label, "entries": entries, "given": given, "counts": counts,
            "adverse": len(bad), "adverse_is": adverse,
            # Two answers alike make one answer to show: the number is what changes with them.
            "adverse_count": {"text": str(len(bad)), "value": len(bad), "missing": "0",
                              "refs": _refs([entry["answer"] for entry in given])},
            "answered": len(given)}


def _refs(answers: Iterable[Json]) -> list[Json]:
    return [ref for answer in answers for ref in answer["refs"]]


def _rows(section: Section, returns: Sequence[Json]) -> list[Json]:
    rows = [{**row, "agency": one["recipient"]} for one in returns
            for row in one["sections"][section.id]["rows"]]
    return in_order(rows, section.sort_by) if section.sort_by else rows


def _grid(section: Section, everybody: Sequence[Json]) -> Json:
    # Who holds nothing has not said No to each of them.
    returns = [one for one in everybody if one["nothing_held"]["value"] is not True]
    groups: list[Json] = []
    for n, asked in enumerate(f for f in section.fields if f.type == "tick"):
        marks = [{"agency": one["recipient"],
                  "ticked": one["sections"][section.id]["options"][n]["ticked"]}
                 for one in returns]
        option = {"id": asked.id, "label": asked.label, "agencies": marks,
                  "count": sum(mark["ticked"]["value"] is True for mark in marks)}
        if not groups or groups[-1]["title"] != asked.group:
            groups.append({"title": asked.group, "options": []})
        groups[-1]["options"].append(option)
    others = [{"agency": one["recipient"], "label": asked.label,
               "answer": one["sections"][section.id][asked.id]}
              for asked in section.fields if asked.type != "tick" for one in returns
              if one["sections"][section.id][asked.id]["text"].strip()]
    senders = {one["recipient"]["code"]: one["recipient"] for one in returns}
    return {"groups": groups, "others": others, "agencies": list(senders.values())}


def _children(section: Section, returns: Sequence[Json]) -> list[Json]:
    codes: dict[str, list[Json]] = {}
    for one in returns:
        for child in one["sections"][section.id]["children"]:
            codes.setdefault(child["code"], []).append({**child, "agency": one["recipient"]})
    return [{"code": code, "returns": codes[code]} for code in sorted(codes, key=in_turn)]


def chronology(forms: Iterable[Form], made: Mapping[str, Json]) -> list[Json]:
    """The events of every form whose section means a chronology, in date order."""
    rows = []
    for form in forms:
        section = form.meaning("chronology")
        if section is None:
            continue
        for one in made[form.id]["by_sender"]:
            for row in one["sections"][section.id]["rows"]:
                rows.append({**row, "agency": one["recipient"], "form": form.id,
                             "form_title": form.title})
    return in_order(rows, "when")
