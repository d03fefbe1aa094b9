"""Coral and glass beads, earrings, bangles."""

import math

from devstack.demo.art.colour import Rgb, deeper, lighter, mix
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.layer import Layer
from devstack.demo.art.paths import Path, Point, along, ellipse, mirror, ribbon
from devstack.demo.art.trims import bead, smooth


def _strand(kit: Kit, line: Path, radius: float, colours: list[Rgb], spacer: int = 6) -> None:
    """Beads along a line, a metal spacer every few."""
    layer = kit.layer
    layer.line([(x + 6, y + 10) for x, y in line], (40, 20, 20), radius * 1.5, 0.22)
    layer.line(line, deeper(colours[0], 0.6), 3)
    for number, (x, y, _) in enumerate(along(line, radius * 1.86, radius)):
        if spacer and number % spacer == spacer - 1:
            bead(layer, (x, y), radius * 0.8, kit.palette.second)
        else:
            size = radius * kit.dice.uniform(0.94, 1.06)
            bead(layer, (x, y), size, colours[number % len(colours)])


def _shades(kit: Kit) -> list[Rgb]:
    main = kit.cloth.tone
    return [main, lighter(main, 0.1), deeper(main, 0.1), mix(main, kit.palette.accent, 0.12)]


def _collar(drop: float, wide: float, top: float = 250) -> Path:
    left = smooth(
        (450 - wide * 0.62, top),
        (450 - wide, top + drop * 0.42),
        (450 - wide * 0.72, top + drop * 0.8),
        (450, top + drop),
    )
    return left + mirror(left)


def coral(kit: Kit) -> None:
    """A bridal set: strands, a pendant, a pair of bracelets."""
    colours = _shades(kit)
    for index in range(5 if kit.has("grand") else 4):
        _strand(
            kit,
            _collar(360 + index * 72, 190 + index * 27, 190 - index * 4),
            15 + index * 0.6,
            colours,
            9,
        )
    bottom = 190 + 360 + 72 * (4 if kit.has("grand") else 3)
    _pendant(kit, (450, bottom + 40))
    for x in (250, 650):
        for row in range(3):
            ring = ellipse(x, 1010 + row * 27, 86, 26)
            _strand(kit, [*ring, ring[0]], 12.5, colours, 7)


def _pendant(kit: Kit, at: Point) -> None:
    x, y = at
    gold = kit.palette.second
    for number in range(9):
        angle = math.tau * number / 9
        bead(kit.layer, (x + 38 * math.cos(angle), y + 38 * math.sin(angle)), 12, kit.cloth.tone)
    bead(kit.layer, at, 27, gold)
    for step, sway in ((-1, -26), (0, 0), (1, 26)):
        for number in range(4 - abs(step)):
            bead(
                kit.layer,
                (x + sway, y + 62 + number * 21),
                10.5,
                kit.cloth.tone if number % 2 else gold,
            )


def beads(kit: Kit) -> None:
    """A long necklace of graded recycled-glass and brass beads."""
    line = _collar(640, 230, 210)
    stations = along(line, 30, 12)
    kit.layer.line([(x + 7, y + 12) for x, y in line], (40, 20, 20), 26, 0.22)
    kit.layer.line(line, kit.palette.dark, 3)
    colours = [kit.cloth.tone, kit.palette.second, kit.palette.accent, kit.palette.light]
    middle = len(stations) / 2
    for number, (x, y, _) in enumerate(stations):
        closeness = 1 - abs(number - middle) / middle
        colour = colours[(number // 2) % 4] if number % 3 else kit.palette.second
        bead(kit.layer, (x, y), 12 + 9 * closeness, colour)
    _pendant(kit, (450, 210 + 640 + 50))


def earrings(kit: Kit) -> None:
    """A pair: beaded fringe, or hoops wrapped in cloth."""
    for x in (288, 612):
        if kit.has("hoops"):
            _hoop(kit, x)
        else:
            _fringe(kit, x)


def _hook(layer: Layer, x: float, y: float, metal: Rgb) -> None:
    line = smooth((x, y), (x - 3, y - 44), (x + 20, y - 76), (x + 40, y - 50), (x + 38, y - 16))
    layer.line([(a + 4, b + 6) for a, b in line], (30, 16, 20), 6, 0.25)
    layer.line(line, deeper(metal, 0.35), 7)
    layer.line(line, lighter(metal, 0.25), 3.4)


def _hoop(kit: Kit, x: float) -> None:
    metal = kit.palette.second
    _hook(kit.layer, x, 372, metal)
    bead(kit.layer, (x, 384), 15, metal)
    ring = ellipse(x, 610, 122, 196)
    kit.piece(ribbon([*ring, ring[0]], 46, taper=False), relief=13)
    for sx, sy, angle in along([*ring, ring[0]], 52, 10):
        turned = math.radians(angle + 74)
        dx, dy = 23 * math.cos(turned), 23 * math.sin(turned)
        kit.layer.line(
            [(sx - dx, sy - dy), (sx + dx, sy + dy)], deeper(kit.cloth.tone, 0.5), 2.4, 0.6
        )
    for angle in (0.25, 0.5, 0.75):
        spot = (x + 122 * math.cos(math.pi * angle), 610 + 196 * math.sin(math.pi * angle))
        bead(kit.layer, spot, 21, metal)


def _fringe(kit: Kit, x: float) -> None:
    metal = kit.palette.second
    _hook(kit.layer, x, 330, metal)
    rows = [kit.cloth.tone, kit.palette.light, kit.cloth.tone, kit.palette.accent]
    for row in range(6):
        for place in range(row + 1):
            at = (x + (place - row / 2) * 30, 352 + row * 27)
            bead(kit.layer, at, 14.5, metal if row == 0 else rows[row % 4])
    for place in range(6):
        at_x = x + (place - 2.5) * 30
        count = 9 - round(abs(place - 2.5) * 1.4)
        kit.layer.line([(at_x, 500), (at_x, 520 + count * 27)], kit.palette.dark, 2)
        for number in range(count):
            colour = (kit.cloth.tone, kit.cloth.tone, kit.palette.second, kit.palette.accent)[
                number % 4
            ]
            bead(kit.layer, (at_x, 522 + number * 27), 12.6, colour)
        bead(kit.layer, (at_x, 526 + count * 27), 8.5, metal)


def bangles(kit: Kit) -> None:
    """A stack of cloth-wrapped and brass bangles."""
    brass = kit.palette.second
    for number in range(6):
        y = 800 - number * 62
        ring = ellipse(450 + (-10, 8, -6, 12, 0, -8)[number], y, 238, 92)
        closed = [*ring, ring[0]]
        if number % 2:
            _brass_ring(kit, closed, brass)
        else:
            kit.piece(ribbon(closed, 46, taper=False), relief=13, cast=0.6)


def _brass_ring(kit: Kit, ring: Path, brass: Rgb) -> None:
    kit.layer.line([(x + 4, y + 9) for x, y in ring], (30, 14, 20), 26, 0.35)
    for width, colour in (
        (24, deeper(brass, 0.45)),
        (18, brass),
        (8, lighter(brass, 0.35)),
        (3, lighter(brass, 0.75)),
    ):
        kit.layer.line([(x, y - (24 - width) * 0.12) for x, y in ring], colour, width)
