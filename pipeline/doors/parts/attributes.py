"""Words that stand in the attributes of an Office file, and which of them may be changed there."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.doors.parts.line import Attribute, Found, Line, local, said
from pipeline.doors.parts.office import Office

ALT, NAME, PROPERTY, NOTE, LINK, TEXT = "alt", "name", "property", "note", "link", "text"
ANYWHERE = {
    "descr": (ALT, "Alt text"), "alt": (ALT, "Alt text"), "title": (ALT, "Title"),
    "tooltip": (LINK, "Words shown at a link"), "author": (NOTE, "Author"),
    "initials": (NOTE, "Initials of an author"), "userId": (NOTE, "Author"),
    "displayName": (NOTE, "Author"), "displayText": (TEXT, "Choice of a list"),
    "prompt": (TEXT, "Words shown at a cell"), "promptTitle": (TEXT, "Words shown at a cell"),
    "error": (TEXT, "Words shown at a cell"), "errorTitle": (TEXT, "Words shown at a cell"),
    "display": (LINK, "Words of a link"), "string": (TEXT, "WordArt"),
    "providerId": (NOTE, "Author"), "invitationUrl": (NOTE, "Author"), "anchor": (LINK, "Link"),
    "docLocation": (LINK, "Link"), "userName": (NOTE, "Author"),
    "manager": (PROPERTY, "Property"),
}
"""Attributes that hold people's words on whatever element they stand."""
ON = {
    ("docPr", "name"): (NAME, "Name"), ("cNvPr", "name"): (NAME, "Name"),
    ("cSld", "name"): (NAME, "Name of a slide"), ("cmAuthor", "name"): (NOTE, "Author"),
    ("property", "name"): (PROPERTY, "Name of a property"),
    ("section", "name"): (NAME, "Name of a section"),
    ("custShow", "name"): (NAME, "Name of a show"),
    ("tag", "name"): (NAME, "Tag"), ("tag", "val"): (NAME, "Tag"), ("alias", "val"): (NAME, "Tag"),
    ("docVar", "name"): (PROPERTY, "Variable"), ("docVar", "val"): (PROPERTY, "Variable"),
    ("tblCaption", "val"): (ALT, "Title of a table"),
    ("tblDescription", "val"): (ALT, "Description of a table"),
    ("helpText", "val"): (TEXT, "Help of a form field"),
    ("statusText", "val"): (TEXT, "Help of a form field"),
    ("default", "val"): (TEXT, "Form field"), ("result", "val"): (TEXT, "Form field"),
    ("listEntry", "val"): (TEXT, "Choice of a list"),
    ("listItem", "value"): (TEXT, "Choice of a list"),
    ("name", "val"): (NAME, "Name of a style"), ("aliases", "val"): (NAME, "Name of a style"),
    ("tableColumn", "name"): ("cell", "Heading of a table"), ("person", "author"): (NOTE, "Author"),
    ("lvlText", "val"): (TEXT, "Words of a numbered list"), ("tr", "alt"): (ALT, "Alt text"),
    ("query", "val"): (PROPERTY, "Mail merge"), ("connectString", "val"): (PROPERTY, "Mail merge"),
    ("udl", "val"): (PROPERTY, "Mail merge"), ("mailSubject", "val"): (PROPERTY, "Mail merge"),
    ("author", "name"): (NOTE, "Author"), ("attr", "val"): (TEXT, "Smart tag"),
    ("permStart", "ed"): (NOTE, "Who may edit this"),
    ("cacheField", "name"): ("cell", "Heading of a table"), ("s", "v"): ("cell", "Kept value"),
    **dict.fromkeys(((tag, "name") for tag in ("theme", "clrScheme", "fontScheme", "fmtScheme")),
                    (NAME, "Name of a look")),
}
"""Attributes that hold people's words on these elements."""
BOOKMARK = "Name of a bookmark"
NEVER = {"instr"}
"""Attributes that are looked at elsewhere."""
NOBODYS = {"lsdException", "panose1", "embedRegular"}
"""Elements whose attributes nobody writes."""
OF_FONTS = {"rFonts", "font", "altName", "latin", "ea", "cs", "sym", "rFont", "buFont"}
"""Elements whose attributes are names of fonts. Somebody's own hand may bear their name."""
FONTS_CALLED = re.compile(
    r"(?i)\W*(?:arial|baskerville|bell|berlin|bernard|bodoni|bradley|calisto|cambria|candara"
    r"|century|cooper|cordia|david|felix|forte|frank|franklin|garamond|gautami|georgia|gigi|gill"
    r"|goudy|harrington|helvetica|iris|jasmine|kalinga|kartika|kristen|latha|lily|lucida|mangal"
    r"|miriam|nyala|palatino|perpetua|raavi|ravie|rockwell|rod|shruti|sylfaen|times|tunga|vani"
    r"|verdana|victoria|vijaya|viner|vivaldi|vrinda)(?:upc)?\b.*")
