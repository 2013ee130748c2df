"""Problems of what came in: files, messages, whose return it is."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

CODES: Mapping[str, Kind] = {
    # The file
    "workbook-damaged": Kind("error", "This file cannot be opened as an Excel workbook.",
                             "Ask the sender to open it in Excel and save it again as .xlsx."),
    "form-unknown": Kind("error", "This workbook is not one of the forms of this partnership.",
                         "If it should be, copy its answers into the blank form and save that "
                         "here."),
    "open-elsewhere": Kind("warning", "Somebody seems to have a workbook of this case open.",
                           "Save and close it, then collate again."),
    "format-not-accepted": Kind("error", "This workbook is in a format we do not read, or is "
                                "empty. Nothing was taken from it.", "Ask the sender to open it in "
                                "Excel and save it as an Excel workbook (.xlsx)."),
    "file-empty": Kind("error", "This file is empty.", "Ask the sender to send it again."),
    "file-too-large": Kind("error", "This file is larger than {most}, so it was not opened.",
                           "Ask the sender for the form alone, without pictures."),
    "file-unsafe": Kind("error", "This file is built in a way that could do harm, so it was not "
                        "opened: {why}.", "Do not open it. Show it to your IT service, and ask the "
                        "sender to fill in a fresh copy of the form."),
    "file-password": Kind("error", "This file is locked with a password.",
                          "Ask the sender to take the password off and send it by secure e-mail."),
    "file-rights-managed": Kind("error", "This file may be opened only by people its sender has "
                                "named.", "Ask the sender to remove the restriction, or to change "
                                "its label, and to send it again by secure e-mail."),
    "file-unlocked": Kind("note", "This file was locked with the password that Excel itself uses. "
                          "It was opened with it.", "Nothing needs doing."),
    "format-other": Kind("warning", "This form came back as {kind}, not as an Excel workbook "
                         "(.xlsx). It was read, but formulas and remarks may be missing.",
                         "Compare it with the original in 'received'."),
    "opening-failed": Kind("error", "This file could not be read: {why}. Nothing was taken from "
                           "it.", "Ask the sender to open it in Excel and save it again as .xlsx."),
    "macros-present": Kind("warning", "This workbook holds macros. They were not run.",
                           "Ask the sender why, if you did not expect it. Our forms have none."),
    "active-content": Kind("warning", "This workbook holds {what}. Nothing of it was followed or "
                           "opened.", "Ask the sender to type the words into the form where an "
                           "answer depends on it."),
    "sensitivity-label": Kind("note", "The sender's organisation has put a sensitivity label on "
                              "this file.", "Handle it as the label asks."),
    "archive-opened": Kind("note", "This is an archive. Each file in it was treated as if it had "
                           "been sent alone.", "Nothing needs doing."),
    "not-counted": Kind("warning", "The words of this file could not be counted a second time, so "
                        "some may not have been read.",
                        "Compare what was taken with the original in 'received'."),
    "paper-kept": Kind("note", "This is {kind}. It is kept with the originals and was not opened "
                       "by us.", "If it holds a return, put its answers into the form."),
    "word-form-read": Kind("warning", "This return came as a Word document. Its answers were taken "
                           "where its questions are known.",
                           "Compare what was taken with the original in 'received'."),
    "word-form": Kind("error", "This is a Word document. It must be keyed from this original.",
                      "If it is a return, type its answers into the form and save that here."),
    # Mail
    "mail-unreadable": Kind("error", "This message cannot be read as an e-mail.",
                            "Save its attachments into the case folder by hand."),
    "mail-too-many-parts": Kind("error", "This message has more than {most} parts, so it was not "
                                "opened.", "Save its attachments into the case folder by hand."),
    "mail-encrypted": Kind("error", "This message is encrypted. Only its recipient can open it.",
                           "Open it in your mail program, save its attachments and put them into "
                           "the case folder."),
    "mail-signed": Kind("note", "This message is signed. Its signature was not checked.",
                        "Nothing needs doing."),
    "mail-forwarded": Kind("note", "This message was forwarded inside another.",
                           "Nothing needs doing if you know who it is from."),
    "mail-wrapped": Kind("error", "This message came wrapped by Outlook (winmail.dat), and we "
                         "cannot unwrap it.", "Ask the sender to send it again as plain text or "
                         "HTML, not as rich text."),
    "mail-cloud-link": Kind("warning", "This message points to a file on the internet in place of "
                            "an attachment. Nothing was fetched.",
                            "Open the link, save the file and put it into the case folder."),
    "mail-no-form": Kind("warning", "This message brought no form. Its words stand in the "
                         "register, on the sheet Messages.",
                         "Read it. If it says that nothing is held, ask for the form with that box "
                         "marked Yes, or note it in the case record."),
    "mail-words": Kind("note", "A message has words of its own. They stand in the register, on the "
                       "sheet Messages.",
                       "Read them. An answer that stands only there belongs in the form."),
    "mail-automatic": Kind("note", "A machine wrote this message, as when somebody is away.",
                           "Read it on the sheet Messages of the register."),
    "mail-nil-return": Kind("warning", "A message seems to say that nothing is held, but no form "
                            "says so. Its words stand in the register, on the sheet Messages.",
                            "Read it. Ask for the form with that box marked Yes, or note it in the "
                            "case record. No letter to a strategic lead is made meanwhile."),
    "mail-not-delivered": Kind("warning", "A message of ours was not delivered. Its words stand in "
                               "the register, on the sheet Messages.",
                               "Correct the address in the case record and send it again."),
    "mail-part-unreadable": Kind("error", "An attachment of this message cannot be read.",
                                 "Save it into the case folder by hand, or ask for it again."),
    # Whose return it is
    "case-mismatch": Kind("error", "This form says that it belongs to another case.",
                          "Take it out of this folder if it is for another case, or correct the "
                          "case reference on its first sheet. Where both stand there, write which "
                          "it is: this, not that. Nothing of it was used."),
    "no-case-reference": Kind("warning", "This form does not say which case it belongs to.",
                              "Write the case reference on its first sheet."),
    "other-version": Kind("warning", "This is another version of the form; the present one is "
                          "{version}.", "Check that no answer is missing."),
    "recipient-unknown": Kind("error", "This return is from an agency that is not in the list of "
                              "agencies asked. Its answers are kept beside the others.",
                              "To take it in, add the agency to the case record with the code on "
                              "the first sheet of the return. Correct that code if it is wrong."),
    "two-returns": Kind("error", "There are two returns from one sender and neither says that it "
                        "replaces the other. Both are kept.", "Ask which is right. Mark the second "
                        "as a correction or an addition on its first sheet."),
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
    "agency-mismatch": Kind("error", "This form was made for one agency but says inside that it "
                            "is from another. It counts for neither until this is settled.",
                            "Ask the sender whose return it is. Correct the code on its first "
                            "sheet, or write there which it is: A5, not A2."),
    "whose-settled": Kind("note", "The first sheet says whose form this is, or which case it is "
                          "about, against what stood in it when it was sent.",
                          "Nothing needs doing."),
    "no-sender": Kind("error", "This return does not say which agency it is from.",
                      "Write the agency's code on its first sheet."),
    "nil-with-answers": Kind("error", "This return says that nothing is held, and gives answers. "
                             "The answers are used.",
                             "Ask the sender which is right."),
    "link-unclear": Kind("error", "This return says that it is a correction, but not of which of "
                         "the sender's earlier returns. All are kept.",
                         "Ask which one it replaces, and write what we know that one as on the "
                         "first sheet."),
    "link-unknown": Kind("error", "This return says that it replaces a return that is not here. "
                         "Nothing was replaced.", "Look for the earlier return, or correct what it "
                         "replaces on the first sheet."),
}
