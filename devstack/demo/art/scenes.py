"""Wide pictures: garments on a brass rail, falls of cloth; for covers, heroes and categories."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from devstack.demo.art.backdrop import TONES, backdrop
from devstack.demo.art.colour import Rgb, deeper, lighter
from devstack.demo.art.layer import Layer
from devstack.demo.art.paths import ellipse, trace
from devstack.demo.art.recipe import Recipe, garment_layer
from devstack.demo.art.studio import shoot
from devstack.demo.art.trims import smooth

BRASS: Rgb = (190, 146, 74)
WOOD: Rgb = (166, 118, 78)


@dataclass(frozen=True)
class Hung:
    """A garment in a scene: its recipe and colour, and where the middle of its top hangs."""

    recipe: Recipe
    colour: str
    x: float
    y: float
    height: float
    lean: float = 0.0


@dataclass(frozen=True)
class Scene:
    """A ground, a rail (None for none) and what hangs or lies there, back to front."""

    size: tuple[int, int]
    tone: str
    mood: str
    hung: Sequence[Hung]
    rail: float | None = None


def draw_scene(scene: Scene, seed: str) -> Image.Image:
    """The finished picture of a scene."""
    picture = backdrop(scene.tone, scene.mood, seed, scene.size)
    if scene.rail is not None:
        picture = _with_rail(picture, scene)
    for number, item in enumerate(scene.hung):
        layer = Layer(scene.size)
        if scene.rail is not None:
            _hanger(layer, item, scene.rail)
        _hang(layer, item, f"{seed} {number}")
        picture = shoot(picture, layer, TONES[scene.tone])
    return picture


def _hang(layer: Layer, item: Hung, seed: str) -> None:
    drawn = garment_layer(item.recipe, item.colour, seed).image
    box = drawn.getbbox() or (0, 0, 1, 1)
    drawn = drawn.crop(box)
    width = round(drawn.width * item.height / drawn.height)
    drawn = drawn.resize((width, round(item.height)), Image.Resampling.LANCZOS)
    if item.lean:
        drawn = drawn.rotate(item.lean, Image.Resampling.BICUBIC, expand=True)
    left, top = round(item.x - drawn.width / 2), round(item.y)
    crop = (
        max(-left, 0),
        max(-top, 0),
        min(drawn.width, layer.size[0] - left),
        min(drawn.height, layer.size[1] - top),
    )
    layer.image.alpha_composite(drawn.crop(crop), (max(left, 0), max(top, 0)))


def _hanger(layer: Layer, item: Hung, rail: float) -> None:
    """A brass hook over the rail and the wooden neck below it."""
    neck = item.y + item.height * 0.03
    x = item.x
    hook = smooth(
        (x, neck),
        (x, rail + 26),
        (x + 11, rail + 12),
        (x + 14, rail - 4),
        (x + 2, rail - 14),
        (x - 11, rail - 6),
    )
    layer.line(hook, deeper(BRASS, 0.35), 5)
    layer.line(hook, lighter(BRASS, 0.35), 2.2)
    reach = item.height * 0.09
    yoke = trace(
        f"M{x - reach} {neck + 22} R {x - reach * 0.5} {neck + 4} {x} {neck - 6} "
        f"{x + reach * 0.5} {neck + 4} {x + reach} {neck + 22} L {x + reach} {neck + 36} "
        f"R {x} {neck + 12} {x - reach} {neck + 36}"
    )
    layer.fill(yoke, WOOD)
    layer.line(
        smooth((x - reach, neck + 23), (x, neck - 3), (x + reach, neck + 23)), lighter(WOOD, 0.4), 2
    )


def _with_rail(picture: Image.Image, scene: Scene) -> Image.Image:
    layer = Layer(scene.size)
    y, width = scene.rail or 0.0, scene.size[0]
    for drop, thick, colour in (
        (0.0, 15.0, deeper(BRASS, 0.4)),
        (-1.0, 11.0, BRASS),
        (-3.0, 4.0, lighter(BRASS, 0.6)),
    ):
        layer.line([(-20, y + drop), (width + 20, y + drop)], colour, thick)
    for x in _posts(scene):
        layer.fill(ellipse(x, y, 17, 17), deeper(BRASS, 0.3))
        layer.fill(ellipse(x - 2, y - 3, 11, 11), lighter(BRASS, 0.3))
    return shoot(picture, layer, TONES[scene.tone])


def _posts(scene: Scene) -> list[float]:
    return [scene.size[0] * share for share in (0.06, 0.94)]
