"""The pictures on a page, and whether two pictures look the same: how a logo is found again."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import Image, UnidentifiedImageError

SIDE = 24
ALIKE = 14.0
"""How far two small grey pictures may be apart on average, of 255: saving as JPEG is under 5."""


@dataclass(frozen=True)
class Drawn:
    """A picture of a page: its size, a fingerprint of its pixels, and how it looks from afar."""

    width: int
    height: int
    fingerprint: str
    look: bytes


def pictures(page: pikepdf.Page) -> Iterator[Drawn]:
    """Every picture a page paints, those inside drawings too."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.obj.get("/Resources")]
    while waiting:
        held = waiting.pop()
        for one in list(((held or {}).get("/XObject") or {}).values()):
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
            if one.get("/Subtype") == Name.Form:
                waiting.append(one.get("/Resources"))
            elif one.get("/Subtype") == Name.Image:
                found = _picture(one)
                if found is not None:
                    yield found


def _picture(one: Any) -> Drawn | None:
    try:
        image = pikepdf.PdfImage(one).as_pil_image()
        if "/SMask" in one:
            mask = pikepdf.PdfImage(one.SMask).as_pil_image().convert("L").resize(image.size)
            image = image.convert("RGB")
            image.putalpha(mask)
    except Exception:  # every way to store a picture has its own way to fail
        return None
    return _drawn(image)


def look(data: bytes) -> Drawn | None:
    """A picture file as `pictures` would describe it; None for what is no picture we can open."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return _drawn(image)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _drawn(image: Image.Image) -> Drawn:
    full = image.convert("RGBA")
    white = Image.new("RGBA", full.size, "white")
    white.alpha_composite(full)
    grey = white.convert("L")
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    return Drawn(image.width, image.height, hashlib.sha256(grey.tobytes()).hexdigest(), small)


def alike(one: Drawn, other: Drawn) -> bool:
    """Whether a person would say they are the same picture: shape and greys, not size."""
    shape = (one.width * other.height) / max(1, one.height * other.width)
    if not 0.9 < shape < 1.11:
        return False
    apart = sum(abs(a - b) for a, b in zip(one.look, other.look, strict=True)) / len(one.look)
    return apart <= ALIKE
