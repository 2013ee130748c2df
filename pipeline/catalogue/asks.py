"""What a sender is asked when a problem is theirs to mend: plain words, for people in a hurry.

Only what a mended form can close stands here: a code that does not is for the Business Unit alone.
`saw` says what we read where its words may not be quoted, as in an e-mail. In `asks` may stand
`{message}`, the sentence of the problem, `{choices}`, the answers offered, and `{most}`, the most
allowed.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Ask(NamedTuple):
    """What we saw, in words that quote nothing, and what we ask for."""

    saw: str
    asks: str


DATE = "Please give the date as day, month and year, or say not known."
BOTH = "{message} Please check both dates and correct the wrong one."
WORDS = "Please type the answer as words."
MOVE = "Please put these words into the box they belong to. Leave them out if nobody needs them."
REMARK = ("Please put this remark into the box if it is part of your answer. If not, nothing needs "
          "doing: we have read it.")
COUNTS = "Please keep the words that count and take out the rest."

ASKS: Mapping[str, Ask] = {
    # Sheets and boxes
    "duplicate-section": Ask("this part twice", "Please put all that counts into the one copy "
                             "here."),
    "missing-section": Ask("nothing", "Please fill in this part: it was missing from your form."),
    "sheet-part-missing": Ask("nothing", "Please fill in this part again: it did not arrive."),
    "missing-label": Ask("nothing", "{message} Please fill it in here."),
    "missing-headings": Ask("nothing", "The headings of this table were missing. Please check that "
                            "every answer is here."),
    "answered-twice": Ask("two answers to one question", "Please keep one answer, or join the two: "
                          "both are there now."),
    "unplaced-content": Ask("words outside a box", MOVE),
    "comment-present": Ask("a remark beside the form", REMARK),
    "outside-words": Ask("words outside the boxes", MOVE),
    "picture-present": Ask("a picture", "Please type what it shows, if it is part of an answer."),
    "control-present": Ask("a button or a tick box of its own", "Please mark your answer in its "
                           "box."),
    "hidden-content": Ask("hidden words", "Please leave these words in if we are meant to read "
                          "them, or take them out."),
    "hidden-under-merge": Ask("words that could not be seen", COUNTS),
    "struck-out": Ask("words that are struck out", COUNTS),
    "cell-twice": Ask("two answers in one place", "Please keep the right answer."),
    "formula-without-value": Ask("a calculation", WORDS),
    "formula-error": Ask("an error message", WORDS),
    "nil-with-answers": Ask("that you hold nothing, beside answers", "Please choose No here if "
                            "your answers count, or take them out."),
    # Answers
    "missing-answer": Ask("no answer", "Please answer this question."),
    "missing-row": Ask("nothing", "Please add at least one entry."),
    "missing-tick": Ask("nothing", "Please mark at least one."),
    "too-many-rows": Ask("more entries than we can use", "Please keep to the {most} that matter "
                         "most."),
    "not-in-list": Ask("an answer that is not one of those offered", "Please choose one of: "
                       "{choices}."),
    "not-a-tick": Ask("a mark that is neither a tick nor empty", "Please put x for yes, or leave "
                      "it empty."),
    "date-unreadable": Ask("words that are no date we know", DATE),
    "date-not-exact": Ask("a date without its day", "Please give the day, month and year."),
    "date-too-early": Ask("a date", BOTH),
    "date-too-late": Ask("a date", BOTH),
    "date-in-future": Ask("a date in the future", "This date is in the future. Please check it, "
                          "and its year."),
    "not-a-number": Ask("words in place of a number", "Please write it in figures."),
    "nhs-number-wrong": Ask("a number that cannot be an NHS number", "Please compare it with your "
                            "record. It has 10 figures."),
    "email-wrong": Ask("an e-mail address that is not complete", "Please give the whole address."),
    "phone-wrong": Ask("a telephone number that is not complete", "Please give it with the area "
                       "code."),
    "postcode-wrong": Ask("an address without a complete postcode", "Please give the whole "
                          "postcode."),
    "person-unknown": Ask("a code that is not on our list of people", "Please use a code from the "
                          "list beside the box, such as C1."),
    "agency-unknown": Ask("a code that is not on our list of agencies", "Please use a code from "
                          "the list beside the box, such as A1."),
    "too-long": Ask("a long answer", "Please shorten it to {most} words."),
    "wrong-form": Ask("an answer in another form", "Please write it as the help beside it says."),
    "value-odd": Ask("an answer that came damaged", "Please check this answer."),
    "text-too-long": Ask("a very long answer", "Please check that its end is here."),
    "maybe-cut": Ask("an answer that may have been cut off", "Please check that its end is here."),
    "number-was-date": Ask("a date that may have been something else", "Please type what you meant "
                           "as words."),
    "serial-read-as-date": Ask("a number in place of a date", "Please check that this is the day "
                               "you meant."),
    "digits-lost": Ask("a number that may have lost figures", "Please check every figure."),
    "days-months-swapped": Ask("days and months that may have changed places", "Please check every "
                               "date in this column."),
}

SAVE = "Please open it in Excel, save it again as an Excel workbook (.xlsx) and send that."
AGAIN: Mapping[str, str] = {
    "workbook-damaged": f"It is damaged. {SAVE}",
    "opening-failed": f"Our program cannot open it. {SAVE}",
    "part-cut-short": f"Part of it is damaged. {SAVE}",
    "format-not-accepted": f"It is in a format that we cannot read. {SAVE}",
    "file-empty": "It arrived empty. Please attach it once more.",
    "file-too-large": "It is too large. Please send the form alone, without pictures.",
    "file-password": "It is locked with a password. Please take the password off.",
    "file-rights-managed": "Only people whom your organisation has named may open it. Please take "
                           "this restriction off.",
    "file-unsafe": "Our safety check did not let us open it. Please use the form that is attached.",
    "mail-encrypted": "Your message is encrypted for one person. Please send it in the way that "
                      "you usually send us records.",
    "mail-wrapped": "It arrived wrapped up in a file called winmail.dat. Please send your message "
                    "as plain text.",
    "mail-cloud-link": "Your message holds a link in place of the form. Please attach the form "
                       "itself.",
    "word-form": "It is a Word document. Please type your answers into the form that is attached.",
}
"""What whoever sent a file that gave us nothing is asked to do."""
