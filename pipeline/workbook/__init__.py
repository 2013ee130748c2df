"""The workbook stage: making a blank and reading it back are inverses and share one layout."""
