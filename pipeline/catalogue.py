"""Every code of a problem: how grave it is, what it says and how to mend it.

docs/problems.md explains each code; a test holds the two together. Words in braces are filled in by
whoever finds the problem, and never hold what somebody typed: that goes into the quote.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Problem, Where


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its gravity ('error', 'warning', 'note') and its two sentences."""

    severity: str
    message: str
    fix: str


CODES: Mapping[str, Kind] = {
    # The file
    "workbook-damaged": Kind("error", "This file cannot be opened as an Excel workbook.",
                             "Ask the sender to open it in Excel and save it again as .xlsx."),
    "form-unknown": Kind("error", "This workbook is not one of the forms of this partnership.",
                         "If it should be, copy its answers into the blank form and save that "
                         "here."),
    "not-a-workbook": Kind("note", "This file is not an .xlsx workbook, so nothing was taken from "
                           "it.", "If it holds a return, put its answers into the form."),
    "open-elsewhere": Kind("warning", "Somebody seems to have a workbook of this case open.",
                           "Save and close it, then collate again."),
    "format-not-accepted": Kind("error", "This workbook is in a format we do not read, or is "
                                "empty. Nothing was taken from it.", "Ask the sender to open it in "
                                "Excel and save it as an Excel workbook (.xlsx)."),
    "case-mismatch": Kind("error", "This form says that it belongs to another case.",
                          "Take it out of this folder if it is for another case, or correct the "
                          "case reference on its first sheet. Nothing of it was used."),
    "no-case-reference": Kind("warning", "This form does not say which case it belongs to.",
                              "Write the case reference on its first sheet."),
    "other-version": Kind("warning", "This is another version of the form; the present one is "
                          "{version}.", "Check that no answer is missing."),
    "recipient-unknown": Kind("error", "This return is from '{recipient}', which is not in the "
                              "list of agencies asked.", "Add the agency to the case record, or "
                              "correct the code on the first sheet of the return."),
    "two-returns": Kind("error", "There are two returns from {recipient} and neither says that it "
                        "replaces the other. Both are kept.", "Ask {recipient} which is right. "
                        "Mark the second as a correction or an addition on its first sheet."),
    "two-copies": Kind("error", "There are two copies of '{form}' in this folder. The words of "
                       "both are printed.", "Keep the newer copy here and move the other out "
                       "of the case folder."),
    "same-file-twice": Kind("warning", "This is the same file as {used}. It was used once.",
                            "Delete one of the two."),
    "code-twice": Kind("error", "Two rows of '{sheet}' have the same code.",
                       "Give each its own code. Forms and answers are put together by it."),
    "no-case-record": Kind("error", "There is no case record in this folder.",
                           "Fill in the case record workbook and save it in this folder."),
    "two-case-records": Kind("error", "There are two case records in this folder. The one in "
                             "{used} was used.", "Keep one, and move the other away."),
    # Sheets and boxes
    "duplicate-section": Kind("error", "The sheet '{sheet}' is in this workbook twice.",
                              "Keep one of the two, with all its answers, and save it again."),
    "missing-section": Kind("error", "The sheet '{sheet}' is missing from this workbook.",
                            "Ask the sender for the whole form, or put the sheet back from the "
                            "blank."),
    "missing-headings": Kind("error", "The headings of the table '{sheet}' are missing.",
                             "Put the row of headings back from the blank form."),
    "missing-label": Kind("error", "The column '{label}' is missing.",
                          "Put the column back from the blank form."),
    "missing-question": Kind("error", "The question '{label}' is missing from this sheet.",
                             "Put the row back from the blank form."),
    "label-changed": Kind("warning", "The wording of this question was changed.",
                          "The question is: {label}"),
    "label-and-key-differ": Kind("warning", "The rows of this sheet were moved. We went by the "
                                 "questions as printed.",
                                 "Check that each answer still stands beside its question."),
    "answered-twice": Kind("warning", "This question is answered in two places. Both answers are "
                           "kept.", "Keep one answer, or join the two in one box."),
    "unplaced-content": Kind("warning", "These words stand outside the boxes of the form.",
                             "Move them into the box they belong to, or say that they are not "
                             "needed."),
    "formula-without-value": Kind("error", "This cell holds a formula in place of an answer.",
                                  "Type the answer as words. If it begins with = or -, type an "
                                  "apostrophe first."),
    "held-changed": Kind("warning", "A part that the Business Unit fills in differs from the case "
                         "record.", "If the sender changed it, ask whether its records differ. If "
                         "the case record was changed since, nothing needs doing."),
    # Answers
    "missing-answer": Kind("error", "'{label}' has no answer.", "Answer it, or ask the sender to."),
    "missing-row": Kind("error", "'{sheet}' is empty.", "Add at least one row."),
    "missing-tick": Kind("error", "Nothing is ticked in '{sheet}'.", "Tick at least one."),
    "too-many-rows": Kind("warning", "'{sheet}' has more than {most} rows.",
                          "Keep it to {most}, or say why there must be more."),
    "not-in-list": Kind("error", "This answer to '{label}' is not one of those offered.",
                        "Choose one of: {choices}."),
    "not-a-tick": Kind("error", "This mark beside '{label}' is neither a tick nor empty.",
                       "Put x for yes, or leave it empty."),
    "date-unreadable": Kind("error", "'{label}' is not a date we can read, or a day there is not.",
                            "Check day, month and weekday. Write it like 12 March 2025, or March "
                            "2025, or not known."),
    "date-not-exact": Kind("error", "'{label}' needs an exact day.", "Write it like 12 March "
                           "2025."),
    "date-too-early": Kind("error", "'{label}' is before '{other}'.",
                           "Check both dates and correct the wrong one."),
    "date-too-late": Kind("error", "'{label}' is after '{other}'.",
                          "Check both dates and correct the wrong one."),
    "date-outside": Kind("warning", "'{label}' is outside the period the agencies were asked "
                         "about.", "Check the date. Earlier background is welcome where it "
                         "informs the decision."),
    "not-a-number": Kind("error", "'{label}' must be a whole number.", "Write it in figures."),
    "nhs-number-wrong": Kind("error", "This is not a possible NHS number: the last figure does not "
                             "check.", "Compare it with the record. It has 10 figures."),
    "email-wrong": Kind("error", "'{label}' is not a complete e-mail address.",
                        "Write it like name@example.org."),
    "phone-wrong": Kind("error", "'{label}' is not a complete telephone number.",
                        "Write it with the area code."),
    "postcode-wrong": Kind("error", "'{label}' does not end in a complete UK postcode.",
                           "Write it like AB1 2CD."),
    "person-unknown": Kind("error", "'{label}' is not the code of a person in the case record.",
                           "Use a code of the case record, such as C1."),
    "agency-unknown": Kind("error", "'{label}' is not the code of an agency in the case record.",
                           "Use a code of the case record, such as A1."),
    "too-long": Kind("warning", "'{label}' is longer than {most} words.", "Shorten it."),
    "wrong-form": Kind("error", "'{label}' is not written in the form expected.", "{hint}"),
    # Putting together
    "disagreement": Kind("warning", "Sources disagree about '{label}' of {person}.",
                         "Decide which is right and note it under facts settled in the case "
                         "record."),
    "not-returned": Kind("warning", "{recipient} has not replied. The reply was due on {due}.",
                         "Chase the agency, or note in the case record why it is left out."),
    "document-failed": Kind("error", "The document '{document}' could not be made.",
                            "Run cspr lint and mend its template. All other documents are "
                            "there."),
    "edited-kept": Kind("note", "'{document}' was changed, or put there, by somebody.",
                        "It is kept in the folder 'edited'. Take over by hand what must stay, and "
                        "save your own files elsewhere."),
}


def problem(code: str, where: Where, quote: str = "", sender: str = "", severity: str = "",
            **words: str) -> Problem:
    """The problem with this code at this place. `words` fill the braces of its sentences."""
    kind = CODES[code]
    return Problem(code, severity or kind.severity, where, kind.message.format(**words),
                   kind.fix.format(**words), quote, sender)
