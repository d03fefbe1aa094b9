"""What an address must look like so that a rider finds it."""

from collections.abc import Mapping
from typing import TypedDict, cast
from unicodedata import category

import phonenumbers
from phonenumbers import PhoneNumberType

from apps.customers.errors import InvalidAddress
from apps.customers.reference.states import lgas, states

HOME = "NG"
MOST_ADDRESSES = 50
LENGTHS = {
    "label": 40,
    "name": 120,
    "phone": 32,
    "line1": 160,
    "line2": 160,
    "landmark": 160,
    "city": 80,
    "lga": 80,
    "state": 80,
    "country": 2,
    "postcode": 16,
}
_REQUIRED = ("name", "phone", "line1", "city", "state")
_CALLABLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
}
type Errors = dict[str, list[str]]


class AddressFields(TypedDict, total=False):
    """What a person writes into an address; `phone` in any usual spelling."""

    label: str
    name: str
    phone: str
    line1: str
    line2: str
    landmark: str
    city: str
    lga: str
    state: str
    country: str
    postcode: str


def checked(address: Mapping[str, object]) -> AddressFields:
    """Return the address as it is stored: single spaces, E.164 phone, our spelling of places.

    Fields that are missing count as empty, the country as Nigeria.

    Raises:
        InvalidAddress: with the sentences of every field at fault.
    """
    texts = {name: " ".join(str(address.get(name, "")).split()) for name in LENGTHS}
    texts["country"] = (texts["country"] or HOME).upper()
    errors = _text_errors(texts)
    if not errors:
        errors |= _place_errors(texts)
        phone = e164(texts["phone"], country=texts["country"])
        if phone is None:
            errors["phone"] = ["Enter a phone number that a rider can call."]
        texts["phone"] = phone or ""
    if errors:
        raise InvalidAddress("Some fields are not right.", errors=errors)
    return cast("AddressFields", texts)


def e164(text: str, *, country: str = HOME) -> str | None:
    """Return a phone number as +2348031234567, None if it is not one that a person answers.

    Numbers without a country code are read as of `country`. Premium and short numbers do not count.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    answers = phonenumbers.number_type(number) in _CALLABLE
    if not answers or number.extension or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _text_errors(texts: dict[str, str]) -> Errors:
    errors: Errors = {}
    for name, text in texts.items():
        if not text and name in _REQUIRED:
            errors[name] = ["This field may not be blank."]
        elif len(text) > LENGTHS[name]:
            errors[name] = [f"Use at most {LENGTHS[name]} characters."]
        elif any(category(letter) in {"Cc", "Cs"} for letter in text):
            errors[name] = ["Use visible characters only."]
    return errors


def _place_errors(texts: dict[str, str]) -> Errors:
    """Check the places, and put our spelling of them into `texts`."""
    if texts["country"] != HOME:
        known = texts["country"] in phonenumbers.SUPPORTED_REGIONS
        return {} if known else {"country": ["Use a two-letter country code such as NG."]}
    state = _spelled(texts["state"], states())
    if state is None:
        return {"state": ["Choose one of Nigeria's 36 states or FCT."]}
    lga = _spelled(texts["lga"], lgas(state))
    if lga is None:
        return {"lga": [f"Choose a local government area of {state}."]}
    texts["state"], texts["lga"] = state, lga
    return {}


def _spelled(text: str, known: tuple[str, ...]) -> str | None:
    return next((name for name in known if name.casefold() == text.casefold()), None)
