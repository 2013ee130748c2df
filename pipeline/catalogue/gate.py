"""Problems of a pack: what its finished files still hold, and what must be there before it leaves.

docs/gate.md says which check finds which, and what may be waived.
"""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

RECORD = "Record it in the publication plan's workbook, with its date."
IN_OFFICE = "In Word and PowerPoint: File, Info, Check for Issues, Inspect Document."

CODES: Mapping[str, Kind] = {
    # When a pack is made
    "trace-unreadable": Kind("error", "This file cannot be looked through, so nobody can say what "
                             "it holds.", "Save it again as {format}, or leave it out."),
    "trace-properties": Kind("error", "The file's properties still say: {what}.",
                             f"{IN_OFFICE} Remove document properties."),
    "trace-custom-data": Kind("error", "The file carries data of its own that nobody sees: {what}.",
                              f"{IN_OFFICE} Remove custom XML data."),
    "trace-comments": Kind("error", "There are comments, or the names of people who wrote them.",
                           "Delete all comments and save the file again."),
    "trace-tracked-changes": Kind("error", "There are tracked changes: {what}. What was struck out "
                                  "is still in the file.",
                                  "Accept or reject every change, turn tracking off, save it."),
    "trace-hidden-text": Kind("error", "There is hidden text here.",
                              "Show all marks in Word and delete it, or make it visible."),
    "trace-invisible-text": Kind("error", "The words here have the colour of what is behind them.",
                                 "Delete them, or give them a colour that can be read."),
    "trace-editing-marks": Kind("error", "The file holds the marks of who edited it when.",
                                f"{IN_OFFICE}"),
    "trace-thumbnail": Kind("error", "The file holds a small picture of its first page.",
                            "Save it again without a preview picture."),
    "trace-template": Kind("error", "The file names the template it was written in, and where that "
                           "lies.", "In Word: Developer, Document Template, attach Normal."),
    "trace-variables": Kind("error", "The file holds {what}.",
                            "Finish the mail merge, and save the result as a new document."),
    "trace-fields": Kind("error", "There is a field here that fetches something: {what}.",
                         "Put the cursor in it and press Ctrl+Shift+F9: it becomes plain words."),
    "trace-outside-parts": Kind("error", "The file fetches {what} from somewhere else when it is "
                                "opened.", "Put the picture or the words into the file itself."),
    "trace-inside-links": Kind("error", "A link leads to the inside of an organisation, or to a "
                               "person: {what}.", "Take the link off."),
    "trace-embedded": Kind("error", "Another file lies inside this one: {what}.",
                           "Take it out, or paste it as a picture with alternative text."),
    "trace-chart-data": Kind("error", "The rows that a chart was drawn from lie inside the file.",
                             "Paste the chart as a picture with alternative text."),
    "trace-picture-data": Kind("error", "A picture says how it was made: {what}.",
                               "Save the picture again without its properties."),
    "trace-picture-names": Kind("error", "A picture still has the name of the file it came from.",
                                "Cut it, and paste it as a picture."),
    "trace-notes": Kind("error", "There are speaker notes on this slide.",
                        "Delete the notes in the copy that is published."),
    "trace-hidden-slides": Kind("error", "This slide is hidden.", "Show the slide, or delete it."),
    "trace-hidden-cells": Kind("error", "The workbook hides {what}.",
                               "Show them and delete what must not go out."),
    "trace-macros": Kind("error", "The file holds program code: {what}.",
                         "Save it without macros, as .docx, .pptx or .xlsx."),
    "trace-attachments": Kind("error", "Files are attached inside this one: {what}.",
                              "Take the attachments out."),
    "trace-annotations": Kind("error", "There are notes or stamps laid over this page.",
                              "Delete them and save the file again."),
    "trace-web": Kind("error", "The page holds {what} that nobody sees on the screen.",
                      "Take them out of the page."),
    "trace-mail": Kind("error", "The message says which way it went: {what}.",
                       "Write it again as a new message."),
    "gate-cannot-check": Kind("error", "The check '{check}' could not be made: {why}.",
                              "Nothing goes out unchecked. Mend this and make the pack again."),
    "gate-paper-missing": Kind("error", "A paper of this pack is missing: '{title}'.",
                               "Put it there, and make the pack again."),
    "gate-name": Kind("error", "The name of {who} stands here.",
                      "Put '{instead}' in its place, in the file it came from."),
    "gate-identifier": Kind("error", "Something that identifies {who} stands here: {what}.",
                            "Take it out of the file it came from."),
    "gate-practitioner": Kind("error", "A practitioner is named here: {who}.",
                              "Name the role in place of the person."),
    "gate-doubt": Kind("error", "This may be a name, and nobody has decided: {why}.",
                       "Decide it in the decision sheet of the pack."),
    "gate-tick-open": Kind("error", "Nobody has ticked this: {what}. With other details it could "
                           "say who the child is.", "Read the page and tick it in the decision "
                           "sheet, or change the words."),
    "gate-source-file": Kind("error", "A spreadsheet, or a file that somebody sent in, is in this "
                             "pack.", "Take it out. What is published is made for it."),
    "gate-not-public": Kind("error", "This is not for publication: {what}.",
                            "Take it out of the pack's contents."),
    "gate-private-words": Kind("error", "By its own words this paper is not for publication: it "
                               "begins as, or has the headings of, '{what}'.",
                               "Put the file that is to be published into this folder in its "
                               "place."),
    "gate-watermark-missing": Kind("error", "The mark '{words}' is missing.",
                                   "Make the pack again. If it is still missing, tell whoever "
                                   "looks after this program."),
    "gate-watermark-left": Kind("error", "A watermark is left on a copy that must be clean.",
                                "Take it off in Word: Design, Watermark, Remove."),
    "gate-draft-words": Kind("error", "This copy still says '{words}' at the head or foot of a "
                             "page, or in a mark across it.", "Take these words out."),
    "gate-logo": Kind("error", "The partnership's logo is not on the first page.",
                      "{mend}"),
    "gate-logo-unknown": Kind("error", "The house style holds no logo to look for.",
                              "Put the logo at the bookmark Logo of house.docx."),
    "gate-judicial": Kind("error", "Whether a court must agree, and whether it has, is not "
                          "recorded.", RECORD),
    "gate-judicial-awaited": Kind("error", "The court has not agreed: {what}.",
                                  "Nothing may be published before it has. Record its order, with "
                                  "the reference."),
    "gate-legal-advice": Kind("error", "No legal advice is recorded: {what}.", RECORD),
    "gate-family-meeting": Kind("error", "No meeting with the family is recorded, and no reason "
                                "why there was none.", RECORD),
    "gate-sign-off": Kind("error", "Sign-off is not complete. '{body}': {what}.", RECORD),
    "gate-partner": Kind("error", "The agreement of a safeguarding partner is not recorded: "
                         "{partner}, {what}.", RECORD),
    "gate-panel-copy": Kind("error", "'{pack}' has not been made{whom}. It must go out "
                            "first{by}.",
                            "Make and send that pack, and allow the working days."),
    "gate-panel-copy-late": Kind("error", "'{pack}' was made on {made}{whom}, which is too late for"
                                 " this day of publication: it was due by {day}.",
                                 "Choose a later day of publication in the case record."),
    "gate-panel-copy-other": Kind("error", "'{pack}' held another report{whom} than the one that "
                                  "lies in the case folder now.", "Make and send that pack again, "
                                  "or say in a waiver what has changed since."),
    "gate-too-early": Kind("error", "This pack goes out only after '{label}', and no day that has "
                           "come is recorded for it.", RECORD),
    "gate-too-late": Kind("error", "This pack goes out before '{label}', and that day has "
                          "passed: {day}.", "Record the new day under Key dates, if it has moved. "
                          "Else this pack is no longer needed."),
    "gate-publication-day": Kind("error", "The day of publication falls on: {what}.",
                                 "Choose another day, with the family."),
    "gate-publication-day-missing": Kind("error", "The case record does not say on which day this "
                                         "is published.", "Record the day under Key dates."),
    "gate-reviewer-missing": Kind("error", "The name of the reviewer is not recorded.", RECORD),
    "gate-reviewer": Kind("error", "The report does not name the reviewer.",
                          "Name every reviewer on the first pages of the report."),
    "gate-report-contents": Kind("error", "The report does not say this: {what}.",
                                 "Ask the Lead Reviewer to add it under a heading of its own, such "
                                 "as {such_as}."),
    "gate-summary-long": Kind("error", "The summary has {pages} pages. It may have {most}.",
                              "Ask its author to shorten it."),
    "gate-summary-missing": Kind("error", "No summary was found.",
                                 "Add one, under a heading that says what it is."),
    "gate-placeholder": Kind("error", "Something is still to be filled in here: {what}.",
                             "Fill it in, or take it out."),
    "gate-unanswered": Kind("error", "This says that nobody answered: '{words}'.",
                            "{mend}"),
    "gate-way": Kind("error", "The decision on publication is: {way}. This pack is not for that.",
                     "Make the pack that goes with the decision."),
    "gate-way-missing": Kind("error", "How this review is published has not been decided.", RECORD),
    "gate-not-published": Kind("error", "Nothing is to be published, and this is not recorded: "
                               "{what}.", RECORD),
    "gate-report-inside": Kind("error", "Only improvements are to be published, and the report is "
                               "in this pack.", "Take the report out of it."),
    "gate-recipient": Kind("error", "This is addressed to somebody else than the pack.",
                           "Take it out. Each recipient is given only what is theirs."),
    "gate-panel-content": Kind("error", "The Rapid Review does not record: {what}.",
                               "Add it before the review goes to the Panel."),
    "gate-panel-excluded": Kind("error", "The Panel asks that a Rapid Review does not hold: "
                                "{what}.", "Take it out, or say in a sentence what matters."),
    "gate-action-plan": Kind("error", "An action plan is in this pack, and the partnership does "
                             "not publish it.", "Take it out. Recommendations stay in the report."),
    "waiver-incomplete": Kind("error", "A waiver does not say {what}, so it waives nothing.",
                              "Complete it in the case record."),
    "waiver-not-allowed": Kind("error", "'{waived}' can never be waived.",
                               "Mend what was found, and take the waiver out."),
    "waiver-needs-place": Kind("error", "'{waived}' is waived at one place only, and this waiver "
                               "names none that was found.", "Write the whole place, as the "
                               "refusal prints it."),
    "waiver-unmatched": Kind("note", "The waiver for '{waived}' matches nothing in this pack.",
                             "If it is for another pack, nothing needs doing. Otherwise check its "
                             "code and place."),
}
