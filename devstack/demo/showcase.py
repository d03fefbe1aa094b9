"""The home page's own pictures, drawn from the same wardrobe as the catalogue.

`python -m devstack.demo.showcase static/img` writes them; the files are checked in, because
production serves them and has no demo code.
"""

import sys
from pathlib import Path

from PIL import Image

from devstack.demo.art.colour import rgb
from devstack.demo.art.fabrics.loom import dyed
from devstack.demo.art.recipe import Recipe, drapery
from devstack.demo.art.scenes import Hung, Scene, draw_scene
from devstack.demo.catalogue import Vendor

BOUBOU = Recipe("boubou", "adire-oniko", "indigo")
GOWN = Recipe("maxi-dress", "ankara-suns", "sunset", style="vee tiered bell")
AGBADA = Recipe("agbada", "brocade", "ivory", style="gold")
KIMONO = Recipe("kimono", "ankara-rings", "plum")

SCENES: dict[str, Scene] = {
    "hero": Scene(
        (1600, 900),
        "clay",
        "window",
        (
            Hung(KIMONO, "#6a2350", 800, 128, 560),
            Hung(BOUBOU, "#22336e", 960, 128, 660),
            Hung(GOWN, "#c8452f", 1180, 128, 712),
            Hung(AGBADA, "#efe4cd", 1412, 128, 668),
        ),
        rail=86,
    ),
    "hero-tall": Scene(
        (960, 960),
        "clay",
        "window",
        (
            Hung(BOUBOU, "#22336e", 250, 128, 690),
            Hung(GOWN, "#c8452f", 470, 128, 760),
            Hung(AGBADA, "#efe4cd", 720, 128, 720),
        ),
        rail=82,
    ),
    "kind-women": Scene(
        (800, 1000),
        "blush",
        "arch",
        (
            Hung(Recipe("wrap-dress", "ankara-fans", "cobalt"), "#22459a", 270, 150, 740),
            Hung(
                Recipe("flare-dress", "ankara-leaves", "garden", style="puff vee"),
                "#2e6b4a",
                540,
                150,
                700,
            ),
        ),
        rail=100,
    ),
    "kind-men": Scene(
        (800, 1000),
        "mist",
        "window",
        (
            Hung(
                Recipe("senator", "plain", "charcoal", style="contrast"), "#3a3b44", 260, 150, 780
            ),
            Hung(Recipe("kaftan", "plain", "earth", style="gold"), "#7a4029", 540, 150, 780),
        ),
        rail=100,
    ),
    "kind-kids": Scene(
        (800, 1000),
        "butter",
        "disc",
        (
            Hung(Recipe("kids-dress", "polka", "rose"), "#cf6379", 260, 170, 540),
            Hung(Recipe("senator", "plain", "lagoon", style="contrast"), "#1d6470", 550, 170, 600),
        ),
        rail=120,
    ),
    "kind-accessories": Scene(
        (800, 1000),
        "sage",
        "palm",
        (
            Hung(Recipe("tote", "adire-eleko", "indigo"), "#22336e", 250, 380, 540),
            Hung(Recipe("gele", "aso-oke", "plum"), "#6a2350", 560, 90, 400),
            Hung(Recipe("beads", "plain", "lagoon"), "#1c7585", 590, 520, 420),
        ),
    ),
    "kind-shoes": Scene(
        (800, 1000),
        "sand",
        "palm",
        (
            Hung(Recipe("mules", "ankara-fans", "cobalt"), "#22459a", 275, 50, 440, 8),
            Hung(Recipe("slides", "ankara-eyes", "lagoon"), "#176b7c", 545, 545, 400, -6),
        ),
    ),
}
WIDTHS = {"hero": (960, 1600), "hero-tall": (480, 960)}


def draw_cover(vendor: Vendor) -> Image.Image:
    """A vendor's banner: a fall of its house cloth, 1600 x 600."""
    pattern, palette, colour = vendor.cover
    cloth, _ = dyed(pattern, palette, rgb(colour))
    return drapery(cloth, vendor.slug, (1600, 600))


def write(folder: Path) -> None:
    """Write every scene as AVIF in its widths, and one JPEG for old readers and link previews."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        picture = draw_scene(scene, name)
        for width in WIDTHS.get(name, (400, 800)):
            height = round(picture.height * width / picture.width)
            small = picture.resize((width, height), Image.Resampling.LANCZOS)
            small.save(folder / f"{name}-{width}.avif", quality=58, speed=4)
        width = 960 if name in WIDTHS else 400
        small = picture.resize((width, round(picture.height * width / picture.width)))
        small.save(folder / f"{name}-{width}.jpg", quality=78, optimize=True, progressive=True)
        print(
            name,
            *(
                f"{path.name}: {path.stat().st_size // 1024} KB"
                for path in sorted(folder.glob(f"{name}-[0-9]*"))
            ),
        )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
