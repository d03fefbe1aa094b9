"""Wax prints: suns, leaves, eyes, rings of dots, fans, swallows."""

import math
import random

from PIL import Image

from devstack.demo.art.colour import Palette, deeper, lighter, mix
from devstack.demo.art.fabrics.tile import Tile, leaf
from devstack.demo.art.paths import Point, spline


def crackle(tile: Tile, palette: Palette, dice: random.Random, count: int = 16) -> None:
    """The fine veins that cracked wax leaves on the ground."""
    colour = mix(palette.main, palette.dark, 0.35)
    for _ in range(count):
        x, y = dice.uniform(0, tile.width), dice.uniform(0, tile.height)
        points = [(x, y)]
        angle = dice.uniform(0, math.tau)
        for _ in range(4):
            angle += dice.uniform(-0.9, 0.9)
            x, y = x + 13 * math.cos(angle), y + 13 * math.sin(angle)
            points.append((x, y))
        tile.line(points, 1.3, colour)


def suns(palette: Palette, dice: random.Random) -> Image.Image:
    """Concentric suns, a large and a small one in half drop."""
    tile = Tile(220, 220, palette.main)
    crackle(tile, palette, dice, 22)
    _sun(tile, (110, 110), 78, palette)
    _sun(tile, (0, 0), 44, Palette(palette.main, palette.accent, palette.second, *_ends(palette)))
    for spot in ((110, 4), (0, 108)):
        tile.petals(spot, 4, 19, 6, 4.2, palette.light)
        tile.disc(spot, 4.4, palette.accent)
    return tile.done()


def _ends(palette: Palette) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return palette.light, palette.dark


def _sun(tile: Tile, at: Point, radius: float, palette: Palette) -> None:
    tile.petals(at, radius * 0.6, radius * 1.14, 20, radius * 0.095, palette.dark)
    tile.disc(at, radius * 0.86, palette.dark)
    tile.petals(at, radius * 0.5, radius * 0.83, 20, radius * 0.085, palette.second)
    tile.disc(at, radius * 0.6, palette.light)
    tile.dots_round(at, radius * 0.515, 20, radius * 0.045, palette.accent)
    tile.disc(at, radius * 0.42, palette.accent)
    tile.petals(at, radius * 0.1, radius * 0.4, 10, radius * 0.06, palette.light)
    tile.disc(at, radius * 0.2, palette.dark)
    tile.disc(at, radius * 0.12, palette.second)


def leaves(palette: Palette, dice: random.Random) -> Image.Image:
    """Sprigs that climb and turn."""
    tile = Tile(176, 240, palette.main)
    crackle(tile, palette, dice, 14)
    for offset, flip, colour in ((0, 1, palette.second), (120, -1, palette.light)):
        x0 = 44 if flip == 1 else 132
        stem = [(x0 + flip * 16 * math.sin(t * math.pi * 2), offset + t * 240) for t in _range(24)]
        tile.line(stem, 5, palette.dark)
        for number in range(0, 24, 2):
            x, y = stem[number]
            side = 1 if number % 4 else -1
            angle = math.pi / 2 + side * 1.9 - 3.14
            _leaf(tile, (x, y), angle, 50.0, colour, palette)
    for spot in ((88, 60), (0, 180), (88, 180), (0, 60)):
        tile.disc(spot, 7.5, palette.dark)
        tile.disc(spot, 5, palette.accent)
        tile.dots_round(spot, 12, 8, 1.9, palette.light)
    return tile.done()


def _range(count: int) -> list[float]:
    return [step / (count - 1) for step in range(count)]


def _leaf(
    tile: Tile,
    at: Point,
    angle: float,
    length: float,
    colour: tuple[int, int, int],
    palette: Palette,
) -> None:
    tile.shape(leaf(at, angle, 0, length + 4, length * 0.27 + 2.5), palette.dark)
    tile.shape(leaf(at, angle, 3, length, length * 0.27), colour)
    cos, sin = math.cos(angle), math.sin(angle)
    tip = (at[0] + length * 0.82 * cos, at[1] + length * 0.82 * sin)
    tile.line([at, tip], 2.2, palette.accent, taper=False)
    for share in (0.3, 0.48, 0.66):
        x, y = at[0] + length * share * cos, at[1] + length * share * sin
        for side in (0.85, -0.85):
            reach = length * 0.19
            end = (x + reach * math.cos(angle + side), y + reach * math.sin(angle + side))
            tile.line([(x, y), end], 1.5, palette.accent, taper=False)


def eyes(palette: Palette, dice: random.Random) -> Image.Image:
    """Almond eyes in half drop, with lashes of dots."""
    tile = Tile(160, 152, palette.main)
    crackle(tile, palette, dice, 12)
    for at, turned in (((40, 38), 0.0), ((120, 114), 0.0), ((120, 38), 1.0), ((40, 114), 1.0)):
        _eye(tile, at, palette, swapped=bool(turned))
    return tile.done()


