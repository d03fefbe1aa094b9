"""What neighbours may ask of customers."""

from apps.customers.rules import checked as check_address
from apps.customers.selectors.addresses import address_of, addresses_of, default_address
from apps.customers.selectors.places import countries, lgas, states
from apps.customers.services.choose_default import make_default, remove_address
from apps.customers.services.save_address import save_address

__all__ = [
    "address_of",
    "addresses_of",
    "check_address",
    "countries",
    "default_address",
    "lgas",
    "make_default",
    "remove_address",
    "save_address",
    "states",
]
