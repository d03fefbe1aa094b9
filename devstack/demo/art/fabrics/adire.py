"""Adire, Yoruba resist dyeing: tied rings (oniko), stitched leaves, starch-drawn grids (eleko)."""

import math
import random

from PIL import Image, ImageFilter

from devstack.demo.art.colour import Palette, deeper, lighter, mix
from devstack.demo.art.fabrics.tile import Tile, leaf
from devstack.demo.art.paths import Point, spline

CELL = 92


def oniko(palette: Palette, dice: random.Random) -> Image.Image:
    """Tied rings: pale halos that bleed into the dye."""
    pale = mix(palette.main, palette.light, 0.82)
    tile = Tile(260, 260, palette.main)
    for number in range(26):
        spot = (dice.uniform(0, 260), dice.uniform(0, 260))
        tile.disc(spot, dice.uniform(20, 60), mix(palette.main, palette.dark, 0.1 + number % 3 / 9))
    for at, radii in (
        ((65, 65), (52, 41, 31, 21, 11)),
        ((195, 195), (52, 41, 31, 21, 11)),
        ((195, 65), (34, 25, 16, 8)),
        ((65, 195), (34, 25, 16, 8)),
    ):
        for radius in radii:
            _bled_ring(tile, at, radius, pale, palette, dice)
        tile.disc(at, 4, pale)
    return tile.done().filter(ImageFilter.GaussianBlur(0.9))


def _bled_ring(
    tile: Tile,
    at: Point,
    radius: float,
    pale: tuple[int, int, int],
    palette: Palette,
    dice: random.Random,
) -> None:
    count = max(10, round(radius * 1.25))
    for number in range(count):
        angle = math.tau * number / count
        wide = dice.uniform(1.3, 3.9)
        reach = radius + dice.uniform(-1.4, 1.4)
        spot = (at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle))
        tile.disc(spot, wide + 1.6, mix(palette.main, pale, 0.35))
        tile.disc(spot, wide, pale if dice.random() > 0.25 else mix(palette.main, pale, 0.7))


def eleko(palette: Palette, dice: random.Random) -> Image.Image:
    """A grid of cells, each with a motif drawn by feather in cassava starch."""
    pale = mix(palette.light, palette.second, 0.15)
    tile = Tile(CELL * 4, CELL * 4, palette.main)
    motifs = [_weave, _spiral, _star, _fish, _leaves, _dots, _combs, _diamond]
    for row in range(4):
        for column in range(4):
            x, y = column * CELL, row * CELL
            ground = palette.main if (row + column) % 2 else deeper(palette.main, 0.18)
            tile.block(x, y, CELL, CELL, ground)
            motifs[(row * 3 + column * 2 + row // 2) % len(motifs)](tile, (x, y), pale, dice)
    for line in range(4):
        for offset, width in ((0, 3.4), (6, 1.3)):
            at = line * CELL + offset - 3
            tile.block(0, at, CELL * 4, width, pale)
            tile.block(at, 0, width, CELL * 4, pale)
    return tile.done()


type Ink = tuple[int, int, int]


def _weave(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    for row in range(4):
        for column in range(4):
            x, y = at[0] + 14 + column * 18, at[1] + 14 + row * 18
            for step in (2, 7, 12):
                wobble = dice.uniform(-0.7, 0.7)
                if (row + column) % 2:
                    tile.line([(x, y + step), (x + 14, y + step + wobble)], 2, ink, taper=False)
                else:
                    tile.line([(x + step, y), (x + step + wobble, y + 14)], 2, ink, taper=False)


def _spiral(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    cx, cy = at[0] + CELL / 2 + 2, at[1] + CELL / 2 + 2
    turns = [step / 60 * math.tau * 3.2 for step in range(61)]
    points = [(cx + a * 1.55 * math.cos(a), cy + a * 1.55 * math.sin(a)) for a in turns]
    tile.line(points, 3, ink, taper=False)
    tile.dots_round((cx, cy), 38, 16, 2.1, ink, dice.random())


def _star(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    centre = (at[0] + CELL / 2 + 2, at[1] + CELL / 2 + 2)
    tile.petals(centre, 8, 35, 8, 5.6, ink, math.pi / 8)
    tile.disc(centre, 5.5, ink)
    tile.dots_round(centre, 35, 8, 2.4, ink)


def _fish(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    for number in range(7):
        y = at[1] + 18 + number * 10
        middle = at[0] + CELL / 2 + 2
        for side in (-1, 1):
            tile.line(
                [(middle, y), (middle + side * 30, y - 9 + dice.uniform(-1, 1))],
                2.4,
                ink,
                taper=False,
            )
    tile.line([(at[0] + CELL / 2 + 2, at[1] + 12), (at[0] + CELL / 2 + 2, at[1] + 84)], 2.4, ink)


def _leaves(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    base = (at[0] + CELL / 2 + 2, at[1] + 82)
    tile.line([base, (base[0], base[1] - 66)], 2.2, ink)
    for step in range(4):
        for side in (-1, 1):
            spot = (base[0], base[1] - 6 - step * 15)
            tile.shape(leaf(spot, -math.pi / 2 + side * 0.95, 2, 30 - step * 3, 4.6), ink)


def _dots(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    for row in range(6):
        for column in range(6):
            spot = (at[0] + 15 + column * 12.6, at[1] + 15 + row * 12.6)
            tile.disc(spot, dice.uniform(2.1, 3.7), ink)


def _combs(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    for row in range(3):
        y = at[1] + 22 + row * 23
        wave = [(at[0] + 12 + x * 9, y + (6 if x % 2 else -6)) for x in range(9)]
        tile.line(wave, 2.6, ink, taper=False)
        tile.line([(x, y + 9) for x, y in wave], 1.7, ink, taper=False)


def _diamond(tile: Tile, at: Point, ink: Ink, dice: random.Random) -> None:
    cx, cy = at[0] + CELL / 2 + 2, at[1] + CELL / 2 + 2
    for reach, width in ((36, 2.6), (26, 2.2), (16, 2.2)):
        ring = [(cx, cy - reach), (cx + reach, cy), (cx, cy + reach), (cx - reach, cy)]
        tile.line([*ring, ring[0], ring[1]], width, ink, taper=False)
    tile.disc((cx, cy), 5, ink)


def alabere(palette: Palette, dice: random.Random) -> Image.Image:
    """Stitched resist: broad pale leaves of little stitches on a mottled ground."""
    tile = Tile(200, 232, palette.main)
    pale = mix(palette.main, palette.light, 0.85)
    for _ in range(24):
        tile.disc(
            (dice.uniform(0, 200), dice.uniform(0, 232)),
            dice.uniform(18, 46),
            mix(palette.main, palette.dark, dice.uniform(0.05, 0.25)),
        )
    for at, turned in (
        ((50, 58), -0.9),
        ((150, 174), -2.2),
        ((150, 58), -2.2),
        ((50, 174), -0.9),
    ):
        start = (at[0] - 50 * math.cos(turned), at[1] - 50 * math.sin(turned))
        tile.shape(leaf(start, turned, 0, 104, 25), lighter(palette.main, 0.16))
        for layer in (25, 17, 9):
            outline = leaf(start, turned, 25 - layer, 79 + layer, layer)
            for x, y in spline(outline)[::9]:
                tile.disc((x, y), dice.uniform(1.5, 2.9), pale)
        tile.line(
            [start, (at[0] + 54 * math.cos(turned), at[1] + 54 * math.sin(turned))], 2.6, pale
        )
    return tile.done().filter(ImageFilter.GaussianBlur(0.6))
