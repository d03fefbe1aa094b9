"""From a recipe to a finished picture."""

import io
import random
from dataclasses import dataclass

from PIL import Image

from devstack.demo.art.backdrop import TONES, backdrop
from devstack.demo.art.cloth import Cloth, Lay
from devstack.demo.art.colour import Rgb, mix, rgb, solid
from devstack.demo.art.drape import Folds, lay_piece
from devstack.demo.art.fabrics.loom import dyed, weave
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.garments.wardrobe import BAGS, CLOTHLESS, FOOTWEAR, GARMENTS
from devstack.demo.art.layer import HEIGHT, WIDTH, Layer
from devstack.demo.art.studio import shoot

QUIET = frozenset({"plain", "leather", "pinstripe", "stripes", "gingham", "polka", "denim"})
TAN: Rgb = (176, 118, 72)
_CONTRAST = [max(0, min(255, round((v - 140) * 1.06 + 140))) for v in range(256)] * 3


@dataclass(frozen=True)
class Recipe:
    """How a product looks; its main colour comes from the variant.

    `style` is a few words that a garment understands ("puff vee bow"), `tone` and `mood`
    name the ground.
    """

    garment: str
    pattern: str
    palette: str
    tone: str = "sand"
    mood: str = "plain"
    style: str = ""


def garment_layer(recipe: Recipe, colour: str, seed: str) -> Layer:
    """The garment on nothing, in the middle of a 900 x 1200 layer."""
    kit = _kit(recipe, colour, seed)
    GARMENTS[recipe.garment](kit)
    return _framed(kit.layer, small="kids" in recipe.style)


def draw_front(recipe: Recipe, colour: str, seed: str) -> Image.Image:
    """The product from the front, 900 x 1200."""
    layer = garment_layer(recipe, colour, seed)
    ground = backdrop(recipe.tone, recipe.mood, seed)
    return _finish(shoot(ground, layer, TONES[recipe.tone]))


def draw_detail(recipe: Recipe, colour: str, seed: str) -> Image.Image:
    """The product's cloth close by, in deep folds, 900 x 1200."""
    cloth, _ = dyed(recipe.pattern, recipe.palette, rgb(colour))
    return _finish(drapery(cloth, seed, (WIDTH, HEIGHT)))


def has_detail(recipe: Recipe) -> bool:
    """Whether a close-up of the cloth says something about the product."""
    return recipe.garment not in CLOTHLESS and recipe.pattern not in QUIET


def encode(picture: Image.Image, quality: int = 87) -> bytes:
    """The picture as JPEG bytes; the same picture gives the same bytes."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, subsampling=0, optimize=False)
    return file.getvalue()


def drapery(cloth: Cloth, seed: str, size: tuple[int, int]) -> Image.Image:
    """Cloth that fills a picture and falls in folds."""
    dice = random.Random(f"drapery {seed}")
    layer = Layer(size)
    width, height = size
    folds = Folds()
    lean = dice.uniform(0.25, 0.5) * dice.choice((-1, 1))
    x = -abs(lean) * height
    while x < width + abs(lean) * height:
        x += dice.uniform(95, 210)
        bend = dice.uniform(-50, 50) * height / 1200
        points = [
            (x, -60.0),
            (x + lean * height * 0.4 + bend, height * 0.4),
            (x + lean * height * 0.75 - bend, height * 0.75),
            (x + lean * height, height + 60.0),
        ]
        folds.crease(points, dice.uniform(40, 84), dice.uniform(0.45, 0.8))
    path = [(-9.0, -9.0), (width + 9.0, -9.0), (width + 9.0, height + 9.0), (-9.0, height + 9.0)]
    lay = Lay(angle=lean * -38, wave=16, scale=1.45 if width < 1200 else 1.65)
    lay_piece(layer, path, cloth, lay=lay, folds=folds, relief=4, cast=0, rim=0)
    return layer.image.convert("RGB")


def _kit(recipe: Recipe, colour: str, seed: str) -> Kit:
    cloth, palette = dyed(recipe.pattern, recipe.palette, rgb(colour))
    dice = random.Random(f"{seed} {colour}")
    if recipe.garment in FOOTWEAR:
        trim = weave("leather", solid(mix(TAN, palette.second, 0.2)))
    elif recipe.garment in BAGS:
        is_warm = palette.second[0] >= palette.second[2]
        trim = weave("leather", solid(mix(TAN, palette.second, 0.45 if is_warm else 0.05)))
    else:
        trim = weave("plain", solid(palette.second))
    return Kit(cloth, trim, palette, dice, frozenset(recipe.style.split()))


def _framed(layer: Layer, *, small: bool) -> Layer:
    """Bring what was drawn to the middle and to a common size."""
    box = layer.image.getbbox()
    if box is None:
        return layer
    drawn = layer.image.crop(box)
    width, height = (600, 800) if small else (740, 1010)
    factor = min(width / drawn.width, height / drawn.height, 1.22)
    wide, high = round(drawn.width * factor), round(drawn.height * factor)
    if abs(factor - 1) > 0.02:
        drawn = drawn.resize((wide, high), Image.Resampling.BICUBIC)
    framed = Layer(layer.size)
    left = round((layer.size[0] - drawn.width) / 2)
    framed.image.paste(drawn, (left, round((layer.size[1] - drawn.height) / 2)))
    return framed


def _finish(picture: Image.Image) -> Image.Image:
    """A last touch of contrast, as a print would have."""
    return picture.point(_CONTRAST)
