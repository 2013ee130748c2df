"""The rules of single answers in Cerberus's words, and the checks Cerberus does not have."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from cerberus import Validator
from cerberus.errors import BasicErrorHandler

from pipeline.dates import read_when
from pipeline.model import Answer, Field, Section

POSTCODE = re.compile(r"(?i)\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\s*$")
FIGURES = re.compile(r"[\d\s-]{8,}")
DAY_IN_FIGURES = re.compile(r"[0-9]{1,4}([./ -])[0-9]{1,2}\1[0-9]{1,4}")
IN_FIGURES = {"nhs_number": FIGURES, "date": DAY_IN_FIGURES, "when": DAY_IN_FIGURES}
"""What a remark must be in full before the rules of its question are held against it."""
NOT_APPLICABLE = ("n/a", "na", "not applicable")
CHECKED = {"nhs_number", "email", "phone", "postcode", "date", "when", "number", "tick", "choice",
           "yes_no", "person", "agency"}


class _Codes(BasicErrorHandler):
    """Errors as our codes in place of Cerberus's sentences."""

    messages: ClassVar = {
        **BasicErrorHandler.messages, 0x02: "missing-answer", 0x22: "missing-answer",
        0x23: "missing-answer", 0x27: "wrong-form", 0x28: "wrong-form", 0x41: "wrong-form",
        0x42: "wrong-form", 0x43: "wrong-form", 0x44: "not-in-list"}


class Rules(Validator):
    """Validates one group of answers. `errors` maps a field's id to the codes of its problems."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_handler", _Codes)
        super().__init__(*args, **kwargs)

    def _answer(self, name: str) -> tuple[Field, Answer]:
        asked = self._config["section"].field(name)
        return asked, self._config["answers"][name]

    def _check_with_type(self, name: str, value: str | None) -> None:
        if value is None:
            return
        asked, answer = self._answer(name)
        # Forms ask to write N/A where a question does not apply.
        if not asked.required and answer.text.strip().casefold() in NOT_APPLICABLE:
            return
        code = TYPE_CHECKS[asked.type](asked, answer, self._config["facts"])
        if code:
            self._error(name, code)

    def _check_with_length(self, name: str, value: str | None) -> None:
        asked, answer = self._answer(name)
        if len(answer.text.split()) > asked.max_words:
            self._error(name, "too-long")


def schema(section: Section, answers: Mapping[str, Answer], strict: bool,
           remarks: bool = False) -> dict[str, Any]:
    """Cerberus's schema for one group of answers; without `strict` nothing is required.

    Whether a conditional question is required depends on the answers beside it, so the schema is
    made for each group. `remarks` are what an agency notes beside an answer we hold: free words,
    but a number or a date in figures that stands there alone must still be a possible one.
    """
    made: dict[str, Any] = {}
    for asked in section.fields:
        alone = IN_FIGURES.get(asked.type)
        if remarks and not (alone and alone.fullmatch(answers[asked.id].text.strip())):
            continue
        checks = (["type"] if asked.type in CHECKED else []) + (
            ["length"] if asked.max_words else [])
        needed = strict and (asked.required or asked.wanted(answers))
        counted = isinstance(checked(asked, answers[asked.id]), int)
        kind = "integer" if counted else "string"
        made[asked.id] = {"type": kind, "nullable": not needed, **asked.rules}
        if checks:
            made[asked.id]["check_with"] = checks
    return made


def checked(asked: Field, answer: Answer) -> str | int | None:
    """What the rules see of an answer: its words, or the number they are; None when empty."""
    if asked.type == "number" and isinstance(answer.value, int):
        return answer.value
    return answer.text.strip() or None


Check = Callable[[Field, Answer, Any], str]


def _date(asked: Field, answer: Answer, facts: Any) -> str:
    kind = read_when(answer.text).kind
    # The number 10.2019 is no date, though the same words would be one.
    if kind == "unreadable" or (kind not in ("unknown", "empty") and not answer.value):
        return "date-unreadable"
    return "date-not-exact" if asked.type == "date" and kind not in ("day", "unknown") else ""


def _choice(asked: Field, answer: Answer, facts: Any) -> str:
    offered = asked.choices or facts.offered(asked.choices_from)
    folded = {choice.casefold() for choice in offered}
    return "" if not offered or str(answer.value).casefold() in folded else "not-in-list"


def _nhs(asked: Field, answer: Answer, facts: Any) -> str:
    from stdnum.gb import nhs

    return "" if nhs.is_valid(answer.text) else "nhs-number-wrong"


def _email(asked: Field, answer: Answer, facts: Any) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:  # two may stand in one cell
        for one in re.split("[;,]", answer.text.strip(" ;,\n")):
            validate_email(one.strip(), check_deliverability=False)
    except EmailNotValidError:
        return "email-wrong"
    return ""


def _phone(asked: Field, answer: Answer, facts: Any) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(answer.text, "GB")
    except phonenumbers.NumberParseException:
        return "phone-wrong"
    # A number without its area code is possible too, but not complete.
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    reason = phonenumbers.is_possible_number_with_reason(number)
    return "" if reason == whole else "phone-wrong"


def _code_of(code: str, names: str) -> Check:
    def check(asked: Field, answer: Answer, facts: Any) -> str:
        offered = {one.casefold() for one in getattr(facts, names)}
        given = re.split(r"[,;/&\s]+|\band\b", answer.text.strip())
        return "" if not offered or all(g.casefold() in offered for g in given if g) else code
    return check


def _value(code: str) -> Check:
    return lambda asked, answer, facts: code if answer.value == "" else ""


TYPE_CHECKS: Mapping[str, Check] = {
    "date": _date, "when": _date, "choice": _choice, "yes_no": _value("not-in-list"),
    "tick": _value("not-a-tick"), "number": _value("not-a-number"), "nhs_number": _nhs,
    "email": _email, "phone": _phone, "person": _code_of("person-unknown", "people"),
    "agency": _code_of("agency-unknown", "agencies"),
    "postcode": lambda asked, answer, facts: "" if POSTCODE.search(answer.text.strip())
    else "postcode-wrong",
}
