"""Bytes of strangers to pictures of ours: checked, re-encoded, without metadata."""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from apps.products.errors import InvalidPicture

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 2400
WIDTHS = (320, 640, 1200)
# A JPEG is decoded at a fraction of its size; the others whole, 4 bytes a pixel, twice.
_MAX_PIXELS = {"JPEG": 60_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
_MAX_RATIO = 20
_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, MemoryError)
_ENCODERS: tuple[tuple[str, str, str, dict[str, int | bool]], ...] = (
    ("WEBP", "image/webp", "webp", {"quality": 80, "method": 4}),
    ("JPEG", "image/jpeg", "jpg", {"quality": 82, "progressive": True, "optimize": True}),
)


@dataclass(frozen=True)
class CleanPicture:
    """A picture that we encoded ourselves (JPEG, sRGB, no metadata)."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class EncodedCopy:
    """One smaller copy."""

    content: bytes
    width: int
    height: int
    type: str
    extension: str


def clean_picture(content: bytes) -> CleanPicture:
    """Check and re-encode a picture; its longer side becomes at most 2400 pixels.

    The type is told from the first bytes, never from a name. Size and pixels are checked before
    anything is decoded; a large JPEG is decoded at a fraction of its size.

    Raises:
        InvalidPicture: not a JPEG, PNG or WebP; too many bytes or pixels; animated; broken.
    """
    kind = _kind_of(content)
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            _check_size(kind, image)
            if kind == "JPEG":
                image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            flat = _flat(image)
    except InvalidPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidPicture("The picture has too many pixels.") from error
    except _BROKEN as error:
        raise InvalidPicture("The picture is damaged.") from error
    return CleanPicture(_encoded(flat, "JPEG", {"quality": 90, "optimize": True}), *flat.size)


def smaller_copies(original: bytes) -> list[EncodedCopy]:
    """Return WebP and JPEG copies in each width; none wider than the original."""
    with Image.open(io.BytesIO(original), formats=("JPEG",)) as image:
        full = image.convert("RGB")
    widths = sorted({min(width, full.width) for width in WIDTHS})
    return [copy for width in widths for copy in _copies(full, width)]


def _copies(full: Image.Image, width: int) -> list[EncodedCopy]:
    height = max(1, round(full.height * width / full.width))
    small = full.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return [
        EncodedCopy(_encoded(small, kind, options), width, height, mime, extension)
        for kind, mime, extension, options in _ENCODERS
    ]


def _kind_of(content: bytes) -> str:
    if not content:
        raise InvalidPicture("The file is empty.")
    if len(content) > MAX_BYTES:
        raise InvalidPicture(f"A picture has at most {MAX_BYTES // 1024**2} MB.")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
    if kind is None:
        raise InvalidPicture("Send a JPEG, PNG or WebP picture.")
    return kind


def _check_size(kind: str, image: Image.Image) -> None:
    width, height = image.size
    if width * height > _MAX_PIXELS[kind]:
        raise InvalidPicture("The picture has too many pixels.")
    if max(width, height) > min(width, height) * _MAX_RATIO:
        raise InvalidPicture("The picture is too long for its width.")
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:  # a JPEG's second frame is a preview
        raise InvalidPicture("Animated pictures are not accepted.")


def _flat(image: Image.Image) -> Image.Image:
    """Return upright sRGB pixels on white, at most 2400 on a side."""
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    upright = _srgb(ImageOps.exif_transpose(image))
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return upright.convert("RGB")


def _srgb(image: Image.Image) -> Image.Image:
    """Convert a wide-gamut photo to sRGB, so that colours stay right without a profile."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return converted or image


def _encoded(image: Image.Image, kind: str, options: dict[str, int | bool]) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=kind, exif=b"", icc_profile=None, **options)
    return buffer.getvalue()
