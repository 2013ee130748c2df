"""The door to finished PDFs: looked into, merged with their tags, stamped, finished, locked."""

from pipeline.doors.pdf.again import Again, read_again
from pipeline.doors.pdf.bookmarks import under_papers
from pipeline.doors.pdf.describing import describe_figures
from pipeline.doors.pdf.edges import beyond_edges
from pipeline.doors.pdf.finishing import finish, label
from pipeline.doors.pdf.linking import aims, link_uris
from pipeline.doors.pdf.merging import merge
from pipeline.doors.pdf.pictures import Drawn, alike, look
from pipeline.doors.pdf.reading import Bookmark, Described, Remark, describe, text_of
from pipeline.doors.pdf.refusing import not_carried, untagged
from pipeline.doors.pdf.stamping import encrypt, sizes, stamp

__all__ = ["Again", "Bookmark", "Described", "Drawn", "Remark", "aims", "alike", "beyond_edges",
           "describe", "describe_figures", "encrypt", "finish", "label", "link_uris", "look",
           "merge", "not_carried", "read_again", "sizes", "stamp", "text_of", "under_papers",
           "untagged"]
