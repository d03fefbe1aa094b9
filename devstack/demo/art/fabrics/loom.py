"""All cloths by name."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PIL import Image

from devstack.demo.art.cloth import Cloth, spread
from devstack.demo.art.colour import PALETTES, Palette, Rgb, lighter
from devstack.demo.art.fabrics import adire, ankara, fine, woven

type Weaver = Callable[[Palette, random.Random], Image.Image]

PATTERNS: dict[str, Weaver] = {
    "ankara-suns": ankara.suns,
    "ankara-leaves": ankara.leaves,
    "ankara-eyes": ankara.eyes,
    "ankara-rings": ankara.rings,
    "ankara-fans": ankara.fans,
    "ankara-swallows": ankara.swallows,
    "adire-oniko": adire.oniko,
    "adire-eleko": adire.eleko,
    "adire-alabere": adire.alabere,
    "aso-oke": woven.aso_oke,
    "kente": woven.kente,
    "stripes": woven.stripes,
    "pinstripe": woven.pinstripe,
    "gingham": woven.gingham,
    "raffia": woven.raffia,
    "zigzag": woven.zigzag,
    "plain": fine.plain,
    "linen": fine.linen,
    "brocade": fine.brocade,
    "lace": fine.lace,
    "guipure": fine.guipure,
    "denim": fine.denim,
    "leather": fine.leather,
    "polka": fine.polka,
}
TONAL = {"indigo"}  # one dye, many strengths
SHEEN = {"brocade": 0.6, "leather": 0.7, "lace": 0.4, "aso-oke": 0.45, "raffia": 0.15}
WEAVE = {"leather": 0.12, "linen": 0.8, "plain": 0.34, "brocade": 0.25, "raffia": 0.2}


@lru_cache(maxsize=6)
def weave(pattern: str, palette: Palette) -> Cloth:
    """The cloth of a pattern in five colours; the same every time."""
    dice = random.Random(f"{pattern}{palette}")
    tile = PATTERNS[pattern](palette, dice)
    sheet = spread(tile, WEAVE.get(pattern, 0.4))
    return Cloth(sheet, palette.main, SHEEN.get(pattern, 0.3))


def dyed(pattern: str, palette: str, main: Rgb) -> tuple[Cloth, Palette]:
    """A named palette's cloth with its main colour replaced."""
    colours = PALETTES[palette].dyed(main)
    if palette in TONAL:
        colours = replace(colours, second=lighter(main, 0.45), accent=lighter(main, 0.65))
    return weave(pattern, colours), colours
