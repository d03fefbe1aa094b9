"""What neighbours may ask of delivery."""

from apps.delivery.selectors.destinations import destination
from apps.delivery.selectors.options import choose, options_for, terms_of

__all__ = [
    "choose",
    "destination",
    "options_for",
    "terms_of",
]
