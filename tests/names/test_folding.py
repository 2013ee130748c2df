"""Text as it is compared, and the way back to the text as it stands."""

import pytest

from pipeline.names.folding import fold, squeeze


@pytest.mark.parametrize(("typed", "plain"), [
    ("Zoë", "zoe"), ("Zoe\u0308", "zoe"), ("Łukasz", "lukasz"), ("Bjørn", "bjorn"),
    ("Straße", "strasse"), ("Đorđe", "dorde"), ("Æthel", "aethel"), ("Rоbin", "robin"),
    ("Μaria", "maria"), ("O’Shea", "o'shea"), ("A–B", "a-b"), ("A\u00a0B", "a b"),
    ("Ro\u00adbin", "robin"), ("Ro\u200bbin", "robin"), ("Ｒobin", "robin"), ("ﬁona", "fiona"),
    ("𝐑𝐨𝐛𝐢𝐧", "robin"), ("ʀᴏʙɪɴ", "robin"), ("ᴠᴇʀʏ ꜱᴍᴀʟʟ ᴄᴀᴘꜱ", "very small caps"),
])
def test_what_looks_alike_is_alike(typed: str, plain: str) -> None:
    assert fold(typed).plain == plain


@pytest.mark.parametrize("typed", ["Zoe\u0308 Ro\u00adbin Straße ﬁona", "\u200bRobin\u200b"])
def test_every_place_leads_back(typed: str) -> None:
    folded = fold(typed)
    for word in folded.plain.split():
        at = folded.plain.index(word)
        start, end = folded.span(at, at + len(word))
        assert squeeze(typed[start:end]) == word
