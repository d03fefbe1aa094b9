"""Loom cloths: aso oke strips, kente blocks, stripes, checks, raffia."""

import random

from PIL import Image

from devstack.demo.art.colour import Palette, deeper, lighter, mix
from devstack.demo.art.fabrics.tile import Tile


def aso_oke(palette: Palette, dice: random.Random) -> Image.Image:
    """Narrow strips sewn side by side, metallic threads and openwork."""
    strip = 76
    tile = Tile(strip * 2, 156, palette.main)
    for index in range(2):
        x = index * strip
        middle = palette.second if index == 0 else mix(palette.main, palette.dark, 0.4)
        tile.block(x, 0, strip, 156, palette.main)
        for offset, width, colour in (
            (5, 3, palette.second),
            (11, 1.6, palette.light),
            (15, 5, palette.accent),
            (23, 1.6, palette.light),
            (28, 20, middle),
            (51, 1.6, palette.light),
            (56, 5, palette.accent),
            (64, 1.6, palette.light),
            (68, 3, palette.second),
        ):
            tile.block(x + offset, 0, width, 156, colour)
        _openwork(tile, x + 38, palette, light=index == 0)
        tile.block(x - 0.8, 0, 1.6, 156, palette.dark)
    for y in range(0, 156, 4):
        tile.block(0, y, strip * 2, 0.9, mix(palette.main, palette.dark, 0.28))
    return tile.done()


def _openwork(tile: Tile, x: float, palette: Palette, *, light: bool) -> None:
    for y in range(0, 156, 26):
        if light:
            tile.disc((x, y + 13), 5.2, palette.main)
            tile.disc((x, y + 13), 3, palette.dark)
        else:
            diamond = [(x, y + 4), (x + 7, y + 13), (x, y + 22), (x - 7, y + 13)]
            tile.shape(diamond, palette.second)
            tile.disc((x, y + 13), 2.4, palette.dark)


def kente(palette: Palette, dice: random.Random) -> Image.Image:
    """Strips whose blocks of weft alternate with plain warp."""
    size = 84
    tile = Tile(size * 2, size * 2, palette.main)
    for row in range(2):
        for column in range(2):
            x, y = column * size, row * size
            if (row + column) % 2:
                _weft_block(tile, x, y, size, palette)
            else:
                _warp_block(tile, x, y, size, palette)
        tile.block(row * size - 1, 0, 2, size * 2, palette.dark)
    return tile.done()


def _weft_block(tile: Tile, x: float, y: float, size: int, palette: Palette) -> None:
    bands = [
        palette.second,
        palette.dark,
        palette.accent,
        palette.light,
        palette.accent,
        palette.dark,
        palette.second,
    ]
    height = size / len(bands)
    for index, colour in enumerate(bands):
        tile.block(x, y + index * height, size, height + 0.5, colour)
    for step in range(5):
        tile.block(x + 8 + step * 15, y + 3 * height, 7.5, height, palette.dark)


def _warp_block(tile: Tile, x: float, y: float, size: int, palette: Palette) -> None:
    tile.block(x, y, size, size, palette.main)
    for offset in (8, 20, size - 12, size - 24):
        tile.block(x + offset, y, 4, size, palette.second)
    cx, cy = x + size / 2, y + size / 2
    for reach, colour in (
        (25, palette.dark),
        (19, palette.second),
        (12, palette.accent),
        (6, palette.light),
    ):
        steps = max(1, round(reach / 6))
        for step in range(-steps, steps + 1):
            half = reach * (1 - abs(step) / (steps + 1))
            tile.block(cx - half, cy + step * 5 - 2.5, half * 2, 5.2, colour)


def stripes(palette: Palette, dice: random.Random) -> Image.Image:
    """A resort stripe: broad bands with a hairline beside."""
    tile = Tile(72, 72, palette.light)
    tile.block(0, 0, 30, 72, palette.main)
    tile.block(36, 0, 2.4, 72, palette.accent)
    tile.block(64, 0, 2.4, 72, palette.accent)
    return tile.done()


def pinstripe(palette: Palette, dice: random.Random) -> Image.Image:
    """Tailoring cloth with a fine chalk line."""
    tile = Tile(46, 46, palette.main)
    tile.block(0, 0, 46, 23, mix(palette.main, palette.dark, 0.05))
    tile.block(20, 0, 1.5, 46, mix(palette.main, palette.light, 0.45))
    return tile.done()


def gingham(palette: Palette, dice: random.Random) -> Image.Image:
    """Two-tone check."""
    tile = Tile(56, 56, palette.light)
    half = mix(palette.main, palette.light, 0.5)
    tile.block(0, 0, 28, 56, half)
    tile.block(0, 0, 56, 28, half)
    tile.block(0, 0, 28, 28, palette.main)
    return tile.done()


def raffia(palette: Palette, dice: random.Random) -> Image.Image:
    """Plaited straw: over and under."""
    tile = Tile(48, 48, deeper(palette.main, 0.4))
    for row in range(4):
        for column in range(4):
            x, y = column * 12, row * 12
            tone = lighter(palette.main, dice.uniform(0, 0.22))
            if (row + column) % 2:
                tile.block(x + 0.8, y + 2, 10.4, 8, tone)
                tile.block(x + 0.8, y + 4.5, 10.4, 1.2, deeper(tone, 0.14))
            else:
                tone = deeper(tone, 0.1)
                tile.block(x + 2, y + 0.8, 8, 10.4, tone)
                tile.block(x + 4.5, y + 0.8, 1.2, 10.4, deeper(tone, 0.14))
    return tile.done()


def zigzag(palette: Palette, dice: random.Random) -> Image.Image:
    """Chevron bands, as on bark cloth and on beaded belts."""
    tile = Tile(96, 120, palette.main)
    bands = (
        (0, 20, palette.second),
        (26, 6, palette.light),
        (60, 20, palette.accent),
        (86, 6, palette.light),
        (100, 8, palette.dark),
    )
    for top, height, colour in bands:
        upper = [(x * 24 - 24, top + (18 if x % 2 else 0)) for x in range(7)]
        lower = [(x, y + height) for x, y in upper]
        tile.shape(upper + lower[::-1], colour)
    return tile.done()
