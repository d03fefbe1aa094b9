"""Cloth: an endless printed or woven sheet, and how it lies on a piece of a garment."""

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from devstack.demo.art.colour import Rgb
from devstack.demo.art.paths import Point

SHEET = 1240
MIDDLE = 550  # the point of the sheet that lies in the middle of a piece: a large sun
GRID = 75


@dataclass(frozen=True)
class Cloth:
    """A sheet of cloth; `tone` is the colour that its seams and trims start from."""

    sheet: Image.Image
    tone: Rgb
    sheen: float = 0.35


@dataclass(frozen=True)
class Lay:
    """How the pattern runs on a piece: turned, waving with the folds, or fanning from an apex."""

    angle: float = 0.0
    wave: float = 5.0
    apex: Point | None = None
    scale: float = 1.0
    shift: Point = (0.0, 0.0)


def spread(tile: Image.Image, weave: float = 0.5, seed: str = "") -> Image.Image:
    """A whole sheet from one seamless tile, with the thread's own texture on it."""
    width, height = tile.size
    sheet = Image.new("RGB", (SHEET, SHEET))
    sheet.paste(tile, (0, 0))
    while width < SHEET:  # each step doubles what is covered
        sheet.paste(sheet.crop((0, 0, width, height)), (width, 0))
        width *= 2
    while height < SHEET:
        sheet.paste(sheet.crop((0, 0, SHEET, height)), (0, height))
        height *= 2
    if weave <= 0:
        return sheet
    return ImageChops.multiply(sheet, _threads(weave))


@lru_cache(maxsize=8)
def _threads(weave: float) -> Image.Image:
    texture = weave_texture()
    white = Image.new("L", texture.size, 255)
    return Image.blend(white, texture, weave).convert("RGB")


@lru_cache(maxsize=1)
def weave_texture() -> Image.Image:
    """Warp and weft of uneven thickness, as brightness; the same in every process."""
    dice = random.Random("weave")
    half = SHEET // 2
    grain = Image.frombytes("L", (half, half), dice.randbytes(half * half))
    across = grain.filter(ImageFilter.BoxBlur((5, 0)))
    down = grain.transpose(Image.Transpose.ROTATE_90).filter(ImageFilter.BoxBlur((0, 5)))
    both = Image.blend(across, down, 0.5).resize((SHEET, SHEET), Image.Resampling.BILINEAR)
    return both.point([min(255, max(150, round(236 + (v - 128) * 0.9))) for v in range(256)])


def cut(cloth: Cloth, box: tuple[int, int, int, int], lay: Lay) -> Image.Image:
    """The cloth inside a box of the picture, warped as it lies."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    mesh = []
    columns = _marks(width)
    rows = _marks(height)
    corner = {(x, y): _source(left + x, top + y, box, lay) for x in columns for y in rows}
    for x0, x1 in pairwise(columns):
        for y0, y1 in pairwise(rows):
            quad = (*corner[x0, y0], *corner[x0, y1], *corner[x1, y1], *corner[x1, y0])
            mesh.append(((x0, y0, x1, y1), quad))
    return cloth.sheet.transform(
        (width, height), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR
    )


def _marks(length: int) -> list[int]:
    return [*range(0, max(length - GRID // 2, 1), GRID), length]


def _source(x: float, y: float, box: tuple[int, int, int, int], lay: Lay) -> Point:
    """Where on the sheet the colour of a point comes from."""
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if lay.apex:
        dx, dy = x - lay.apex[0], y - lay.apex[1]
        reach = math.hypot(cx - lay.apex[0], cy - lay.apex[1])
        u, v = math.atan2(dx, dy) * reach, math.hypot(dx, dy) - reach
    else:
        sine, cosine = math.sin(math.radians(lay.angle)), math.cos(math.radians(lay.angle))
        u = (x - cx) * cosine + (y - cy) * sine
        v = (y - cy) * cosine - (x - cx) * sine
    u += lay.wave * math.sin(y / 67 + x / 190)
    v += lay.wave * 0.8 * math.sin(x / 83 + y / 240)
    u = MIDDLE + u / lay.scale + lay.shift[0]
    v = MIDDLE + v / lay.scale + lay.shift[1]
    return min(max(u, 0), SHEET - 1), min(max(v, 0), SHEET - 1)
