"""A garment in front of a ground: soft shadow on the wall, then the garment."""

from PIL import Image

from devstack.demo.art.colour import Rgb, deeper
from devstack.demo.art.layer import Layer, faded, soften


def shoot(ground: Image.Image, layer: Layer, tone: Rgb) -> Image.Image:
    """The finished RGB picture."""
    picture = ground.copy()
    alpha = layer.image.getchannel("A")
    dark = Image.new("RGB", picture.size, deeper(tone, 0.72))
    for shift, blur, strength in (((26, 34), 34, 0.34), ((7, 11), 9, 0.3)):
        picture.paste(dark, (0, 0), faded(soften(alpha, blur, shift), strength))
    picture.paste(layer.image, (0, 0), layer.image)
    return picture
