"""Laying a piece of cloth: pattern, rounded volume, folds, contact shadow, rim."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devstack.demo.art.cloth import Cloth, Lay, cut
from devstack.demo.art.colour import Rgb, deeper, luminance, mix
from devstack.demo.art.layer import COARSE, Coarse, Layer, Stencil, coarse, faded, stencil
from devstack.demo.art.paths import Path, Point, ribbon, spline

SHADE = (58, 40, 72)
PALE_SHADE = (150, 122, 108)
LIGHT = (255, 248, 232)
BRIGHTER, DIMMER = (56, 56, 56), (97, 97, 97)  # what a highlight leaves of the cloth, of 255


@dataclass
class Folds:
    """Soft dark and light strokes on a piece: (line, width, strength 0..1)."""

    dark: list[tuple[Path, float, float]] = field(default_factory=list)
    light: list[tuple[Path, float, float]] = field(default_factory=list)

    def crease(self, points: Sequence[Point], width: float, strength: float = 0.5) -> "Folds":
        """A fold: a dark valley with a lit ridge on its left."""
        line = spline(points)
        self.dark.append((line, width, strength))
        ridge = [(x - width * 0.75, y - width * 0.15) for x, y in line]
        self.light.append((ridge, width * 0.8, strength * 0.6))
        return self

    def gather(
        self,
        top: tuple[float, float, float],
        hem: tuple[float, float, float],
        count: int,
        dice: random.Random,
        *,
        strength: float = 0.5,
        width: float = 16,
    ) -> "Folds":
        """Folds that run from a gathered edge (x0, x1, y) to a hem (x0, x1, y)."""
        for number in range(count):
            t = (number + 0.5 + dice.uniform(-0.25, 0.25)) / count
            x0, x1 = top[0] + (top[1] - top[0]) * t, hem[0] + (hem[1] - hem[0]) * t
            reach = dice.uniform(0.55, 1.0) if number % 2 else dice.uniform(0.85, 1.04)
            bend = dice.uniform(-10, 10)
            y1 = top[2] + (hem[2] - top[2]) * reach
            x1 = x0 + (x1 - x0) * reach
            points = [
                (x0, top[2] - 4),
                ((x0 * 2 + x1) / 3 + bend, (top[2] * 2 + y1) / 3),
                ((x0 + x1 * 2) / 3 - bend / 2, (top[2] + y1 * 2) / 3),
                (x1, y1),
            ]
            self.crease(points, width * dice.uniform(0.6, 1.3), strength * dice.uniform(0.6, 1.1))
        return self

    def rumple(
        self,
        box: tuple[float, float, float, float],
        count: int,
        dice: random.Random,
        *,
        lean: float = 0.5,
        strength: float = 0.3,
    ) -> "Folds":
        """A few short, easy creases inside a box; `lean` is their sideways run per length."""
        for _ in range(count):
            x, y = dice.uniform(box[0], box[2]), dice.uniform(box[1], box[3])
            length = dice.uniform(90, 190)
            sway = (lean + dice.uniform(-0.16, 0.16)) * length
            points = [
                (x, y),
                (x + sway * 0.35 + dice.uniform(-9, 9), y + length * 0.35),
                (x + sway * 0.7 + dice.uniform(-7, 7), y + length * 0.7),
                (x + sway, y + length),
            ]
            self.crease(points, dice.uniform(8, 15), strength * dice.uniform(0.35, 0.75))
        return self


def lay_piece(
    layer: Layer,
    path: Path,
    cloth: Cloth,
    *,
    lay: Lay | None = None,
    folds: Folds | None = None,
    relief: float = 26,
    cast: float = 0.4,
    dim: float = 0.0,
    rim: float = 0.55,
) -> None:
    """Paint one piece of cloth.

    `relief` is how round it looks (px), `cast` the strength of its shadow on what lies below,
    `dim` darkens the whole piece (for an inside), `rim` draws its cut edge.
    """
    where = stencil([path], layer.size)
    if where is None:
        return
    colours = cut(cloth, where.box, lay or Lay())
    if cast:
        layer.shadow_within(where, (5, 9), 9, cast)
    colours = shade(colours, where, cloth, folds or Folds(), relief)
    if dim:
        dark = Image.new("RGB", colours.size, deeper(cloth.tone, 0.75))
        colours = Image.blend(colours, dark, dim)
    layer.put(colours, where)
    if rim:
        outline = [*path, path[0]]
        layer.line(outline, deeper(cloth.tone, 0.6), 1.7, rim)


def shade(
    colours: Image.Image, where: Stencil, cloth: Cloth, folds: Folds, relief: float
) -> Image.Image:
    """Light from the upper left on a soft, slightly rounded piece."""
    grid = coarse(where.mask, relief)
    dark, light = _tones(grid, where, folds, relief)
    brightness = luminance(cloth.tone)
    tint = mix(SHADE, PALE_SHADE, max(0.0, brightness - 0.3) * 1.5)
    shadow = colours.point(_towards((0, 0, 0), tint))
    bright = colours.point(_towards(LIGHT, None if brightness >= 0.2 else DIMMER))
    colours.paste(shadow, (0, 0), grid.full(dark))
    colours.paste(bright, (0, 0), grid.full(faded(light, 0.45 + cloth.sheen)))
    return colours


@lru_cache(maxsize=32)
def _towards(goal: Rgb, keep: Rgb | None) -> list[int]:
    """A table that keeps a share of each channel (`keep` of 255) and takes the rest from `goal`."""
    table = []
    for end, share in zip(goal, keep or BRIGHTER, strict=True):
        table += [round(end + (level - end) * share / 255) for level in range(256)]
    return table


def _tones(
    grid: Coarse, where: Stencil, folds: Folds, relief: float
) -> tuple[Image.Image, Image.Image]:
    """How much shade and how much light falls where, on the coarse grid."""
    step = max(2, round(relief / 3))
    from_light = ImageChops.invert(grid.blurred(relief, (-step, -step)))
    from_dark = ImageChops.invert(grid.blurred(relief * 0.8, (step, step)))
    dark = ImageChops.add(faded(from_light, 0.62), _strokes(folds.dark, grid, where))
    light = ImageChops.add(faded(from_dark, 0.32), _strokes(folds.light, grid, where))
    return dark, ImageChops.subtract(light, faded(dark, 0.6))


def _strokes(strokes: list[tuple[Path, float, float]], grid: Coarse, where: Stencil) -> Image.Image:
    """All strokes of one kind as a mask: wide ones softer than narrow ones."""
    total = Image.new("L", grid.small.size)
    left, top = where.left - grid.pad, where.top - grid.pad
    for low, high, blur in ((0.0, 13.0, 0.9), (13.0, 1e9, 2.4)):
        chosen = [stroke for stroke in strokes if low <= stroke[1] < high]
        if not chosen:
            continue
        small = Image.new("L", grid.small.size)
        draw = ImageDraw.Draw(small)
        for line, width, strength in chosen:
            outline = [((x - left) / COARSE, (y - top) / COARSE) for x, y in ribbon(line, width)]
            draw.polygon(outline, fill=round(255 * min(strength, 1)))
        total = ImageChops.lighter(total, small.filter(ImageFilter.GaussianBlur(blur)))
    return total
