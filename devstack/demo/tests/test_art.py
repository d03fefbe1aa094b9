"""The drawings: each recipe draws something of its own, always the same."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from devstack.demo.art.emblem import SIGNS, draw_logo
from devstack.demo.art.fabrics.loom import PATTERNS
from devstack.demo.art.garments.wardrobe import GARMENTS
from devstack.demo.art.recipe import Recipe, draw_detail, draw_front, encode, garment_layer

PLAIN = {"coral-set", "beads", "earrings", "bangles"}


def fingerprint(picture: Image.Image) -> str:
    return hashlib.sha256(picture.tobytes()).hexdigest()


@pytest.mark.parametrize("garment", GARMENTS)
def test_a_garment_fills_its_frame_and_is_not_flat(garment: str):
    recipe = Recipe(garment, "plain" if garment in PLAIN else "ankara-fans", "lagoon")
    drawn = garment_layer(recipe, "#176b7c", "test").image
    box = drawn.getbbox()
    assert box is not None
    assert box[2] - box[0] >= 500 or box[3] - box[1] > 760
    shape = drawn.getchannel("A")
    assert max(ImageStat.Stat(drawn.convert("RGB"), shape).stddev) > 18
    assert len(drawn.convert("RGB").resize((90, 120)).getcolors(20_000) or []) > 600


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_cloth_has_light_and_shade(pattern: str):
    picture = draw_detail(Recipe("tee", pattern, "plum"), "#6a2350", "test")
    assert picture.size == (900, 1200)
    assert max(ImageStat.Stat(picture).stddev) > 9


def test_cloths_and_garments_differ():
    cloths = {
        fingerprint(draw_detail(Recipe("tee", name, "plum"), "#6a2350", "a"))
        for name in ("ankara-suns", "ankara-eyes", "kente", "lace")
    }
    fronts = {
        fingerprint(draw_front(Recipe(name, "linen", "plum"), "#6a2350", "a"))
        for name in ("tee", "shirt", "tote", "fila")
    }
    assert len(cloths) == len(fronts) == 4


def test_a_colour_variant_recolours_the_cloth_and_leaves_the_wall():
    recipe = Recipe("shift-dress", "plain", "plum", tone="chalk")
    first = draw_front(recipe, "#6a2350", "same")
    second = draw_front(recipe, "#2e6b4a", "same")
    wall, skirt = (0, 0, 60, 60), (420, 660, 480, 720)
    assert first.crop(wall).tobytes() == second.crop(wall).tobytes()
    red, green, _ = ImageStat.Stat(second.crop(skirt)).mean
    assert green > red
    red, green, _ = ImageStat.Stat(first.crop(skirt)).mean
    assert red > green


def test_the_same_recipe_gives_the_same_bytes_in_another_process():
    recipe = Recipe("agbada", "brocade", "ivory", mood="palm", style="gold")
    here = hashlib.sha256(encode(draw_front(recipe, "#efe4cd", "slug"))).hexdigest()
    script = (
        "import hashlib;from devstack.demo.art.recipe import *;"
        f"print(hashlib.sha256(encode(draw_front({recipe!r}, '#efe4cd', 'slug'))).hexdigest())"
    )
    root = Path(__file__).parents[3]
    there = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)},
    ).stdout.strip()
    assert here == there


@pytest.mark.parametrize("sign", SIGNS)
def test_a_mark_shows_its_sign(sign: str):
    logo = draw_logo(sign, "#1f2f63", "#e9f0fa", "#e0a63f")
    assert logo.size == (512, 512)
    inner = logo.crop((110, 110, 402, 402))
    assert max(ImageStat.Stat(inner).stddev) > 20
