"""Uploads of strangers become pictures of ours."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from apps.common.outbox.testing import deliver_events
from apps.products import facade
from apps.products.contracts import MediaId, ProductId
from apps.products.errors import InvalidPicture
from apps.products.gateways.images import clean_picture, smaller_copies
from apps.products.models import Media
from apps.products.selectors.product_page import product_page
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.products.tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media_root(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _png_header(width: int, height: int) -> bytes:
    """A PNG that only claims its size: nothing behind the header."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"


def _frames() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


REFUSED = {
    "empty": b"",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script>",
    "gif": b"GIF89a" + b"\x01\x00\x01\x00\x00\x00\x00;",
    "huge png": _png_header(50_000, 50_000),
    "thin png": _png_header(1, 24_000_000),
    "truncated": picture()[:600],
    "magic only": b"\xff\xd8\xff\xe0" + b"\x00" * 200,
    "animated": _frames(),
    "too heavy": b"\xff\xd8\xff" + b"\x00" * (10 * 1024 * 1024),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sane_picture_is_refused_and_leaves_nothing(name: str) -> None:
    product = ProductFactory.create()
    with pytest.raises(InvalidPicture):
        facade.add_media(product_id=ProductId(product.id), content=REFUSED[name])
    assert not Media.objects.exists()


def test_a_picture_loses_its_metadata_and_what_hides_behind_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "taken at home"
    clean = clean_picture(picture(size=(60, 90), exif=exif) + b"<script>alert(1)</script>")
    assert (clean.width, clean.height) == (90, 60)
    assert b"script" not in clean.content
    assert b"taken at home" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()


def test_transparency_becomes_white_and_a_large_photo_is_bounded() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(io.BytesIO(clean_picture(buffer.getvalue()).content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)
    large = clean_picture(picture(size=(4000, 3000)))
    assert (large.width, large.height) == (2400, 1800)


def test_renditions_follow_the_upload_and_the_original_serves_until_then() -> None:
    product = VariantFactory.create().product
    shown = facade.add_media(product_id=ProductId(product.id), content=picture(size=(1300, 1300)))
    assert (shown.status, shown.sources) == ("pending", ())
    assert shown.url == f"/media/products/{product.id}/{shown.id}/original.jpg"
    deliver_events()
    ready = product_page(product.slug).media[0]
    assert ready.status == "ready"
    assert [source.type for source in ready.sources] == ["image/webp", "image/jpeg"]
    steps = [step.strip().split() for step in ready.sources[0].srcset.split(",")]
    assert [width for _, width in steps] == ["320w", "640w", "1200w"]
    for address, width in steps:
        stored = default_storage.open(address.removeprefix("/media/"))
        with stored, Image.open(stored) as image:
            assert (image.format, f"{image.width}w") == ("WEBP", width)
    assert ready.url is not None
    assert ready.url.endswith("/640.jpg")


def test_a_repeat_after_a_killed_worker_ends_with_the_same_files() -> None:
    product = ProductFactory.create()
    made = facade.add_media(product_id=ProductId(product.id), content=picture())
    media_id = MediaId(made.id or product.id)
    deliver_events()
    first = Media.objects.get(id=media_id).renditions
    Media.objects.filter(id=media_id).update(status="pending", renditions=[])
    facade.make_renditions(media_id=media_id)
    again = Media.objects.get(id=media_id)
    assert (again.status, again.renditions) == ("ready", first)
    folder = f"products/{product.id}/{media_id}"
    assert len(default_storage.listdir(folder)[1]) == 1 + len(first)


def test_the_same_bytes_twice_are_one_picture() -> None:
    product = ProductFactory.create()
    ids = {facade.add_media(product_id=ProductId(product.id), content=picture()).id for _ in "ab"}
    assert len(ids) == 1


def test_a_product_without_a_picture_says_so() -> None:
    product = VariantFactory.create().product
    page = product_page(product.slug)
    assert [(one.status, one.url) for one in page.media] == [("pending", None)]


def test_an_address_in_our_own_network_stays_pending_with_the_reason() -> None:
    product = ProductFactory.create()
    media_id = facade.add_media_address(
        product_id=ProductId(product.id), url="http://169.254.169.254/latest/meta-data"
    )
    deliver_events()
    media = Media.objects.get(id=media_id)
    assert (media.status, media.problem) == ("pending", "the host is not in the open internet")


@pytest.mark.parametrize(
    ("width", "steps"),
    [(2000, [320, 640, 1200]), (900, [320, 640, 900]), (500, [320, 500]), (200, [200])],
)
def test_no_copy_is_wider_than_its_original(width: int, steps: list[int]) -> None:
    copies = smaller_copies(picture(size=(width, width)))
    assert [copy.width for copy in copies if copy.type == "image/webp"] == steps
