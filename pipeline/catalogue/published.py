"""Problems of what is made to be published: slides, the page for the website, notices."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

_AGAIN = "Save the workbook with the case and run the command again."

CODES: Mapping[str, Kind] = {
    # What is made to be published
    "published-form-missing": Kind(
        "error", "'{document}' is made from '{form}', which has not come in.",
        "Fill in to-fill/{name}.xlsx, which `make collate` puts into the case's outputs, copy it "
        "into the case folder and run the command again."),
    "published-answer-missing": Kind(
        "error", "'{document}' needs an answer that is not given: '{label}'.",
        f"Answer it in '{{form}}'. {_AGAIN}"),
    "published-day-missing": Kind(
        "error", "'{document}' names a day that is not known: {label}.",
        "Fill in the key dates of the case record that it is counted from."),
    "message-untied": Kind(
        "error", "This message has no answer under '{label}'.",
        f"Choose one in '{{form}}', or take the message out. {_AGAIN}"),
    "message-theme-unknown": Kind(
        "error", "This is not in the list of '{label}'.", "Choose one of the list."),
    "message-answers-nothing": Kind(
        "error", "This message answers a recommendation that is not in '{label}'.",
        "Write its number as it stands there."),
    "recommendation-unanswered": Kind(
        "error", "No message of '{document}' answers this recommendation.",
        f"Add a message in '{{form}}', or name the recommendation at one there is. {_AGAIN}"),
}
