"""Letters of the sign fonts of Windows, and others that have a plain equal."""

SIGN_FONTS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings")
UNKNOWN = "\ufffd"
"""Stands for a sign that nobody here knows; no font of ours has it, so it is refused."""

_SIGNS = {
    "symbol": {0xB7: "•", 0xA8: "♦", 0xAE: "→", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xD7: "×",
               0xB0: "°", 0xB4: "×", 0x2D: "−", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xD6: "√"},
    "wingdings": {0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0xA8: "☐", 0x71: "❑", 0x72: "❒",
                  0x75: "◆", 0x76: "❖", 0x77: "⬥", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
                  0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x9F: "•", 0xA1: "○", 0x4A: "☺",
                  0x28: "☎", 0x2A: "✉", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0x78: "☒", 0xAB: "★"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "☐", 0x97: "●"},
    "wingdings 3": {},
    "webdings": {},
}
PLAIN = {"\u2011": "-\u2060", "\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓", "\uf0d8": "➢",
         "\uf0e0": "→", "\uf0a8": "☐", "\uf06f": "☐", "\uf0fe": "☑", "\uf0fd": "☒"}
"""Word keeps a line from breaking at a hyphen with a letter of its own, which our font lacks. The
others are what is left of a sign where its font's name was lost."""


def shown(words: str, font: str = "") -> str:
    """The words with letters that our fonts have."""
    signs = _SIGNS.get(font.lower())
    if signs is not None:
        return "".join(one if one.isspace() else signs.get(ord(one) & 0xFF, UNKNOWN)
                       for one in words)
    return "".join(PLAIN.get(one, one) for one in words)
