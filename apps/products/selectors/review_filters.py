"""Reading the words of a query string into what reviews are narrowed to."""

from collections.abc import Mapping

from apps.common.errors import InvalidInput
from apps.products.review_contracts import ReviewFilters
from apps.products.review_states import ReviewSort

_STARS = {"": None, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_YES_NO = {"": False, "true": True, "1": True, "false": False, "0": False}


def parse_review_filters(query: Mapping[str, str], *, is_strict: bool = True) -> ReviewFilters:
    """Read how reviews are sorted and narrowed.

    Args:
        query: names and values as they came; empty values count as absent.
        is_strict: refuse what makes no sense (APIs); pages pass False and get the default.

    Raises:
        InvalidInput: with a sentence for each wrong value.
    """
    errors: dict[str, list[str]] = {}
    sort, stars = query.get("sort", ""), query.get("stars", "")
    verified = query.get("verified", "").lower()
    if sort and sort not in set(ReviewSort):
        errors["sort"] = [f"One of {', '.join(ReviewSort)}."]
    if stars not in _STARS:
        errors["stars"] = ["A whole number from 1 to 5."]
    if verified not in _YES_NO:
        errors["verified"] = ["true or false."]
    if errors and is_strict:
        raise InvalidInput("Some filters are not right.", errors=errors)
    return ReviewFilters(
        sort=ReviewSort(sort) if sort in set(ReviewSort) else ReviewSort.NEWEST,
        stars=_STARS.get(stars),
        verified=_YES_NO.get(verified, False),
    )