"""Fonts that are called as people are: Georgia there is nobody."""
STYLES_USED = {"pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink",
               "styleLink"}
LEADING = ("{*}hyperlink", "{*}instrText", "{*}fldSimple")
PLAIN = re.compile(r"[a-z]+(?:[A-Z0-9][a-z0-9]*)*|[0-9A-Fa-f]+|rId\d+|[^A-Za-z\u0080-\uffff]*")
"""Words of the format's own: flags, numbers, colours, ids."""
TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


def attribute_lines(office: Office, name: str, part: str, root: Any, own: bool) -> Iterator[Line]:
    """The attributes of a part. `own` says that its markup is somebody's own, not the format's."""
    touched = office.toucher(name)
    seen: set[tuple[str, str]] = set()
    drawn = 0
    for element in root.iter():
        tag = local(element)
        if not tag or tag in NOBODYS:
            continue
        drawn += tag in ("docPr", "cNvPr")
        for key, value in element.items():
            if not TWO_LETTERS.search(value):
                continue
            short = key.rpartition("}")[2]
            if short in NEVER or (tag in OF_FONTS and (
                    element.get("script") or FONTS_CALLED.fullmatch(value))):
                continue
            found = ON.get((tag, short)) or ANYWHERE.get(short)
            if found:
                kind, label = found
                spot = f"{label} of picture {drawn}" if tag in ("docPr", "cNvPr") else label
                yield Line(part, spot, kind, [Attribute(element, key)], touched=touched)
            elif own:
                yield Line(part, f"Attribute “{short}”", PROPERTY, [Attribute(element, key)],
                           touched=touched)
            elif (tag, short) == ("bookmarkStart", "name"):
                yield Line(part, BOOKMARK, NAME, [Attribute(element, key)],
                           mend=partial(_new_bookmark, office, element, key), touched=touched)
            elif (tag, short) == ("style", "styleId"):
                yield Line(part, "Code of a style", NAME, [Attribute(element, key)],
                           mend=partial(_new_style, office, element, key), touched=touched)
            elif not PLAIN.fullmatch(value) and (short, value) not in seen:
                seen.add((short, value))
                yield Line(part, f"Attribute “{short}”", "markup", [Found(value)], fixed=True)


def _new_bookmark(office: Office, mark: Any, key: str) -> None:
    """A bookmark with a name of ours, and all that leads to it."""
    old = mark.get(key)
    roots = {name: office.tree(name) for name in office.names if name.endswith(".xml")}
    used = {said(one, "name") for root in roots.values() if root is not None
            for one in root.iter("{*}bookmarkStart")}
    new = next(f"place_{n}" for n in range(1, len(used) + 2) if f"place_{n}" not in used)
    mark.set(key, new)
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for name, root in roots.items():
        for one in () if root is None else root.iter(*LEADING):
            if local(one) == "instrText" and word.search(one.text or ""):
                one.text = word.sub(new, one.text)
                office.touch(name)
            for attribute, value in one.attrib.items():
                short = str(attribute).rpartition("}")[2]
                if short in ("anchor", "instr") and word.search(str(value)):
                    one.set(attribute, word.sub(new, str(value)))
                    office.touch(name)


def _new_style(office: Office, style: Any, key: str) -> None:
    """A style with a code of ours, wherever it is used."""
    old = style.get(key)
    used = {said(one, "styleId") for one in style.getparent().iter("{*}style")}
    new = next(f"Style{n}" for n in range(1, len(used) + 2) if f"Style{n}" not in used)
    style.set(key, new)
    for name in office.names:
        root = office.tree(name) if name.endswith(".xml") else None
        for one in () if root is None else root.iter(*(f"{{*}}{tag}" for tag in STYLES_USED)):
            for attribute, value in one.attrib.items():
                if str(attribute).endswith("}val") and value == old:
                    one.set(attribute, new)
                    office.touch(name)
