"""A handful of pictures that all loaded products share: drawn once, kept below MEDIA_ROOT."""

import json
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from devstack.demo.art.recipe import draw_front, encode
from devstack.demo.catalogue import Product, vendors

FOLDER = "products/shared-by-load-catalogue"
COUNT = 12
WIDTHS = (320, 640)


@dataclass(frozen=True)
class Shared:
    """One picture's files, as a row of media names them; `renditions` is JSON."""

    number: int
    name: str
    width: int
    height: int
    renditions: str


def shared_pictures() -> list[Shared]:
    """Draw what is not there yet; the same pictures each time."""
    chosen = [product for vendor in vendors() for product in vendor.products][:: 73 // COUNT]
    return [_shared(number, product) for number, product in enumerate(chosen[:COUNT])]


def remove_pictures() -> None:
    """Delete the files; the folder stays empty."""
    if default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            default_storage.delete(f"{FOLDER}/{name}")
        default_storage.delete(FOLDER)


def _shared(number: int, product: Product) -> Shared:
    name = f"{FOLDER}/{number}-original.jpg"
    if not default_storage.exists(name):
        front = draw_front(product.recipe, product.colours[0].hex, product.slug)
        default_storage.save(name, ContentFile(encode(front)))
    with default_storage.open(name) as file, Image.open(file) as original:
        whole = original.convert("RGB")
    copies = [_copy(number, whole, width) for width in WIDTHS]
    return Shared(number, name, whole.width, whole.height, json.dumps(copies))


def _copy(number: int, whole: Image.Image, width: int) -> dict[str, str | int]:
    name = f"{FOLDER}/{number}-{width}.jpg"
    height = round(whole.height * width / whole.width)
    if not default_storage.exists(name):
        small = whole.resize((width, height), Image.Resampling.LANCZOS)
        default_storage.save(name, ContentFile(encode(small, 82)))
    return {"name": name, "width": width, "height": height, "type": "image/jpeg"}
