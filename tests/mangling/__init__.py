"""Forms filled with words nobody else writes, mangled as people and programs mangle workbooks.

`filled` makes the forms, `edits` and `xml_edits` mangle them, `oracle` says what must be true of
what was read. `office` and `uno_script` let LibreOffice itself make the edits.
"""
