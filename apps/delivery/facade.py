"""What neighbours may ask of delivery."""

from apps.delivery.selectors.destinations import destination
from apps.delivery.selectors.options import choose, offered, options_for, terms_of
from apps.delivery.selectors.own import method_of, methods_of, usable_zones_of, zone_of, zones_of
from apps.delivery.services.save_method import remove_method, save_method
from apps.delivery.services.save_zone import remove_zone, save_zone

__all__ = [
    "choose",
    "destination",
    "method_of",
    "methods_of",
    "offered",
    "options_for",
    "remove_method",
    "remove_zone",
    "save_method",
    "save_zone",
    "terms_of",
    "usable_zones_of",
    "zone_of",
    "zones_of",
]
