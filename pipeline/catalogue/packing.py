"""Problems of choosing the papers of a pack: what is missing or cannot be taken in."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

CODES: Mapping[str, Kind] = {
    # Papers of a pack
    "pack-paper-missing": Kind("error", "'{title}' is part of this pack and cannot be made. {why}",
                               "{mend}"),
    "pack-outside-missing": Kind("error", "'{title}' is part of this pack, and there is no file in "
                                 "this folder of the case.",
                                 "Save the Word file in the folder and run the command again."),
    "pack-outside-refused": Kind("error", "'{title}': a file in this folder of the case cannot go "
                                 "out: it is damaged, locked, could do harm, or is of a kind we do "
                                 "not read.",
                                 "Ask its author for a fresh Word file, or take it out of the "
                                 "folder, and run the command again."),
    "pack-outside-old": Kind("error", "'{title}': the file in this folder is {what}, and names "
                             "cannot be taken out of it.",
                             "Open it in Word, choose File, Save As, 'Word Document (*.docx)', and "
                             "leave only the .docx in the folder. Ask its author if you have no "
                             "Word file."),
    "pack-outside-several": Kind("error", "There are {count} files of '{title}' in this folder, "
                                 "and the pack has one.", "Leave the one that counts in the "
                                 "folder, move the others away and run the command again."),
    "pack-outside-open": Kind("error", "'{title}': a file in this folder is open in another "
                              "program.", "Save and close it and run the command again."),
}
