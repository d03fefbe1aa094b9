"""Reading the words of a query string into filters."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings

from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.products.contracts import ProductFilters

ORDERINGS = ("newest", "price", "-price", "rating")
RELEVANCE = "relevance"
_TEXTS = {
    "q": 120,
    "category": 100,
    "vendor": 80,
    "brand": 100,
    "collection": 140,
    "size": 80,
    "colour": 60,
}
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_RATING = re.compile(r"[1-4](\.[0-9]{1,2})?|5(\.00?)?", re.ASCII)
_YES_NO = {"true": True, "1": True, "false": False, "0": False}


def parse_filters(query: Mapping[str, str]) -> ProductFilters:
    """Read filters; prices are major units of the shop's currency ("12500" or "12500.00").

    Args:
        query: names and values as they came; empty values count as absent, other names too:
            the APIs refuse those (`common.http.known_names`), pages pass over them.

    Raises:
        InvalidInput: with a sentence for each wrong value.
    """
    errors: dict[str, list[str]] = {}
    texts = {name: _text(query, name, limit, errors) for name, limit in _TEXTS.items()}
    low = _amount(query, "price_min", errors)
    high = _amount(query, "price_max", errors)
    if low is not None and high is not None and low > high:
        errors["price_max"] = ["The highest price is below the lowest."]
    filters = ProductFilters(
        **texts,
        price_min=low,
        price_max=high,
        in_stock=_yes_no(query, "in_stock", errors),
        rating=_rating(query, errors),
        ordering=_ordering(query, errors, is_search=bool(texts["q"])),
        is_exact=bool(_yes_no(query, "exact", errors)),
    )
    if errors:
        raise InvalidInput("Some filters are not right.", errors=errors)
    return filters


def parse_limit(query: Mapping[str, str]) -> int | None:
    """Read the page size.

    Raises:
        InvalidInput: not a whole number from 1 to the largest page.
    """
    word = query.get("limit", "")
    if not word:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", word, re.ASCII) or not 1 <= int(word) <= _max_page():
        sentence = f"A page has 1 to {_max_page()} rows."
        raise InvalidInput(sentence, errors={"limit": [sentence]})
    return int(word)


def parse_cursor(query: Mapping[str, str]) -> str | None:
    """Return the cursor, of which the page reader judges the content.

    Raises:
        InvalidInput: it is longer than any that we gave out.
    """
    word = query.get("cursor", "")
    if len(word) > 500 or not word.isascii():  # noqa: PLR2004 - several times our longest
        raise InvalidInput("Start again from the first page.", errors={"cursor": ["Not valid."]})
    return word or None


def parse_page(query: Mapping[str, str]) -> int | None:
    """Read the number of the page, None where pages are not numbered.

    Raises:
        InvalidInput: not a number from 1, or a cursor or a search came with it.
    """
    word = query.get("page", "")
    if not word:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,5}", word, re.ASCII):
        raise InvalidInput("Pages count from 1.", errors={"page": ["A number from 1."]})
    if query.get("cursor") or query.get("q", "").strip():
        sentence = "A page goes without a cursor and without words to find."
        raise InvalidInput(sentence, errors={"page": [sentence]})
    return int(word)


def _max_page() -> int:
    return int(settings.MAX_PAGE_SIZE)


def _text(query: Mapping[str, str], name: str, limit: int, errors: dict[str, list[str]]) -> str:
    text = query.get(name, "").strip()
    if "\x00" in text or len(text) > limit:
        errors[name] = [f"At most {limit} visible characters."]
        return ""
    return text


def _amount(query: Mapping[str, str], name: str, errors: dict[str, list[str]]) -> int | None:
    word = query.get(name, "").strip()
    if not word:
        return None
    if not _AMOUNT.fullmatch(word):
        errors[name] = ["An amount such as 12500 or 12500.00."]
        return None
    return Money.of(word, settings.DEFAULT_CURRENCY).minor


def _rating(query: Mapping[str, str], errors: dict[str, list[str]]) -> int | None:
    word = query.get("rating", "").strip()
    if not word:
        return None
    if not _RATING.fullmatch(word):
        errors["rating"] = ["A least average from 1 to 5, such as 4 or 4.5."]
        return None
    return int(Decimal(word).scaleb(2))


def _yes_no(query: Mapping[str, str], name: str, errors: dict[str, list[str]]) -> bool | None:
    word = query.get(name, "").strip().lower()
    if not word:
        return None
    if word not in _YES_NO:
        errors[name] = ["true or false."]
        return None
    return _YES_NO[word]


def _ordering(query: Mapping[str, str], errors: dict[str, list[str]], *, is_search: bool) -> str:
    word = query.get("ordering", "").strip()
    known = (*ORDERINGS, RELEVANCE) if is_search else ORDERINGS
    if word and word not in known:
        errors["ordering"] = [f"One of {', '.join(known)}."]
    return word or (RELEVANCE if is_search else ORDERINGS[0])
