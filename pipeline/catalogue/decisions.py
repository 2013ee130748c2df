"""Problems of names that are taken out, and of the sheets in which people decide about them."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

CODES: Mapping[str, Kind] = {
    # Names, and what people decided about them
    "name-in-fixed-place": Kind("error", "A name stands where this program cannot change it: "
                                "{what}.", "Take it out in the program that made the file, save "
                                "it, and make the pack again."),
    "decision-unknown": Kind("error", "This line is none of ours: its hidden key was changed or "
                             "lost.", "Make the pack again and decide in the fresh sheet."),
    "decision-impossible": Kind("error", "This is not one of the answers of the list.",
                                "Choose an answer from the list in this cell."),
    "decision-unsigned": Kind("error", "Nobody stands behind this decision.",
                              "Write who decides and on which day, in the row or on the first "
                              "sheet."),
    "decision-without-reason": Kind("error", "A word that may be a name is left as it is, without "
                                    "a reason.", "Write the reason in the same row."),
    "decision-twice": Kind("error", "Two sheets decide differently about the same words.",
                           "Keep one of them in the folder."),
}
