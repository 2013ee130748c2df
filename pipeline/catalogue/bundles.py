"""Problems of papers that are to be one PDF."""

from collections.abc import Mapping

from pipeline.catalogue.kind import Kind

CODES: Mapping[str, Kind] = {
    # The bundle
    "bundle-not-carried": Kind("error", "This PDF cannot go into the bundle: {what}.",
                               "Print it to a new PDF, use that, and make the pack again."),
    "bundle-untagged": Kind("warning", "This PDF has no tags: a screen reader finds neither its "
                            "headings nor its tables.",
                            "Ask its sender for the Word file, or for a tagged PDF. A published "
                            "pack needs one."),
    "bundle-words": Kind("error", "Words of this paper are not on its pages of the bundle.",
                         "Make the pack again; if it stays, tell whoever looks after this "
                         "program."),
}
