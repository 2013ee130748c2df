"""One mangled file for each seed: the same seed, the same file."""

import io
import random
import zipfile

import openpyxl

from mangling import edits, xml_edits
from mangling.filled import Filled
from mangling.state import State

MOST = 4


def mangled(forms: list[Filled], seed: int) -> tuple[State, bytes]:
    """The form, drawn by this seed, after one to four edits, and the state that owns up to them."""
    chance = random.Random(f"mangle {seed}")
    state = State(chance.choice(forms), chance)
    data = state.filled.data
    wanted = chance.randint(1, MOST)
    by_hand = chance.randint(0, wanted)
    if by_hand:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        while len(state.log) < by_hand:
            book, done = chance.choice(edits.EDITS)(state, book)
            state.log += [done] if done else []
        held = io.BytesIO()
        book.save(held)
        data = held.getvalue()
    parts = _parts(data)
    while len(state.log) < wanted:
        done = chance.choice(xml_edits.EDITS)(state, parts)
        state.log += [done] if done else []
    return state, _packed(parts, chance)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The parts in a package again, packed or not, in their order or another."""
    names = list(parts)
    if chance.random() < 0.2:
        chance.shuffle(names)
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name), parts[name], method)
    return held.getvalue()
