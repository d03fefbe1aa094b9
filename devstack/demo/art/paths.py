"""Outlines: a small path language, mirrored halves, strokes of changing width."""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

type Point = tuple[float, float]
type Path = list[Point]

AXIS = 450.0
_CIRCLE = [(math.cos(math.tau * step / 48), math.sin(math.tau * step / 48)) for step in range(48)]
STEPS = 14
_WORD = re.compile(r"[A-Z]|-?\d+(?:\.\d+)?(?:e-?\d+)?")


def trace(source: str) -> Path:
    """Flatten `M x y`, `L x y …`, `C x1 y1 x2 y2 x y`, `Q x1 y1 x y` and `R x y …` to points.

    `R` runs a smooth (Catmull-Rom) curve through all points that follow it.
    """
    words = _WORD.findall(source)
    path: Path = []
    at = 0
    while at < len(words):
        command = words[at]
        end = at + 1
        while end < len(words) and not words[end].isalpha():
            end += 1
        numbers = [float(word) for word in words[at + 1 : end]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        _COMMANDS[command](path, points)
        at = end
    return path


def _line(path: Path, points: Path) -> None:
    path.extend(points)


def _cubic(path: Path, points: Path) -> None:
    for at in range(0, len(points), 3):
        start, (a, b, end) = path[-1], points[at : at + 3]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            path.append(_blend((start, a, b, end), _bernstein(t)))


def _quadratic(path: Path, points: Path) -> None:
    for at in range(0, len(points), 2):
        start, (control, end) = path[-1], points[at : at + 2]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 2, 2 * t * (1 - t), t * t)
            path.append(_blend((start, control, end), weights))


def _through(path: Path, points: Path) -> None:
    path[-1:] = spline([path[-1], *points])


_COMMANDS = {"M": _line, "L": _line, "C": _cubic, "Q": _quadratic, "R": _through}


def _bernstein(t: float) -> tuple[float, float, float, float]:
    rest = 1 - t
    return rest**3, 3 * t * rest**2, 3 * t * t * rest, t**3


def _blend(points: Sequence[Point], weights: Sequence[float]) -> Point:
    x = sum(point[0] * weight for point, weight in zip(points, weights, strict=True))
    y = sum(point[1] * weight for point, weight in zip(points, weights, strict=True))
    return x, y


def spline(points: Sequence[Point], *, closed: bool = False) -> Path:
    """A smooth curve through all points."""
    if closed:
        ring = [points[-1], *points, points[0], points[1]]
    else:
        ring = [points[0], *points, points[-1]]
    curve: Path = [] if closed else [points[0]]
    for before, start, end, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(1, STEPS + 1):
            curve.append(_blend((before, start, end, after), _catmull(step / STEPS)))
    return curve


def _catmull(t: float) -> tuple[float, float, float, float]:
    return (
        (-t + 2 * t * t - t**3) / 2,
        (2 - 5 * t * t + 3 * t**3) / 2,
        (t + 4 * t * t - 3 * t**3) / 2,
        (t**3 - t * t) / 2,
    )


def mirror(path: Iterable[Point], axis: float = AXIS) -> Path:
    """The same outline on the other side of a vertical axis, walked backwards."""
    return [(2 * axis - x, y) for x, y in path][::-1]


def half(source: str, axis: float = AXIS) -> Path:
    """A symmetric outline from its left half."""
    left = trace(source)
    return left + mirror(left, axis)


def move(path: Iterable[Point], dx: float, dy: float) -> Path:
    """The outline shifted."""
    return [(x + dx, y + dy) for x, y in path]


def scale(path: Iterable[Point], factor: float, about: Point = (450, 600)) -> Path:
    """The outline made larger or smaller about a point."""
    cx, cy = about
    return [(cx + (x - cx) * factor, cy + (y - cy) * factor) for x, y in path]


def turn(path: Iterable[Point], degrees: float, about: Point) -> Path:
    """The outline rotated about a point (clockwise on the screen)."""
    cx, cy = about
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return [
        (cx + (x - cx) * cosine - (y - cy) * sine, cy + (x - cx) * sine + (y - cy) * cosine)
        for x, y in path
    ]


def ellipse(cx: float, cy: float, rx: float, ry: float, turned: float = 0) -> Path:
    """A closed ellipse."""
    ring = [(cx + rx * x, cy + ry * y) for x, y in _CIRCLE]
    return turn(ring, turned, (cx, cy)) if turned else ring


def ribbon(line: Sequence[Point], width: float, *, taper: bool = True) -> Path:
    """A stroke as an outline: thin at both ends when tapered."""
    left: Path = []
    right: Path = []
    last = max(len(line) - 1, 1)
    for index, (x, y) in enumerate(line):
        nx, ny = _normal(line, index)
        reach = width / 2 * (math.sin(math.pi * index / last) ** 0.7 if taper else 1)
        left.append((x + nx * reach, y + ny * reach))
        right.append((x - nx * reach, y - ny * reach))
    return left + right[::-1]


def _normal(line: Sequence[Point], index: int) -> Point:
    ax, ay = line[max(index - 1, 0)]
    bx, by = line[min(index + 1, len(line) - 1)]
    length = math.hypot(bx - ax, by - ay) or 1.0
    return (ay - by) / length, (bx - ax) / length


def along(line: Sequence[Point], gap: float, start: float = 0) -> list[tuple[float, float, float]]:
    """Stations every `gap` units of a line: x, y and the line's angle in degrees."""
    found: list[tuple[float, float, float]] = []
    due = start
    for (ax, ay), (bx, by) in pairwise(line):
        length = math.hypot(bx - ax, by - ay)
        angle = math.degrees(math.atan2(by - ay, bx - ax))
        while due <= length and length > 0:
            t = due / length
            found.append((ax + (bx - ax) * t, ay + (by - ay) * t, angle))
            due += gap
        due -= length
    return found


def bounds(path: Iterable[Point]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    points = list(path)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
