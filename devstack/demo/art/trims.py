"""Hand work on top of cloth: seams, buttons, embroidery, beads."""

import math
from collections.abc import Sequence

from devstack.demo.art.colour import WHITE, Rgb, deeper, lighter, mix
from devstack.demo.art.layer import Layer
from devstack.demo.art.paths import Path, Point, along, ellipse, mirror, ribbon, spline


def seam(layer: Layer, line: Sequence[Point], tone: Rgb, width: float = 2.2) -> None:
    """A dark groove with a lit edge."""
    layer.line(line, deeper(tone, 0.6), width, 0.6)
    layer.line([(x - 1.6, y + 1.4) for x, y in line], lighter(tone, 0.45), 1.2, 0.35)


def both(layer: Layer, line: Path, tone: Rgb, width: float = 2.2) -> None:
    """The same seam left and right."""
    seam(layer, line, tone, width)
    seam(layer, mirror(line), tone, width)


def button(layer: Layer, at: Point, colour: Rgb, radius: float = 8) -> None:
    """A four-hole button with its small shadow."""
    x, y = at
    layer.fill(ellipse(x + 2, y + 3, radius, radius), (20, 10, 20), 0.35)
    layer.fill(ellipse(x, y, radius, radius), deeper(colour, 0.25))
    layer.fill(ellipse(x - 0.6, y - 0.8, radius * 0.86, radius * 0.86), colour)
    layer.fill(
        ellipse(x - radius * 0.25, y - radius * 0.3, radius * 0.5, radius * 0.4),
        lighter(colour, 0.5),
        0.6,
    )
    holes = [(dx, dy) for dx in (-1, 1) for dy in (-1, 1)]
    layer.fill_all(
        [ellipse(x + dx * radius * 0.25, y + dy * radius * 0.25, 1.3, 1.3) for dx, dy in holes],
        deeper(colour, 0.7),
    )


def cord(layer: Layer, line: Sequence[Point], thread: Rgb, width: float = 6) -> None:
    """A raised, twisted embroidery cord."""
    shadow = [(x + 1.5, y + 2.5) for x, y in line]
    layer.line(shadow, (20, 10, 20), width, 0.3)
    layer.line(line, deeper(thread, 0.3), width)
    layer.line(line, thread, width * 0.7)
    twists = []
    for x, y, angle in along(line, width * 0.9):
        turned = math.radians(angle + 55)
        dx, dy = math.cos(turned) * width * 0.36, math.sin(turned) * width * 0.36
        twists.append(ribbon([(x - dx, y - dy), (x + dx, y + dy)], width * 0.24, taper=False))
    layer.fill_all(twists, lighter(thread, 0.45), 0.8)


def spiral(at: Point, radius: float, turns: float, start: float = 0, hand: int = 1) -> Path:
    """A coil outward from a point."""
    steps = round(turns * 22)
    path = []
    for step in range(steps + 1):
        share = step / steps
        angle = start + hand * share * turns * math.tau
        reach = radius * (0.12 + 0.88 * share)
        path.append((at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle)))
    return path


def satin(layer: Layer, outline: Sequence[Point], thread: Rgb) -> None:
    """A filled embroidered shape with a lit edge."""
    layer.fill([(x + 1.5, y + 2.5) for x, y in outline], (20, 10, 20), 0.28)
    layer.fill(outline, thread)
    layer.line([*outline, outline[0]], lighter(thread, 0.45), 1.4, 0.7)


def bead(layer: Layer, at: Point, radius: float, colour: Rgb) -> None:
    """A polished bead."""
    x, y = at
    layer.fill(ellipse(x, y, radius, radius), deeper(colour, 0.5))
    layer.fill(
        ellipse(x - radius * 0.06, y - radius * 0.08, radius * 0.88, radius * 0.88),
        mix(colour, deeper(colour, 0.3), 0.35),
    )
    layer.fill(ellipse(x - radius * 0.14, y - radius * 0.18, radius * 0.66, radius * 0.66), colour)
    layer.fill(
        ellipse(x - radius * 0.26, y - radius * 0.32, radius * 0.36, radius * 0.34),
        lighter(colour, 0.42),
    )
    layer.fill(
        ellipse(x - radius * 0.32, y - radius * 0.4, radius * 0.17, radius * 0.14), WHITE, 0.9
    )


def rosette(layer: Layer, at: Point, radius: float, thread: Rgb, count: int = 8) -> None:
    """A small embroidered flower."""
    paths = []
    for number in range(count):
        angle = math.tau * number / count
        x, y = at[0] + radius * 0.6 * math.cos(angle), at[1] + radius * 0.6 * math.sin(angle)
        paths.append(ellipse(x, y, radius * 0.4, radius * 0.2, math.degrees(angle)))
    layer.fill_all([[(x + 1, y + 2) for x, y in path] for path in paths], (20, 10, 20), 0.3)
    layer.fill_all(paths, thread)
    layer.fill(ellipse(*at, radius * 0.24, radius * 0.24), deeper(thread, 0.3))


def smooth(*points: Point) -> Path:
    """A smooth line through the points."""
    return spline(points)
