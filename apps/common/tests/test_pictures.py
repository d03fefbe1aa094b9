"""What a stranger's picture becomes, and which are refused."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from apps.common.pictures import MAX_BYTES, PictureRefused, reencode


def picture(kind="PNG", size=(40, 20), mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, kind, **options)
    return written.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_a_picture_becomes_webp_within_the_side(kind, mode):
    written = opened(reencode(picture(kind, mode=mode), longest_side=20))
    assert (written.format, written.size) == ("WEBP", (20, 10))


def test_transparency_stays():
    content = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(content, "PNG")
    assert opened(reencode(content.getvalue(), longest_side=8)).mode == "RGBA"


def test_metadata_goes_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SECRET CAMERA"
    content = picture("JPEG", exif=exif.tobytes())
    assert b"SECRET CAMERA" in content
    written = reencode(content, longest_side=40)
    assert b"SECRET CAMERA" not in written
    assert opened(written).size == (20, 40)


def test_what_is_appended_goes():
    written = reencode(picture() + b"<script>alert(1)</script>", longest_side=40)
    assert b"script" not in written


def test_only_the_first_frame_of_an_animation_stays():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    content = io.BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    assert opened(reencode(content.getvalue(), longest_side=8)).n_frames == 1


def bomb_of_pixels():
    """A PNG header that claims 50,000 x 50,000 pixels."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def chunk(name, content):
    crc = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)


def bomb_of_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "x" * 20_000_000, zip=True)
    return picture(pnginfo=text)


REFUSED = {
    "nothing": b"",
    "words": b"not a picture",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "gif": picture("GIF"),
    "truncated": picture("JPEG", size=(400, 400))[:300],
    "too many bytes": b"\x89PNG" + bytes(MAX_BYTES),
    "too many pixels": bomb_of_pixels(),
    "text bomb": bomb_of_text(),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(PictureRefused):
        reencode(content, longest_side=40)


def test_a_picture_that_is_only_too_large_is_not_called_damaged():
    for content in (bomb_of_pixels(), picture(size=(9_600, 9_400), mode="1")):
        with pytest.raises(PictureRefused, match="million pixels"):
            reencode(content, longest_side=40)
