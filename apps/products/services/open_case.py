"""Bring a review before staff."""

from collections.abc import Iterable

from apps.products.models import Review, ReviewCase
from apps.products.review_states import CaseCause


def open_case(review: Review, causes: Iterable[CaseCause]) -> None:
    """Put the review into the queue, or add to why it stands there. The caller holds its lock."""
    case = ReviewCase.objects.filter(review=review, decision="").first()
    known = case.because if case else []
    together = ",".join(dict.fromkeys([*known, *causes]))
    if case is None:
        ReviewCase.objects.create(review=review, causes=together)
    elif case.causes != together:
        case.causes = together
        case.save(update_fields=["causes"])
