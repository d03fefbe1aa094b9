"""A seamless tile: what leaves on one side comes back on the other."""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

from devstack.demo.art.colour import Rgb
from devstack.demo.art.paths import Path, Point, ellipse, ribbon, spline

FINE = 3  # tiles are small, so they can afford a finer raster


class Tile:
    """A drawing surface whose edges meet."""

    def __init__(self, width: int, height: int, ground: Rgb) -> None:
        self.width, self.height = width, height
        self._large = Image.new("RGB", (width * FINE, height * FINE), ground)
        self._draw = ImageDraw.Draw(self._large)

    def done(self) -> Image.Image:
        """The tile at its true size."""
        return self._large.reduce(FINE)

    def shape(self, path: Sequence[Point], colour: Rgb) -> None:
        """A filled outline, repeated across the edges that it crosses."""
        xs, ys = [x for x, _ in path], [y for _, y in path]
        for dx in (-self.width, 0, self.width):
            if max(xs) + dx < 0 or min(xs) + dx > self.width:
                continue
            for dy in (-self.height, 0, self.height):
                if max(ys) + dy < 0 or min(ys) + dy > self.height:
                    continue
                self._draw.polygon(
                    [((x + dx) * FINE, (y + dy) * FINE) for x, y in path], fill=colour
                )

    def disc(self, at: Point, radius: float, colour: Rgb) -> None:
        """A filled circle."""
        self.shape(ellipse(*at, radius, radius), colour)

    def ring(self, at: Point, radius: float, width: float, colour: Rgb) -> None:
        """A circle's line."""
        circle = ellipse(*at, radius, radius)
        self.line([*circle, *circle[:2]], width, colour, taper=False)

    def line(
        self, points: Sequence[Point], width: float, colour: Rgb, *, taper: bool = True
    ) -> None:
        """A stroke through points as they are."""
        self.shape(ribbon(points, width, taper=taper), colour)

    def curve(self, points: Sequence[Point], width: float, colour: Rgb) -> None:
        """A smooth tapered stroke."""
        self.line(spline(points), width, colour)

    def block(self, x: float, y: float, width: float, height: float, colour: Rgb) -> None:
        """A rectangle."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def dots_round(
        self, at: Point, radius: float, count: int, size: float, colour: Rgb, start: float = 0
    ) -> None:
        """Dots on a circle."""
        for number in range(count):
            angle = start + math.tau * number / count
            spot = (at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle))
            self.disc(spot, size, colour)

    def petals(
        self,
        at: Point,
        inner: float,
        outer: float,
        count: int,
        fat: float,
        colour: Rgb,
        start: float = 0,
    ) -> None:
        """Leaf-shaped rays round a point; `fat` is their half width."""
        for number in range(count):
            angle = start + math.tau * number / count
            self.shape(leaf(at, angle, inner, outer, fat), colour)


def leaf(at: Point, angle: float, inner: float, outer: float, fat: float) -> Path:
    """A pointed oval that starts `inner` and ends `outer` away from a point."""
    path: Path = []
    cos, sin = math.cos(angle), math.sin(angle)
    for side in (1, -1):
        for step in range(11):
            t = step / 10 if side == 1 else 1 - step / 10
            along = inner + (outer - inner) * t
            across = side * fat * math.sin(math.pi * t) ** 0.8 if 0 < t < 1 else 0.0
            path.append((at[0] + along * cos - across * sin, at[1] + along * sin + across * cos))
    return path


def jitter(dice: random.Random, amount: float) -> Point:
    """A small random step."""
    return dice.uniform(-amount, amount), dice.uniform(-amount, amount)
