"""Which keys a definition may have, in Cerberus's words. docs/forms.md explains each one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cerberus import Validator

from pipeline.errors import DefinitionTrouble

TYPES = ("text", "narrative", "when", "date", "time", "yes_no", "choice", "tick", "number",
         "nhs_number", "email", "phone", "postcode", "person", "agency")

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "identity": ("reference", "route", "stage"),
    "key_dates": (),
    "subject_children": ("name", "date_of_birth"),
    "people": ("code", "name"),
    "agencies": ("code", "name", "asked_on", "return_due", "omitted_because"),
    "respondent": ("name",),
    "chronology": ("when", "event"),
    "settled_facts": ("person", "fact", "agreed"),
    "waivers": ("code", "reason", "by"),
    "joint_review": (),
    "parallel_dates": ("when", "kind"),
    "other_names": ("words", "kind", "instead"),
    "unusual_facts": ("fact", "words"),
    "publication_decision": (
        "way", "reason", "panel_asked_on", "panel_reply", "impact_assessment",
        "judicial_agreement", "judicial_reference", "legal_advice_on", "legal_advice_from",
        "family_meeting_on", "no_family_meeting_because", "family_involvement", "reviewer",
        "website"),
    "sign_off": ("body", "on", "by"),
    "partners": ("partner", "name", "agreed_on"),
    "press_statement": ("experience", "learned"),
    "reactive_lines": ("question", "line"),
    "improvements": ("improvement",),
    "deck_messages": ("message", "theme", "recommendation"),
    "publication_steps": ("step", "action", "date", "who", "status", "note"),
}

DOCUMENT_MEANINGS = (
    "report", "summary", "deck", "press_statement", "web_page", "rapid_review", "genogram",
    "chronology", "action_plan", "publication_plan", "improvements", "qa_record", "reactive_lines")
"""What the gate must know a document as."""
WAYS = ("The whole report", "Improvements only", "Not published")
"""The three ways to publish (000_ef6ce46826ea66d0.txt, lines 580-584)."""

CHECKS = (
    "names", "identifiers", "doubts", "tick_list", "hygiene", "not_public", "watermark", "clean",
    "logo", "judicial", "legal_advice", "family_meeting", "sign_off", "partners", "panel_copy",
    "publication_day", "reviewer", "report_contents", "summary_length", "placeholders", "way",
    "accessibility", "recipient", "panel_contents", "action_plan")
"""The checks of the gate that a pack may ask for; docs/gate.md says what each looks at."""

ID = {"type": "string", "regex": "[a-z][a-z0-9_]*", "required": True}
TEXT = {"type": "string"}
NEEDED = {"type": "string", "required": True, "empty": False}
FLAG = {"type": "boolean"}
COUNT = {"type": "integer", "min": 0}
WORDS = {"type": "list", "schema": {"type": "string"}}
ONLY_WHEN = {"type": "dict", "schema": {
    "path": {**NEEDED, "regex": r"[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+"},
    "is": {**WORDS, "required": True}}}
OWNERS = ["agency", "business_unit", "referrer", "panel_member", "chair", "partner",
          "lead_reviewer", "action_owner", "practitioner"]

EMPTY = ("None recorded", "Not recorded", "None given", "None named", "Nothing added",
         "Nothing recorded", "No note", "No comment", "No other place recorded")
"""What may stand where nobody answered: words that claim nothing but that nothing was written."""

REPLIES = {name: {**COUNT, "required": True} for name in (
    "mend_working_days", "chase_working_days", "escalate_working_days")}

PROFILE: dict[str, Any] = {
    "id": ID, "name": NEEDED, "marking": TEXT,
    "forms": {**WORDS, "required": True}, "words": {"type": "dict", "required": True},
    "roles": {"type": "dict"}, "switches": {"type": "dict", "valuesrules": FLAG},
    "lists": {"type": "dict"}, "documents": {"type": "list"}, "deadlines": {"type": "list"},
    "packs": {"type": "list"},
    "notes": WORDS, "replies": {"type": "dict", "required": True, "schema": REPLIES},
    "rules": {"type": "list"}, "measures": {"type": "list"}, "source_file": TEXT,
    "sources": {"type": "dict", "valuesrules": {"type": "string", "empty": False}},
    "closures": {"type": "list", "schema": {"type": "dict", "schema": {
        "date": {"type": "date", "required": True}, "name": NEEDED}}},
}

FORM: dict[str, Any] = {
    "id": ID, "title": NEEDED, "version": NEEDED,
    "filled_by": {"type": "string", "required": True, "allowed": OWNERS},
    "means": {"type": "string", "allowed": ["case_record", "agency_return"]},
    "for_each": {"type": "string", "allowed": ["case", "agency", "member"]},
    "desk": FLAG, "intro": WORDS, "guidance": WORDS, "source": TEXT,
    "starts": {"type": "dict", "valuesrules": TEXT},
    "only_when": ONLY_WHEN,
    "sections": {"type": "list", "required": True, "minlength": 1},
}

SECTION: dict[str, Any] = {
    "id": ID, "title": NEEDED, "sheet": TEXT, "about": TEXT,
    "kind": {"type": "string", "required": True, "allowed": ["answers", "table", "ticks"]},
    "per": {"type": "string", "allowed": ["subject_child"]},
    "prefilled": FLAG, "prefill": TEXT,
    "means": {"type": "string", "allowed": list(MEANINGS)},
    "guidance": WORDS, "guidance_after": WORDS,
    "filled_by": {"type": "string", "allowed": OWNERS},
    "rows": COUNT, "max_rows": COUNT,
    "printed": {"type": "list", "schema": {"type": "dict"}},
    "sort_by": TEXT, "at_least_one": FLAG, "list": TEXT, "switch": TEXT, "source": TEXT,
    "fields": {"type": "list", "schema": {"type": "dict"}}, "use": TEXT, "without": WORDS,
}

FIELD: dict[str, Any] = {
    "id": ID, "use": TEXT, "label": NEEDED, "type": {"type": "string", "allowed": list(TYPES)},
    "hint": TEXT, "heading": TEXT, "guidance": WORDS, "required": FLAG,
    "required_if": {"type": "dict", "schema": {
        "field": TEXT, "is": {"type": ["string", "list"]}, "ticked": {"type": ["string", "list"]}}},
    "severity": {"type": "string", "allowed": ["error", "warning"]},
    "choices": WORDS, "choices_from": TEXT, "labels_before": WORDS, "until": TEXT,
    "not_before": WORDS, "not_after": WORDS,
    "within": {**WORDS, "minlength": 2, "maxlength": 2},
    "continuation": COUNT, "max_words": COUNT, "width": COUNT, "group": TEXT, "prefill": TEXT,
    "starts": TEXT,
    "gathers": WORDS, "adverse": TEXT, "if_empty": {**TEXT, "allowed": list(EMPTY)},
    "weekday": FLAG, "switch": TEXT, "source": TEXT,
    "after": TEXT, "regex": TEXT, "min": {"type": "integer"}, "max": {"type": "integer"},
    "minlength": COUNT, "maxlength": COUNT, "allowed": WORDS,
}

SOURCE: dict[str, Any] = {"type": "dict", "schema": {
    "file": TEXT, "line": {"type": "integer"}, "words": TEXT}}
LETTER: dict[str, Any] = {
    "to": {"type": "string", "required": True, "allowed": ["agency", "family", "one"]},
    "addressee": TEXT, "purpose": NEEDED, "asks": NEEDED, "due": TEXT, "returns": NEEDED,
    "role": NEEDED, "form": {"type": ["string", "list"]}, "secure_records": FLAG,
    "nil_return": FLAG, "asks_for_records": FLAG, "encloses": WORDS, "starts_clock": TEXT,
    "attach": WORDS, "address": TEXT,
}

DOCUMENT: dict[str, Any] = {
    "id": ID, "title": NEEDED, "template": TEXT, "form": TEXT,
    "for_each": {"type": "string", "allowed": ["case", "agency", "member", "family", "entry"]},
    "entries": TEXT, "outside": TEXT, "optional": FLAG,
    "means": {"type": "string", "allowed": list(DOCUMENT_MEANINGS)},
    "folder": {"type": "string", "allowed": ["documents", "restricted"]},
    "needs": WORDS,
    "format": {"type": "string", "allowed": ["docx", "xlsx", "pptx", "html", "eml"]},
    "columns": {"type": "list", "schema": {"type": "dict"}}, "rows": TEXT, "marking": TEXT,
    "main": FLAG, "leaves_out": WORDS, "only_when": ONLY_WHEN,
    "relies_on": WORDS, "covers": TEXT, "guidance": TEXT, "show_sources": FLAG,
    "source": SOURCE, "letter": {"type": "dict", "schema": LETTER},
}

PACK: dict[str, Any] = {
    "id": ID, "title": NEEDED, "audience": NEEDED,
    "contents": {**WORDS, "required": True, "minlength": 1},
    "checks": {"type": "list", "required": True, "allowed": list(CHECKS)},
    "for_each": {"type": "string",
                 "allowed": ["case", "agency", "family", "member", "list"]},
    "recipients": TEXT, "published": FLAG, "anonymise": FLAG, "bundle": FLAG, "marking": TEXT,
    "watermark": TEXT, "state": TEXT, "numbered": FLAG, "refs": FLAG, "restricted": FLAG,
    "gaps": {"type": "string", "allowed": ["refused", "pending"]},
    "ways": {"type": "list", "allowed": list(WAYS)},
    "needs": {"type": "list", "schema": {"type": "dict", "schema": {
        "pack": NEEDED, "deadline": TEXT}}},
    "first_page": WORDS, "starts_clock": TEXT, "after": WORDS, "before": WORDS, "source": SOURCE,
}

UNITS = ("working_days", "days", "hours", "weeks", "months", "years")
DEADLINE: dict[str, Any] = {
    "id": ID, "what": NEEDED, "who": TEXT, "unit_stated": FLAG, "note": TEXT,
    "kind": {"type": "string", "required": True,
             "allowed": ["due", "window", "before_event", "recurring", "limit", "unstated"]},
    "anchor": TEXT, "edition": TEXT, "date": TEXT, "done_when": TEXT,
    "within": {"type": "dict", "keysrules": {"allowed": list(UNITS)}},
    "from": {"type": "dict", "keysrules": {"allowed": list(UNITS)}},
    "source": {**SOURCE, "required": True}, "row": TEXT, "national": TEXT, "or_anchor": TEXT,
    "instead": TEXT, "working_time": FLAG, "first": {"type": "date"}, "limit": TEXT,
    "returns": FLAG,
}


RULE: dict[str, Any] = {
    "id": ID, "kind": {"type": "string", "required": True,
                       "allowed": ["needs", "at_most", "each_of", "each_row"]},
    "when": {"type": "list", "schema": {"type": "dict", "schema": {
        "path": NEEDED, "is": WORDS}}},
    "all": WORDS, "any": WORDS, "table": TEXT, "column": TEXT,
    "count": COUNT, "values": WORDS, "is": WORDS,
    "rows": {"type": "dict", "schema": {"column": NEEDED, "is": {**WORDS, "required": True}}},
    "severity": {"type": "string", "allowed": ["error", "warning"]},
    "message": NEEDED, "fix": NEEDED, "source": SOURCE,
}
MEASURE: dict[str, Any] = {
    "id": ID, "letter": NEEDED, "group": NEEDED, "label": NEEDED,
    "kind": {"type": "string", "required": True,
             "allowed": ["count", "share", "average", "deadline", "by_date"]},
    "field": TEXT, "due": TEXT, "done": TEXT, "deadline": TEXT, "yes": WORDS, "leave_out": WORDS,
    "per": {"type": "string", "allowed": ["case"]}, "counted_on": NEEDED, "note": TEXT,
    "where": {"type": "dict", "schema": {"field": NEEDED, "is": {**WORDS, "required": True}}},
    "source": {**SOURCE, "required": True},
}
LIST: dict[str, Any] = {
    "edition": NEEDED, "date": NEEDED, "source": SOURCE,
    "entries": {"type": "list", "required": True},
}
NATIONAL: dict[str, Any] = {
    "sources": {"type": "dict"}, "deadlines": {"type": "list"},
    "texts": {"type": "dict", "valuesrules": {"type": "dict", "schema": {
        "words": NEEDED, "edition": NEEDED, "date": NEEDED, "source": SOURCE}}},
}

CONTACT: dict[str, Any] = {"name": TEXT, "phone": TEXT, "email": TEXT}

SCHEMAS = {"contact": CONTACT, "profile": PROFILE, "form": FORM, "section": SECTION, "field": FIELD,
           "document": DOCUMENT, "pack": PACK, "deadline": DEADLINE, "rule": RULE,
           "measure": MEASURE,
           "national": NATIONAL, "list": LIST}


@cache
def _validator(kind: str) -> Validator:
    """Cerberus checks a schema when it takes it, which costs more than using it: once will do."""
    return Validator(SCHEMAS[kind])


def check(raw: Mapping[str, Any], kind: str, file: Path, key: str,
          origins: Mapping[str, Path] | None = None) -> None:
    """Raise DefinitionTrouble, naming file and key, when a definition does not fit its schema.

    `kind` is one of SCHEMAS; `origins` names the file of each key where there are several.
    """
    validator = _validator(kind)
    if validator.validate(dict(raw), normalize=False):
        return
    name, why = next(iter(sorted(validator.errors.items(), key=lambda item: str(item[0]))))
    place = ".".join(bit for bit in (key, str(name)) if bit)
    file = (origins or {}).get(place, file)
    raise DefinitionTrouble(f"{file.name}, {place}: {_plain(why)}.")


def _plain(why: Any) -> str:
    while isinstance(why, list | dict):
        why = why[0] if isinstance(why, list) else next(iter(why.values()))
    return "there is no such key" if why == "unknown field" else str(why)