def _eye(tile: Tile, at: Point, palette: Palette, *, swapped: bool) -> None:
    outer, inner = (
        (palette.second, palette.accent) if not swapped else (palette.light, palette.second)
    )
    for half, fat, colour in (
        (41, 27, palette.dark),
        (36, 22.5, outer),
        (28, 16.5, palette.dark),
        (25, 14.5, palette.light),
    ):
        tile.shape(leaf(at, 0, -half, half, fat), colour)
    tile.disc(at, 11.5, palette.dark)
    tile.disc(at, 8.6, inner)
    tile.disc(at, 3.6, palette.dark)
    tile.disc((at[0] - 3, at[1] - 3.4), 1.9, palette.light)
    for number in range(9):
        angle = math.pi * (number + 0.5) / 9
        for sign in (1, -1):
            spot = (at[0] + 37 * math.cos(angle), at[1] + sign * 30.5 * math.sin(angle))
            tile.disc(spot, 1.7, palette.light)


def rings(palette: Palette, dice: random.Random) -> Image.Image:
    """Water well: rings of dots that spread from a centre."""
    tile = Tile(168, 168, palette.main)
    crackle(tile, palette, dice, 10)
    for at, big in (((42, 42), True), ((126, 126), True), ((126, 42), False), ((42, 126), False)):
        if big:
            tile.disc(at, 52, palette.dark)
            tile.disc(at, 48.5, lighter(palette.main, 0.1))
            for radius, count, colour in (
                (43, 30, palette.light),
                (34, 24, palette.second),
                (25, 18, palette.light),
                (16.5, 12, palette.accent),
            ):
                tile.dots_round(at, radius, count, 3.3, colour, radius)
            tile.disc(at, 10.5, palette.second)
            tile.disc(at, 5, palette.dark)
        else:
            tile.petals(at, 2, 29, 8, 6.4, palette.dark)
            tile.petals(at, 5, 26, 8, 4.2, palette.accent)
            tile.disc(at, 6.6, palette.light)
    return tile.done()


def fans(palette: Palette, dice: random.Random) -> Image.Image:
    """Overlapping fans, row over row."""
    tile = Tile(144, 144, palette.main)
    bands = (
        (72, palette.dark),
        (68, palette.main),
        (55, palette.light),
        (50, palette.second),
        (38, palette.dark),
        (35, palette.accent),
        (22, palette.light),
        (17, palette.main),
        (8, palette.dark),
    )
    for row in range(-1, 6):
        y = row * 36
        for column in range(-1, 3):
            x = column * 144 + (72 if row % 2 else 0)
            for radius, colour in bands:
                _dome(tile, (x, y + 72), radius, colour)
            for number in range(11):
                angle = math.pi * (number + 0.5) / 11
                tile.disc(
                    (x - 61.5 * math.cos(angle), y + 72 - 61.5 * math.sin(angle)),
                    2.6,
                    palette.light,
                )
    return tile.done()


def _dome(tile: Tile, at: Point, radius: float, colour: tuple[int, int, int]) -> None:
    steps = [math.pi * step / 28 for step in range(29)]
    arch = [(at[0] - radius * math.cos(a), at[1] - radius * math.sin(a)) for a in steps]
    tile.shape([*arch, (at[0] + radius, at[1] + 1), (at[0] - radius, at[1] + 1)], colour)


def swallows(palette: Palette, dice: random.Random) -> Image.Image:
    """Speed birds: swallows that cross the cloth."""
    tile = Tile(230, 200, palette.main)
    crackle(tile, palette, dice, 20)
    _swallow(tile, (66, 60), 1, palette.second, palette)
    _swallow(tile, (180, 158), -1, palette.light, palette)
    for spot in ((180, 46), (62, 148)):
        tile.petals(spot, 3, 24, 7, 5.4, deeper(palette.main, 0.35))
        tile.petals(spot, 4, 20, 7, 3.6, palette.accent)
        tile.disc(spot, 4.6, palette.light)
    return tile.done()


def _swallow(
    tile: Tile, at: Point, flip: int, colour: tuple[int, int, int], palette: Palette
) -> None:
    body = [
        (52, -22),
        (34, -20),
        (12, -8),
        (-8, -34),
        (-36, -52),
        (-20, -20),
        (-14, -2),
        (-34, 12),
        (-58, 34),
        (-30, 24),
        (-40, 46),
        (-10, 18),
        (8, 12),
        (24, 38),
        (40, 58),
        (30, 20),
        (26, 2),
        (40, -12),
    ]
    edge = spline(body, closed=True)
    for size, shade in ((1.12, palette.dark), (0.98, colour)):
        tile.shape([(at[0] + flip * x * size, at[1] + y * size) for x, y in edge], shade)
    for start, end in (
        ((-8, -18), (-26, -42)),
        ((-2, -12), (-14, -34)),
        ((22, 16), (34, 44)),
        ((16, 16), (24, 34)),
        ((-18, 14), (-42, 30)),
    ):
        tile.line(
            [(at[0] + flip * start[0], at[1] + start[1]), (at[0] + flip * end[0], at[1] + end[1])],
            3,
            palette.accent,
        )
    tile.disc((at[0] + flip * 38, at[1] - 17), 2.8, palette.dark)
