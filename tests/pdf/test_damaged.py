"""A damaged PDF is refused in words, whatever is wrong with it and whatever is asked of it."""

import io
import random
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.doors import pdf
from pipeline.errors import OutsideTrouble
from tests.making.papers import paper_pdf, scan

KEYS = (b"Type Kids K P S Nums Dest A Annots Resources MediaBox First Next Font Contents ID "
        b"Pg").split()
WRONG = [b" null ", b" -1 ", b" (x) ", b" /N ", b" [ 1 ] ", b" << >> ", b" true ", b" 9 0 R "]
ASKED: dict[str, Callable[[bytes], object]] = {
    "describe": pdf.describe, "text": pdf.text_of, "not carried": pdf.not_carried,
    "finish": lambda data: pdf.finish(data, "x"),
    "merge": lambda data: pdf.merge([paper_pdf("Record"), data], ["Record", "Other"])}


def _plainly(data: bytes) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(held, compress_streams=False, static_id=True,
                    stream_decode_level=pikepdf.StreamDecodeLevel.all,
                    object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return held.getvalue()


def _damaged(good: bytes, seed: int) -> bytes:
    lot = random.Random(seed)
    data = good
    for _ in range(lot.randint(1, 4)):
        key = b"/" + lot.choice(KEYS) + b" "
        places = [n for n in range(len(data)) if data.startswith(key, n)]
        if places:
            start = lot.choice(places) + len(key)
            end = next(n for n in range(start, len(data)) if data[n:n + 1] in b"\n/>]")
            data = data[:start] + lot.choice(WRONG) + data[end:]
        else:
            start = lot.randrange(len(data))
            data = data[:start] + data[start + lot.randint(1, 900):]
    return data


@pytest.mark.parametrize("asked", ASKED)
def test_no_damage_is_more_than_a_refusal(asked: str) -> None:
    refused = 0
    for seed in range(40):
        try:
            ASKED[asked](_damaged(_plainly(scan() if seed % 4 == 0 else paper_pdf("Plan")), seed))
        except OutsideTrouble as trouble:
            refused += 1
            assert str(trouble).endswith(".") and "Plan" not in str(trouble)
    assert refused or asked == "not carried"
