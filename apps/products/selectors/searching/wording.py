"""A query taken apart: words, phrases in quotes, words to leave out, sizes, colours. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from unicodedata import category

from apps.products.folding import fold

MOST_WORDS, LONGEST_WORD = 12, 40
# fmt: off
FILLERS = frozenset({
    "a", "an", "and", "any", "are", "at", "by", "buy", "can", "for", "from", "get", "i", "in", "is",
    "it", "me", "my", "need", "of", "on", "or", "please", "pls", "some", "that", "the", "this",
    "to", "want", "wear", "where", "with", "your", "naira", "cheap", "price", "online", "nigeria",
    "nigerian", "best", "nice",
})
# For whom: better if a product says so, but most do not.
SOFT = frozenset({
    "men", "man", "mens", "male", "gents", "guys", "women", "woman", "womens", "female", "ladies",
    "lady",
})
COLOURS = frozenset({
    "ash", "beige", "black", "blue", "bronze", "brown", "burgundy", "camel", "charcoal",
    "cream", "crimson", "ecru", "emerald", "fuchsia", "gold", "gray", "green", "grey", "indigo",
    "ivory", "khaki", "lemon", "lilac", "magenta", "maroon", "mauve", "mint", "multicolour",
    "mustard", "navy", "nude", "olive", "orange", "peach", "pink", "purple", "red", "rust",
    "silver", "teal", "turquoise", "violet", "white", "wine", "yellow",
})
_LETTER_SIZES = {
    "xs": ("xs",), "xl": ("xl",), "xxl": ("xxl", "2xl"), "2xl": ("xxl", "2xl"),
    "xxxl": ("3xl", "xxxl"), "3xl": ("3xl", "xxxl"), "4xl": ("4xl",), "5xl": ("5xl",),
    "6xl": ("6xl",),
}
_SIZE_WORDS = {"small": "s", "medium": "m", "large": "l"}
# fmt: on
_SINGLE = frozenset("sml")
_SCALES = frozenset({"uk", "us", "eu", "w", "size", "sz", "sizes", "waist", "age", "aged", "no"})
_AGES = frozenset({"years", "year", "yrs", "yr", "y", "yo"})
_SCALED = re.compile(r"(uk|us|eu|w)([0-9]{1,3})")
_LEAST, _MOST = 2, 64


class Part(StrEnum):
    """What a word is to the query."""

    WORD = "word"
    SIZE = "size"
    COLOUR = "colour"
    QUOTE = "quote"


@dataclass(frozen=True)
class Piece:
    """One thing that was asked for; `marks` are size marks that count beside the words."""

    part: Part
    words: tuple[str, ...]
    marks: tuple[str, ...] = ()
    is_left_out: bool = False

    @property
    def text(self) -> str:
        """The words as typed, folded."""
        return " ".join(self.words)


def pieces_of(query: str) -> tuple[Piece, ...]:
    """Take a query apart: at most twelve pieces; nothing in it is syntax to the database."""
    found: list[Piece] = []
    for is_quote, is_out, text in _chunks(query):
        words = words_of(text)
        if not words:
            continue
        if is_quote:
            found.append(Piece(Part.QUOTE, tuple(words[:MOST_WORDS]), is_left_out=is_out))
        elif is_out:
            found += [Piece(Part.WORD, (word,), is_left_out=True) for word in words]
        else:
            found += [Piece(Part.WORD, (word,)) for word in words]
    return tuple(_sized(found))[:MOST_WORDS]


def words_of(text: str) -> list[str]:
    """Return the folded words, signs such as emoji left out: PostgreSQL has no word for them."""
    folded = fold(text)
    if not folded.isascii():
        folded = "".join(char if category(char)[0] in "LMN" else " " for char in folded)
    found = (word[:LONGEST_WORD] for word in folded.split())
    return [word for word in found if any(map(str.isalnum, word))]


def _chunks(query: str) -> Iterator[tuple[bool, bool, str]]:
    """Split at quotes, and at a minus that stands before a word."""
    for match in re.finditer(r'(?<!\S)(-?)"([^"]*)"|(?<!\S)(-?)(\S+)', query):
        quoted = match[2] is not None
        minus, text = (match[1], match[2]) if quoted else (match[3], match[4])
        yield quoted, bool(minus) and any(char.isalnum() for char in text), text


def _sized(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join what says a size: `size 12`, `uk 12`, `xl`, `5 years`."""
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        if piece.part is not Part.WORD or piece.is_left_out:
            yield piece
        elif after and piece.text in _SCALES and (size := _size(piece.text, after)):
            yield size
            place += 1
        elif after and after.text in _AGES and _is_number(piece.text):
            yield _marked(piece, f"{int(piece.text)}size")
            place += 1
        else:
            yield _alone(piece, is_last=after is None and place > 0)
        place += 1


def _size(scale: str, piece: Piece) -> Piece | None:
    word = piece.text
    if piece.part is not Part.WORD or piece.is_left_out:
        return None
    if _is_number(word):
        prefix = scale if scale in {"uk", "us", "eu"} else ""
        return _marked(piece, f"{prefix}{int(word)}size")
    letters = _letters(word, is_sure=True)
    return _marked(piece, *(f"{one}size" for one in letters)) if letters else None


def _alone(piece: Piece, *, is_last: bool) -> Piece:
    word = piece.text
    if match := _SCALED.fullmatch(word):
        return _marked(piece, f"{match[1]}{int(match[2])}size")
    if letters := _letters(word, is_sure=is_last and word in _SINGLE):
        return _marked(piece, *(f"{one}size" for one in letters))
    if _is_number(word):
        return replace(piece, marks=(f"{int(word)}size",))
    return replace(piece, part=Part.COLOUR) if word in COLOURS else piece


def _letters(word: str, *, is_sure: bool) -> tuple[str, ...]:
    if word in _LETTER_SIZES:
        return _LETTER_SIZES[word]
    letter = _SIZE_WORDS.get(word, word)
    return (letter,) if is_sure and letter in _SINGLE else ()


def _marked(piece: Piece, *marks: str) -> Piece:
    return Piece(Part.SIZE, piece.words, marks)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 3 and _LEAST <= int(word) <= _MOST  # noqa: PLR2004


def marks_of(*, size: str, colour: str) -> str:
    """What a product with that size and colour has among its words, for `to_tsquery`.

    It may have them in two variants: whoever must know looks at those.
    """
    label = fold(size).replace(" ", "")
    hues = [f"{word}hue" for word in fold(colour).split(" ") if word]
    return " & ".join([*([f"{label}size"] if label else []), *hues])


def both_of(one: str, other: str) -> str:
    """Ask for both; either may be empty."""
    return f"({one}) & {other}" if one and other else one or other
