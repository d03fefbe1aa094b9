"""Colours and palettes: a product's main colour, and what goes well with it."""

import colorsys
from dataclasses import dataclass, replace

type Rgb = tuple[int, int, int]

CREAM: Rgb = (248, 239, 221)
INK: Rgb = (34, 26, 38)
GOLD: Rgb = (201, 158, 70)
WHITE: Rgb = (255, 255, 255)


def rgb(text: str) -> Rgb:
    """`#1f2a5c` as three numbers."""
    digits = text.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """`share` of the second colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def deeper(colour: Rgb, amount: float) -> Rgb:
    """A shadow of the colour: darker, a little more saturated, cooler."""
    hue, light, satur = _hls(colour)
    light *= 1 - amount
    return _from_hls(hue, light, min(1.0, satur * (1 + amount * 0.25)))


def lighter(colour: Rgb, amount: float) -> Rgb:
    """A highlight of the colour: lighter, a little paler."""
    hue, light, satur = _hls(colour)
    return _from_hls(hue, light + (1 - light) * amount, satur * (1 - amount * 0.3))


def luminance(colour: Rgb) -> float:
    """Perceived brightness, 0 to 1."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _hls(colour: Rgb) -> tuple[float, float, float]:
    red, green, blue = colour
    return colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)


def _from_hls(hue: float, light: float, satur: float) -> Rgb:
    red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), satur)
    return round(red * 255), round(green * 255), round(blue * 255)


@dataclass(frozen=True)
class Palette:
    """Five colours of one cloth; `main` is the one a colour variant changes."""

    main: Rgb
    second: Rgb
    accent: Rgb
    light: Rgb
    dark: Rgb

    def dyed(self, main: Rgb) -> "Palette":
        """The same cloth with another main colour; an accent too close to it steps aside."""
        dark = self.dark if luminance(main) > 0.22 else deeper(main, 0.55)
        light = self.light if luminance(main) < 0.78 else mix(main, WHITE, 0.5)
        second = self.second if _apart(main, self.second) else deeper(self.second, 0.35)
        return replace(self, main=main, second=second, light=light, dark=dark)


def solid(main: Rgb) -> Palette:
    """The palette of a cloth with one colour."""
    return Palette(main, main, main, lighter(main, 0.4), deeper(main, 0.5))


def _apart(first: Rgb, second: Rgb) -> bool:
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) > 90


def _palette(*codes: str) -> Palette:
    main, second, accent, light, dark = (rgb(code) for code in codes)
    return Palette(main, second, accent, light, dark)


PALETTES = {
    "sunset": _palette("#c8452f", "#eeb03f", "#2c6e73", "#fbeed3", "#3b1630"),
    "garden": _palette("#2e6b4a", "#e9b44c", "#c9553a", "#f6eed8", "#14312a"),
    "lagoon": _palette("#176b7c", "#f2b84b", "#e3653f", "#f3f0de", "#0d2d3b"),
    "plum": _palette("#6a2350", "#e8a94e", "#d95d5a", "#f8e9dd", "#2a0d27"),
    "cobalt": _palette("#22459a", "#f0b52f", "#e45a35", "#f6f0df", "#101c46"),
    "rose": _palette("#c95d70", "#f3c77e", "#77314f", "#fdf0e4", "#4a1733"),
    "ochre": _palette("#d1902f", "#6d2c35", "#2f5d5b", "#fbf0d5", "#3a1c1c"),
    "indigo": _palette("#22336e", "#7d9bcf", "#c6d8f0", "#eef4fb", "#131c45"),
    "earth": _palette("#8c4a2f", "#d9a561", "#33504d", "#f5e8d3", "#2f1a17"),
    "royal": _palette("#33276b", "#cfa44a", "#a03a5c", "#f4ead6", "#171034"),
    "sage": _palette("#7d9070", "#f0dfb6", "#b0603f", "#faf5e6", "#2c3b2f"),
    "ivory": _palette("#efe4cd", "#c9a254", "#8c6a3d", "#fffaf0", "#5b4732"),
    "charcoal": _palette("#3a3b44", "#b98f4e", "#86727a", "#ece6dc", "#17171d"),
    "sky": _palette("#8fb6cf", "#f4efe0", "#c8694a", "#fbfaf4", "#2c4a61"),
}
