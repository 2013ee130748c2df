"""Problems of a form: its sheets, boxes and answers, and of putting returns together."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

CODES: Mapping[str, Kind] = {
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
    "answer-moved": Kind("warning", "This answer stood beside its box. It was taken for the answer "
                         "to the question in its row.", "Check that it belongs there."),
    "unplaced-content": Kind("warning", "These words stand outside the boxes of the form.",
                             "Move them into the box they belong to, or say that they are not "
                             "needed."),
    "formula-without-value": Kind("error", "This cell holds a formula in place of an answer.",
                                  "Type the answer as words. If it begins with = or -, type an "
                                  "apostrophe first."),
    "held-changed": Kind("warning", "A part that the Business Unit fills in differs from the case "
                         "record.", "If the sender changed it, ask whether its records differ. If "
                         "the case record was changed since, nothing needs doing."),
    "not-accounted": Kind("error", "These words stand in the file but nothing we read accounts for "
                          "them.", "Put them where they belong. Tell whoever looks after this "
                          "program: it should not happen."),
    "readings-differ": Kind("error", "Two ways of reading this cell disagree about whose answer it "
                            "is.", "Compare it with the original. Tell whoever looks after this "
                            "program: it should not happen."),
    "comment-present": Kind("warning", "Somebody wrote a remark here.",
                            "Read it. If it is part of the answer, put it into the box."),
    "outside-words": Kind("warning", "These words stand outside the cells: {what}.",
                          "Read them. If they are part of an answer, put them into its box."),
    "picture-present": Kind("warning", "There is a picture here. We cannot read it.",
                            "Look at it in the original. If it is an answer, type it as words."),
    "control-present": Kind("warning", "A button or tick box was drawn here. We cannot read it.",
                            "Look at it in the original and mark the answer in its box."),
    "hidden-content": Kind("warning", "These words are hidden in the file, where nobody sees them.",
                           "Ask the sender whether they are meant to be read. Words that are no "
                           "answer stand here alone."),
    "hidden-under-merge": Kind("warning", "These words lie unseen under merged cells.",
                               "Check that they are meant. Words that are no answer stand here "
                               "alone."),
    "struck-out": Kind("warning", "Words of this answer are struck out in the original. They are "
                       "still printed.", "Ask the sender whether they are meant to be left out."),
    "cell-twice": Kind("warning", "The file has this cell twice, with other words.",
                       "Ask the sender which are right."),
    "sheet-name-twice": Kind("warning", "Two sheets of this workbook have one name.",
                             "Check that nothing is missing."),
    "sheet-part-missing": Kind("error", "A sheet of this workbook is listed in it but is not "
                               "there.", "Ask the sender to open it in Excel and save it again."),
    "part-cut-short": Kind("error", "Part of this workbook is damaged. What could be read of it "
                           "was read.", "Ask the sender to open it in Excel and save it again."),
    "characters-repaired": Kind("warning", "Characters that no program can show were taken out "
                                "here.", "Compare the words with the original."),
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
    "date-in-future": Kind("error", "'{label}' is in the future.", "Check the date, and its year."),
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
    "formula-error": Kind("error", "This cell shows an error in place of an answer.",
                          "Type the answer as words. If it begins with = or -, type an "
                          "apostrophe first."),
    "value-odd": Kind("warning", "The value of this cell does not fit its type. Its words are "
                      "quoted.", "Check the answer with the sender."),
    "text-too-long": Kind("warning", "This answer is longer than an Excel cell can hold.",
                          "Check that its end is there. Ask for long words in two boxes."),
    "maybe-cut": Kind("warning", "This answer is exactly as long as a cell may be. Its end may be "
                      "missing.", "Ask the sender whether it goes on."),
    "number-was-date": Kind("warning", "A spreadsheet may have turned what was typed here into a "
                            "date.", "Ask the sender what was typed."),
    "serial-read-as-date": Kind("warning", "This date came as a plain number. It was read as the "
                                "day that Excel means by it.", "Check the date."),
    "digits-lost": Kind("warning", "A spreadsheet took this for a number, so that its first or "
                        "last figures may be missing.", "Check it with the sender."),
    "days-months-swapped": Kind("warning", "In this column days and months may have changed "
                                "places. Nothing was changed.",
                                "Ask the sender to check every date of the column."),
    "process-rule": Kind("error", "{message}", "{fix}"),
    "publication-clashes": Kind("warning", "'{label}' is planned for a day to avoid: {what}.",
                                "Choose another day: cspr deadlines --publish shows what a day "
                                "falls on. If this one must stay, agree it with the family."),
    "family-undecided": Kind("warning", "It is not said whether to write to this parent or carer.",
                             "Say Yes or No under '{label}'. Until then no letter is made for "
                             "them."),
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
