"""Where something may go."""

from apps.customers import facade as customers
from apps.delivery.contracts import Destination
from apps.delivery.errors import UnknownPlace
from apps.delivery.rules import HOME


def destination(*, country: str, state: str) -> Destination:
    """Return a destination in our spelling, from what a client typed.

    Raises:
        UnknownPlace: there is no such country; or, in Nigeria, no such state.
    """
    place = Destination(known_country(country), " ".join(state.split()))
    if place.country != HOME:
        return place
    return Destination(HOME, known_state(place.state))


def known_country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in capitals.

    Raises:
        UnknownPlace: there is no such country.
    """
    code = text.strip().upper()
    if code not in customers.countries():
        sentence = "Use a two-letter country code such as NG."
        raise UnknownPlace(sentence, errors={"country": [sentence]})
    return code


def known_state(text: str) -> str:
    """Return a state of Nigeria as our reference spells it.

    Raises:
        UnknownPlace: there is no such state.
    """
    wanted = " ".join(text.split()).casefold()
    for name in customers.states():
        if name.casefold() == wanted:
            return name
    sentence = "Choose one of Nigeria's 36 states or FCT."
    raise UnknownPlace(sentence, errors={"state": [sentence]})
