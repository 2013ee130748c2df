"""Word documents in which everything stands inside everything else, by the luck of the draw."""

import random

from tests.making import wordforms as made

DEEPEST = 3
FIELD = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText>'
         '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>" \
      "</w:pict></w:r>"
TWICE = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>{}</w:t></mc:Choice>'
         "<mc:Fallback><w:t>{}</w:t></mc:Fallback></mc:AlternateContent></w:r>")


class Mess:
    """Draws documents. Every word is another one."""

    def __init__(self, choose: random.Random) -> None:
        self.choose = choose
        self.words = 0

    def document(self) -> bytes:
        """A document of a few blocks."""
        return made.body(*(self._block(0) for _ in range(8)))

    def _word(self) -> str:
        self.words += 1
        return f"w{self.words}z"

    def _some(self, share: float) -> bool:
        return self.choose.random() < share

    def _run(self, deep: int) -> str:
        if deep > DEEPEST:
            return made.run(self._word())
        kinds = (
            lambda: made.run(self._word()),
            lambda: f'<w:ins w:id="1">{self._run(deep + 1)}</w:ins>',
            lambda: f'<w:del w:id="1"><w:r><w:delText>{self._word()}</w:delText></w:r></w:del>',
            lambda: f'<w:moveFrom w:id="1">{self._run(deep + 1)}</w:moveFrom>',
            lambda: made.control(self._word(), self._some(0.5)),
            lambda: made.tick_box(True) + made.old_tick_box(self._some(0.5)) + made.sign_box(True),
            lambda: BOX.format(self._block(deep + 2) + self._block(deep + 2)),
            lambda: FIELD.format(self.choose.choice(["12", "iv", self._word()])),
            lambda: TWICE.format(self._word(), self._word()),
            lambda: f"<w:hyperlink>{self._run(deep + 1)}<w:r><w:tab/></w:r></w:hyperlink>",
        )
        return self.choose.choice((kinds[0], kinds[0], *kinds))()

    def _held(self, inner: str, share: float) -> str:
        """In a content control, now and then."""
        if not self._some(share):
            return inner
        look = "<w:showingPlcHdr/>" if inner.startswith("<w:p") and self._some(0.3) else ""
        return f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def _cell(self, deep: int) -> str:
        look = self.choose.choice(["", "", '<w:gridSpan w:val="2"/>', "<w:vMerge/>",
                                   '<w:vMerge w:val="restart"/>'])
        blocks = "".join(self._block(deep + 1) for _ in range(self.choose.randrange(1, 3)))
        return self._held(f"<w:tc><w:tcPr>{look}</w:tcPr>{blocks}</w:tc>", 0.15)

    def _row(self, deep: int) -> str:
        look = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' if self._some(0.2) else ""
        cells = "".join(self._cell(deep) for _ in range(self.choose.randrange(1, 4)))
        return self._held(f"<w:tr>{look}{cells}</w:tr>", 0.15)

    def _block(self, deep: int) -> str:
        if deep <= DEEPEST and self._some(0.35):
            rows = "".join(self._row(deep) for _ in range(self.choose.randrange(1, 3)))
            return f"<w:tbl>{rows}</w:tbl>"
        runs = "".join(self._run(deep) for _ in range(self.choose.randrange(3)))
        return self._held(f"<w:p>{runs}</w:p>", 0.15)
