"""Vendor marks: a roundel with a sign drawn by shapes."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from devstack.demo.art.colour import Rgb, mix, rgb
from devstack.demo.art.fabrics.tile import leaf
from devstack.demo.art.paths import Path, ellipse, move, ribbon, spline, turn

SIDE = 512
CENTRE = (256.0, 256.0)
FINE = 3


class Mark:
    """A square drawing surface, finely rastered."""

    def __init__(self, ground: Rgb) -> None:
        self._image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, path: Path, colour: Rgb) -> None:
        """A filled outline."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in path], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Rgb) -> None:
        """A filled circle."""
        self.shape(ellipse(x, y, radius, radius), colour)

    def line(self, path: Path, width: float, colour: Rgb) -> None:
        """A stroke with round ends."""
        self.shape(ribbon(path, width, taper=False), colour)
        for x, y in (path[0], path[-1]):
            self.disc(x, y, width / 2, colour)

    def done(self) -> Image.Image:
        """The mark at its true size."""
        return self._image.reduce(FINE)


def _sun(mark: Mark, ink: Rgb, second: Rgb) -> None:
    for number in range(16):
        angle = math.tau * number / 16
        mark.shape(leaf(CENTRE, angle, 78, 158 if number % 2 else 132, 13), ink)
    mark.disc(*CENTRE, 66, second)
    mark.disc(*CENTRE, 34, ink)


def _needle(mark: Mark, ink: Rgb, second: Rgb) -> None:
    thread = spline(
        [
            (120, 330),
            (150, 210),
            (250, 190),
            (300, 280),
            (220, 330),
            (210, 240),
            (300, 160),
            (372, 148),
        ]
    )
    mark.line(thread, 11, second)
    mark.shape(turn(leaf((256, 256), 0, -170, 150, 10), -52, CENTRE), ink)
    mark.shape(turn(ellipse(374, 256, 22, 4.5), -52, CENTRE), second)


def _leaf(mark: Mark, ink: Rgb, second: Rgb) -> None:
    for number in range(5):
        angle = -math.pi / 2 + (number - 2) * 0.52
        mark.shape(
            leaf((256, 384), angle, 20, 250 - abs(number - 2) * 34, 34),
            second if number % 2 else ink,
        )
    mark.disc(256, 390, 16, ink)


def _cowrie(mark: Mark, ink: Rgb, second: Rgb) -> None:
    mark.shape(ellipse(256, 256, 108, 158), ink)
    mark.shape(leaf((256, 256), math.pi / 2, -132, 132, 26), second)
    for step in range(9):
        y = 160 + step * 24
        for side in (-1, 1):
            mark.line([(256 + side * 12, y), (256 + side * 40, y - 5)], 7, second)


def _arches(mark: Mark, ink: Rgb, second: Rgb) -> None:
    for reach, colour in ((150, ink), (118, second), (86, ink), (54, second)):
        steps = [math.pi * step / 40 for step in range(41)]
        bow = [(256 - reach * math.cos(a), 300 - reach * 1.05 * math.sin(a)) for a in steps]
        mark.line(bow, 17, colour)
    mark.disc(256, 300, 20, ink)
    mark.line([(106, 352), (406, 352)], 17, ink)


def _weave(mark: Mark, ink: Rgb, second: Rgb) -> None:
    for row in range(4):
        for column in range(4):
            x, y = 132 + column * 64, 132 + row * 64
            across = (row + column) % 2 == 0
            size = (54, 34) if across else (34, 54)
            left, top = x + (54 - size[0]) / 2, y + (54 - size[1]) / 2
            block = [
                (left, top),
                (left + size[0], top),
                (left + size[0], top + size[1]),
                (left, top + size[1]),
            ]
            mark.shape(turn(block, 45, CENTRE), ink if across else second)


def _beads(mark: Mark, ink: Rgb, second: Rgb) -> None:
    for number in range(18):
        angle = math.tau * number / 18
        x, y = 256 + 128 * math.cos(angle), 256 + 128 * math.sin(angle)
        mark.disc(x, y, 20, second if number % 3 == 0 else ink)
    for number in range(9):
        angle = math.tau * (number + 0.5) / 9
        mark.disc(256 + 68 * math.cos(angle), 256 + 68 * math.sin(angle), 16, ink)
    mark.disc(*CENTRE, 28, second)


def _swallow(mark: Mark, ink: Rgb, second: Rgb) -> None:
    body = [
        (146, -62),
        (96, -56),
        (34, -22),
        (-22, -96),
        (-100, -146),
        (-56, -56),
        (-40, -6),
        (-96, 34),
        (-162, 96),
        (-84, 68),
        (-112, 130),
        (-28, 50),
        (22, 34),
        (68, 106),
        (112, 162),
        (84, 56),
        (72, 6),
        (112, -34),
    ]
    mark.shape(move(spline(body, closed=True), 260, 256), ink)
    mark.disc(366, 208, 9, second)
    for number in range(5):
        mark.disc(150 + number * 24, 396 - number * 5, 7, second)


SIGNS: dict[str, Callable[[Mark, Rgb, Rgb], None]] = {
    "sun": _sun,
    "needle": _needle,
    "leaf": _leaf,
    "cowrie": _cowrie,
    "arches": _arches,
    "weave": _weave,
    "beads": _beads,
    "swallow": _swallow,
}


def draw_logo(sign: str, ground: str, ink: str, second: str) -> Image.Image:
    """A vendor's mark, 512 x 512."""
    base, line = rgb(ground), rgb(ink)
    mark = Mark(base)
    mark.disc(*CENTRE, 222, mix(base, line, 0.88))
    mark.disc(*CENTRE, 214, base)
    SIGNS[sign](mark, line, rgb(second))
    return mark.done()
