"""A transparent picture on which pieces are painted, each outline anti-aliased."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devstack.demo.art.colour import Rgb
from devstack.demo.art.paths import Point, along, bounds, ribbon

WIDTH, HEIGHT = 900, 1200
OVERSAMPLE = 2
COARSE = 4  # soft shading is computed on a grid this much coarser


@dataclass(frozen=True)
class Stencil:
    """An anti-aliased mask and where its upper left corner lies."""

    mask: Image.Image
    left: int
    top: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return (
            self.left,
            self.top,
            self.left + self.mask.width,
            self.top + self.mask.height,
        )


def stencil(
    paths: Iterable[Sequence[Point]], size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Stencil | None:
    """The mask of the union of outlines, cut to what lies on the picture."""
    outlines = [path for path in paths if len(path) > 2]
    if not outlines:
        return None
    left, top, right, bottom = bounds(point for path in outlines for point in path)
    x0, y0 = max(math.floor(left) - 1, 0), max(math.floor(top) - 1, 0)
    x1, y1 = min(math.ceil(right) + 1, size[0]), min(math.ceil(bottom) + 1, size[1])
    if x1 <= x0 or y1 <= y0:
        return None
    large = Image.new("L", ((x1 - x0) * OVERSAMPLE, (y1 - y0) * OVERSAMPLE))
    draw = ImageDraw.Draw(large)
    for path in outlines:
        draw.polygon([((x - x0) * OVERSAMPLE, (y - y0) * OVERSAMPLE) for x, y in path], fill=255)
    return Stencil(large.reduce(OVERSAMPLE), x0, y0)


@dataclass(frozen=True)
class Coarse:
    """A mask on the coarse grid with a margin, for shading that is soft anyway."""

    small: Image.Image
    pad: int
    size: tuple[int, int]

    def full(self, small: Image.Image) -> Image.Image:
        """A picture of this grid at the mask's true size, without the margin."""
        width, height = self.size
        start = self.pad / COARSE
        box = (start, start, start + width / COARSE, start + height / COARSE)
        return small.resize(self.size, Image.Resampling.BILINEAR, box=box)

    def blurred(self, radius: float, shift: tuple[float, float] = (0, 0)) -> Image.Image:
        """The mask, blurred and shifted, still coarse; `radius` and `shift` in true pixels."""
        soft = self.small.filter(ImageFilter.GaussianBlur(radius / COARSE))
        moved = (round(shift[0] / COARSE), round(shift[1] / COARSE))
        if moved == (0, 0):
            return soft
        ground = Image.new("L", soft.size)
        ground.paste(soft, moved)
        return ground


def coarse(mask: Image.Image, radius: float) -> Coarse:
    """The mask on the coarse grid with room for a blur of `radius`."""
    pad = COARSE * max(4, math.ceil(radius / COARSE) * 2)
    wide = Image.new("L", (mask.width + 2 * pad, mask.height + 2 * pad))
    wide.paste(mask, (pad, pad))
    return Coarse(wide.reduce(COARSE), pad, mask.size)


def soften(mask: Image.Image, radius: float, shift: tuple[int, int] = (0, 0)) -> Image.Image:
    """A blurred, shifted copy of a mask, with nothing beyond its borders."""
    grid = coarse(mask, radius)
    return grid.full(grid.blurred(radius, shift))


def faded(mask: Image.Image, strength: float) -> Image.Image:
    """The mask multiplied by a number between 0 and 1 (or more: then it clips)."""
    return mask.point(_fade(round(strength, 3)))


@lru_cache(maxsize=256)
def _fade(strength: float) -> list[int]:
    return [min(255, round(level * strength)) for level in range(256)]


class Layer:
    """What is being drawn, on nothing."""

    def __init__(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self.image = Image.new("RGBA", size)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.image.size

    def put(self, colours: Image.Image, where: Stencil) -> None:
        """Lay an RGB picture of the stencil's size through the stencil."""
        colours.putalpha(where.mask)
        self.image.alpha_composite(colours, (where.left, where.top))

    def fill(self, path: Sequence[Point], colour: Rgb, strength: float = 1.0) -> None:
        """One flat shape."""
        self.fill_all([path], colour, strength)

    def fill_all(
        self, paths: Iterable[Sequence[Point]], colour: Rgb, strength: float = 1.0
    ) -> None:
        """Flat shapes as one."""
        if where := stencil(paths, self.size):
            mask = where.mask if strength >= 1 else faded(where.mask, strength)
            flat = Image.new("RGBA", mask.size, colour)
            self.put(flat, Stencil(mask, where.left, where.top))

    def line(
        self,
        line: Sequence[Point],
        colour: Rgb,
        width: float,
        strength: float = 1.0,
        *,
        taper: bool = False,
    ) -> None:
        """A stroke; its ends are round by nothing more than its thinness."""
        self.fill(ribbon(line, width, taper=taper), colour, strength)

    def stitches(
        self,
        line: Sequence[Point],
        colour: Rgb,
        width: float = 1.6,
        strength: float = 0.8,
        dash: float = 7,
    ) -> None:
        """A dashed seam."""
        paths = []
        for x, y, angle in along(line, dash * 1.6):
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            paths.append(ribbon([(x, y), (x + dx * dash, y + dy * dash)], width, taper=False))
        self.fill_all(paths, colour, strength)

    def shadow_within(
        self,
        where: Stencil,
        shift: tuple[int, int],
        blur: float,
        strength: float,
        colour: Rgb = (24, 12, 24),
    ) -> None:
        """The shadow that a piece throws on what is already drawn, and only there."""
        reach = round(blur * 2) + max(abs(shift[0]), abs(shift[1]))
        left, top = max(where.left - reach, 0), max(where.top - reach, 0)
        right = min(where.box[2] + reach, self.size[0])
        bottom = min(where.box[3] + reach, self.size[1])
        wide = Image.new("L", (right - left, bottom - top))
        wide.paste(where.mask, (where.left - left, where.top - top))
        soft = faded(soften(wide, blur, shift), strength)
        ground = self.image.getchannel("A").crop((left, top, right, bottom))
        dark = Image.new("RGBA", soft.size, colour)
        dark.putalpha(ImageChops.multiply(soft, ground))
        self.image.alpha_composite(dark, (left, top))
