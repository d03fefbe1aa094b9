"""Pictures that strangers upload: checked, bounded, and written anew."""

import io
import warnings

from PIL import Image, ImageOps

from apps.common.errors import InvalidInput

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85


class PictureRefused(InvalidInput):
    """The bytes are no picture that we read."""

    code, title = "picture-refused", "This picture cannot be used"


def reencode(content: bytes, *, longest_side: int) -> bytes:
    """Decode a JPEG, PNG or WebP by its content and return it as WebP, scaled down to the side.

    The upright first frame is kept; metadata (EXIF, GPS, profiles, text) and anything appended to
    the file is not. Size and pixel count are checked before a pixel is decoded.

    Raises:
        PictureRefused: empty, too large, another format, damaged.
    """
    if not content or len(content) > MAX_BYTES:
        raise _refused(f"Send a picture of at most {MAX_BYTES // 1024 // 1024} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _as_webp(content, longest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, Warning) as error:
        raise _refused("Send a JPEG, PNG or WebP picture that is not damaged.") from error


def _as_webp(content: bytes, longest_side: int) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_many_pixels()
        upright = ImageOps.exif_transpose(picture)
        pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    pixels.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


def _too_many_pixels() -> PictureRefused:
    return _refused(f"At most {MAX_PIXELS // 1_000_000} million pixels.")


def _refused(sentence: str) -> PictureRefused:
    return PictureRefused(sentence, errors={"picture": [sentence]})
