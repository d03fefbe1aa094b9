"""A garment in front of a ground: soft shadow on the wall, then the garment."""

from PIL import Image, ImageChops

from devstack.demo.art.colour import Rgb, deeper
from devstack.demo.art.layer import Layer, coarse, faded

FAR, NEAR = ((26, 34), 34, 0.34), ((7, 11), 9, 0.3)


def shoot(ground: Image.Image, layer: Layer, tone: Rgb) -> Image.Image:
    """The finished RGB picture."""
    picture = ground.copy()
    grid = coarse(layer.image.getchannel("A"), FAR[1])
    shadows = [faded(grid.blurred(blur, shift), share) for shift, blur, share in (FAR, NEAR)]
    both = ImageChops.screen(*shadows)
    picture.paste(deeper(tone, 0.72), (0, 0, *picture.size), grid.full(both))
    picture.paste(layer.image, (0, 0), layer.image)
    return picture
