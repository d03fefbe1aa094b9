"""Quiet cloths: plain weave, brocade, lace, satin, leather, denim."""

import math
import random

from PIL import Image, ImageFilter

from devstack.demo.art.colour import Palette, deeper, lighter, luminance, mix
from devstack.demo.art.fabrics.tile import Tile
from devstack.demo.art.paths import Point


def plain(palette: Palette, dice: random.Random) -> Image.Image:
    """One colour; the thread texture comes later."""
    return Tile(40, 40, palette.main).done()


def linen(palette: Palette, dice: random.Random) -> Image.Image:
    """A slubbed plain weave."""
    tile = Tile(240, 240, palette.main)
    for _ in range(150):
        x, y, length = dice.uniform(0, 240), dice.uniform(0, 240), dice.uniform(16, 60)
        tone = lighter(palette.main, 0.16) if dice.random() > 0.5 else deeper(palette.main, 0.1)
        end = (x + length, y) if dice.random() > 0.5 else (x, y + length)
        tile.line([(x, y), ((x + end[0]) / 2, (y + end[1]) / 2), end], dice.uniform(0.8, 1.8), tone)
    return tile.done()


def brocade(palette: Palette, dice: random.Random) -> Image.Image:
    """Bazin: a tonal damask that shows only by its sheen."""
    shine = (
        lighter(palette.main, 0.17) if luminance(palette.main) < 0.7 else deeper(palette.main, 0.09)
    )
    tile = Tile(150, 200, palette.main)
    for at in ((75, 50), (0, 150)):
        tile.petals(at, 8, 44, 8, 9, shine)
        tile.petals(at, 14, 36, 8, 4.4, palette.main, math.pi / 8)
        tile.disc(at, 7, shine)
        tile.ring(at, 50, 2.4, shine)
        tile.dots_round(at, 58, 20, 2.2, shine)
    for at in ((0, 50), (75, 150)):
        tile.petals(at, 2, 24, 4, 6.4, shine, math.pi / 4)
        tile.disc(at, 3, shine)
    return tile.done().filter(ImageFilter.GaussianBlur(0.5))


def lace(palette: Palette, dice: random.Random) -> Image.Image:
    """Corded lace: flowers in thick thread, eyelets through which the lining shows."""
    net = mix(palette.main, deeper(palette.main, 0.5), 0.5)
    cord = lighter(palette.main, 0.32) if luminance(palette.main) < 0.75 else palette.light
    tile = Tile(180, 180, palette.main)
    for x in range(0, 180, 9):
        for y in range(0, 180, 9):
            tile.disc((x + (4.5 if (y // 9) % 2 else 0), y), 2.7, net)
    for at, size in (((45, 45), 1.0), ((135, 135), 1.0), ((135, 45), 0.62), ((45, 135), 0.62)):
        _lace_flower(tile, at, size, palette, cord, net)
    for lift in (0, 90):
        vine = [(x * 6.0, lift + 13 * math.sin(math.tau * x / 15 + lift)) for x in range(31)]
        tile.line(vine, 4.2, cord, taper=False)
    return tile.done()


def _lace_flower(
    tile: Tile,
    at: Point,
    size: float,
    palette: Palette,
    cord: tuple[int, int, int],
    net: tuple[int, int, int],
) -> None:
    tile.disc(at, 42 * size, palette.main)
    tile.petals(at, 9 * size, 42 * size, 8, 10.5 * size, deeper(palette.main, 0.22))
    tile.petals(at, 10 * size, 40 * size, 8, 8.4 * size, cord)
    tile.petals(at, 18 * size, 34 * size, 8, 3.6 * size, net)
    tile.disc(at, 12 * size, cord)
    tile.disc(at, 6.5 * size, net)
    tile.dots_round(at, 38 * size, 8, 3.2 * size, net, math.pi / 8)


def guipure(palette: Palette, dice: random.Random) -> Image.Image:
    """Heavier lace: scalloped medallions, cut through."""
    cord = lighter(palette.main, 0.26) if luminance(palette.main) < 0.75 else palette.light
    hole = deeper(palette.main, 0.42)
    tile = Tile(132, 152, palette.main)
    for at in ((33, 38), (99, 114)):
        tile.dots_round(at, 33, 14, 7, cord)
        tile.disc(at, 33, cord)
        tile.disc(at, 27, palette.main)
        tile.petals(at, 5, 26, 6, 6.2, hole)
        tile.petals(at, 9, 22, 6, 3, cord)
        tile.disc(at, 5, cord)
    for at in ((99, 38), (33, 114)):
        tile.petals(at, 4, 23, 4, 7.4, cord)
        tile.petals(at, 9, 19, 4, 3.6, hole)
        tile.disc(at, 4.4, cord)
    return tile.done()


def denim(palette: Palette, dice: random.Random) -> Image.Image:
    """Twill: a steep fine diagonal."""
    tile = Tile(48, 48, palette.main)
    for step in range(-48, 48, 4):
        tone = lighter(palette.main, dice.uniform(0.08, 0.22))
        tile.line([(step, 0), (step + 48, 48)], 1.3, tone, taper=False)
    return tile.done()


def leather(palette: Palette, dice: random.Random) -> Image.Image:
    """Grained leather."""
    tile = Tile(180, 180, palette.main)
    for _ in range(900):
        at = (dice.uniform(0, 180), dice.uniform(0, 180))
        tone = mix(palette.main, palette.dark, dice.uniform(0.02, 0.12))
        tile.disc(at, dice.uniform(0.9, 2.2), tone)
    return tile.done()


def polka(palette: Palette, dice: random.Random) -> Image.Image:
    """Dots in half drop."""
    tile = Tile(64, 64, palette.main)
    for at in ((16, 16), (48, 48)):
        tile.disc(at, 8.2, palette.light)
    for at in ((48, 16), (16, 48)):
        tile.disc(at, 3, palette.accent)
    return tile.done()
