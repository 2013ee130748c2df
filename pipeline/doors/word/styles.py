"""Which style id a template gives to a style name: people know names, Word files hold ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.doors.word.names import VALUE, W
from pipeline.doors.word.package import Package


@dataclass(frozen=True)
class Styles:
    """Style ids by kind ('paragraph', 'character', 'table') and name, in small letters."""

    ids: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)

    def id(self, name: str, kind: str = "paragraph") -> str:
        """The id of the style with this name, or ''."""
        return self.ids.get((kind, name.lower()), "")

    def bullet_for(self, style: str) -> str:
        """The id of the bullet that goes with a paragraph style: 'Table Text' -> 'Table Bullet'."""
        name = self.names.get(style, "")
        if name.endswith("bullet"):
            return style
        for wanted in (f"{name} bullet", name.removesuffix(" text") + " bullet",
                       "answer bullet", "list bullet"):
            if self.id(wanted):
                return self.id(wanted)
        return ""


def read_styles(package: Package) -> Styles:
    """The styles of a template. `levels` holds heading styles by outline level, 1 at the top."""
    found = package.of_kind("styles")
    if not found:
        return Styles()
    ids: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    based: dict[str, str] = {}
    outline: dict[str, int] = {}
    default = ""
    for style in package.tree(found[0]).iterchildren(W + "style"):
        kind, key = style.get(W + "type", "paragraph"), style.get(W + "styleId", "")
        label = style.find(W + "name")
        name = (label.get(VALUE, "") if label is not None else "").lower()
        ids.setdefault((kind, name), key)
        names[key] = name
        if kind != "paragraph":
            continue
        if style.get(W + "default") in ("1", "true", "on"):
            default = key
        parent, level = style.find(W + "basedOn"), style.find(f"{W}pPr/{W}outlineLvl")
        based[key] = parent.get(VALUE, "") if parent is not None else ""
        if name.startswith("heading ") and name[8:].isdecimal():
            outline[key] = int(name[8:])
        elif level is not None:
            outline[key] = int(level.get(VALUE, "9")) + 1
    return Styles(ids, names, default, {key: level for key in based
                                        if (level := _level(key, outline, based)) < 10})


def _level(key: str, outline: Mapping[str, int], based: Mapping[str, str]) -> int:
    seen: set[str] = set()
    while key and key not in seen:
        if key in outline:
            return outline[key]
        seen.add(key)
        key = based.get(key, "")
    return 10
