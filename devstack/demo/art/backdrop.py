"""Studio grounds: a lit wall, an arch, a plinth, the shadow of a palm or of a window."""

import math
import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devstack.demo.art.colour import Rgb, deeper, lighter, mix, rgb
from devstack.demo.art.fabrics.tile import leaf
from devstack.demo.art.layer import COARSE, HEIGHT, WIDTH
from devstack.demo.art.paths import Path, ellipse, turn

TONES = {
    "sand": rgb("#e9dcc6"),
    "blush": rgb("#efd9cd"),
    "clay": rgb("#dcb79b"),
    "sage": rgb("#d3d9c6"),
    "mist": rgb("#d9e0e2"),
    "chalk": rgb("#f0ebe1"),
    "lilac": rgb("#ded6e3"),
    "butter": rgb("#f1e2b8"),
    "terracotta": rgb("#c98a6b"),
    "night": rgb("#2b2a3f"),
}
MOODS = ("plain", "palm", "window", "arch", "disc")


@lru_cache(maxsize=2)
def backdrop(
    tone: str, mood: str, seed: str, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Image.Image:
    """A ground for a picture; the same for the same seed."""
    dice = random.Random(seed)
    colour = TONES[tone]
    small = (size[0] // COARSE, size[1] // COARSE)
    wall = _wall(colour, small)
    if mood == "palm":
        wall = _darken(wall, _palm(small, dice), deeper(colour, 0.5), 0.3)
    if mood == "window":
        wall = _window(wall, small, colour, dice)
    wall = wall.resize(size, Image.Resampling.BICUBIC)
    if mood in {"arch", "disc"}:
        wall = _painted(wall, mood, colour, dice)
    return _grain(wall)


def _wall(colour: Rgb, size: tuple[int, int]) -> Image.Image:
    """Light falls from the upper left, the lower right corner is a little deeper."""
    glow = Image.radial_gradient("L").resize((size[0] * 2, size[1] * 2))
    offset = (round(size[0] * 0.62), round(size[1] * 0.7))
    glow = glow.crop((offset[0], offset[1], offset[0] + size[0], offset[1] + size[1]))
    bright = Image.new("RGB", size, lighter(colour, 0.5))
    deep = Image.new("RGB", size, deeper(colour, 0.09))
    wall = Image.composite(
        deep, bright, glow.point([min(255, round(v * 1.15)) for v in range(256)])
    )
    fall = Image.linear_gradient("L").resize(size)
    floor = Image.new("RGB", size, deeper(colour, 0.12))
    return Image.composite(
        floor, wall, fall.point([round(max(0, v - 128) * 0.5) for v in range(256)])
    )


def _darken(wall: Image.Image, mask: Image.Image, colour: Rgb, strength: float) -> Image.Image:
    shadow = ImageChops.multiply(wall, Image.new("RGB", wall.size, lighter(colour, 0.25)))
    return Image.composite(shadow, wall, mask.point([round(v * strength) for v in range(256)]))


def _palm(size: tuple[int, int], dice: random.Random) -> Image.Image:
    """The shadow of one or two fronds that reach in from a side."""
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    scale = size[1] / 300
    right = dice.random() > 0.5
    for number in range(2):
        root = (size[0] * (1.02 if right else -0.02), size[1] * (0.12 + number * 0.42))
        lean = math.pi + 0.45 if right else -0.45
        _frond(draw, root, lean + dice.uniform(-0.3, 0.25), 190 * scale, dice)
    return mask.filter(ImageFilter.GaussianBlur(1.5 * scale))


def _frond(
    draw: ImageDraw.ImageDraw,
    root: tuple[float, float],
    angle: float,
    length: float,
    dice: random.Random,
) -> None:
    bend = dice.choice((-1, 1)) * 0.7
    x, y = root
    for step in range(13):
        t = step / 12
        heading = angle + bend * t
        x, y = x + math.cos(heading) * length / 13, y + math.sin(heading) * length / 13
        blade = length * 0.5 * math.sin(math.pi * (0.2 + 0.72 * t))
        for side in (0.85, -0.85):
            turned = heading + side * (1.1 - 0.55 * t)
            draw.polygon(leaf((x, y), turned, 0, blade, blade * 0.062 + 0.6), fill=255)


def _window(
    wall: Image.Image, size: tuple[int, int], colour: Rgb, dice: random.Random
) -> Image.Image:
    """Panes of light thrown aslant on the wall."""
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    width, height = size[0] * 0.3, size[1] * 0.2
    lean = dice.choice((-14, 12))
    for row in range(3):
        for column in range(2):
            x = size[0] * 0.12 + column * (width + 7)
            y = size[1] * 0.04 + row * (height + 7)
            pane = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            draw.polygon(turn(pane, lean, (size[0] / 2, size[1] / 2)), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(2.4))
    bright = Image.new("RGB", size, lighter(colour, 0.72))
    return Image.composite(bright, wall, mask.point([round(v * 0.5) for v in range(256)]))


def _painted(wall: Image.Image, mood: str, colour: Rgb, dice: random.Random) -> Image.Image:
    """An arch or a disc of a deeper tone painted on the wall."""
    width, height = wall.size
    tone = mix(deeper(colour, 0.17), rgb("#c98a6b"), dice.choice((0.0, 0.18)))
    if mood == "arch":
        shape = _arch(width * 0.5, height * 0.07, width * 0.39, height)
    else:
        shape = ellipse(width * 0.5, height * 0.45, width * 0.42, width * 0.42)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).polygon(shape, fill=120)
    mask = mask.reduce(2).resize((width, height), Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", wall.size, tone), wall, mask)


def _arch(middle: float, top: float, reach: float, foot: float) -> Path:
    steps = [math.pi * step / 60 for step in range(61)]
    bow = [(middle - reach * math.cos(a), top + reach - reach * math.sin(a)) for a in steps]
    return [*bow, (middle + reach, foot), (middle - reach, foot)]


def _grain(wall: Image.Image) -> Image.Image:
    """A breath of paper grain, so that gradients do not band."""
    dice = random.Random("grain")
    grain = Image.frombytes("L", (256, 256), dice.randbytes(256 * 256))
    grain = grain.point([249 + v * 6 // 255 for v in range(256)])
    paper = Image.new("L", wall.size)
    for x in range(0, wall.width, 256):
        for y in range(0, wall.height, 256):
            paper.paste(grain, (x, y))
    return ImageChops.multiply(wall, paper.convert("RGB"))
