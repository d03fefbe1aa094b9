"""The home page's pictures and the vendors' covers."""

from pathlib import Path

from PIL import Image, ImageStat

from devstack.demo.art.scenes import draw_scene
from devstack.demo.catalogue import vendors
from devstack.demo.showcase import SCENES, WIDTHS, draw_cover

CHECKED_IN = Path(__file__).parents[3] / "static" / "img"


def test_the_hero_leaves_its_left_third_to_the_words():
    hero = draw_scene(SCENES["hero"], "hero")
    calm, dressed = hero.crop((0, 140, 480, 900)), hero.crop((700, 140, 1560, 760))
    assert max(ImageStat.Stat(calm).stddev) < 26
    assert min(ImageStat.Stat(dressed).stddev) > 40


def test_every_scene_is_checked_in_in_its_widths():
    for name in SCENES:
        for width in WIDTHS.get(name, (400, 800)):
            with Image.open(CHECKED_IN / f"{name}-{width}.avif") as picture:
                assert picture.width == width
                assert picture.height * SCENES[name].size[0] == width * SCENES[name].size[1]


def test_every_vendor_has_a_cover_of_its_own():
    covers = {draw_cover(vendor).resize((32, 12)).tobytes() for vendor in vendors()}
    assert len(covers) == len(vendors())
