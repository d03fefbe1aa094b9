import pytest

from apps.customers.errors import InvalidAddress
from apps.customers.rules import LENGTHS, checked, e164
from apps.customers.tests.factories import HOME


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("08031234567", "+2348031234567"),
        ("+234 803 123 4567", "+2348031234567"),
        ("234-803-123-4567", "+2348031234567"),
        ("(0)803 123 4567", "+2348031234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+1 212 555 2368", "+12125552368"),
    ],
)
def test_phones_in_usual_spellings(text, stored):
    assert e164(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "112",
        "0803123456",
        "080312345678",
        "+00000000",
        "+234803123456x",
        "08031234567 ext. 9",
        "+1 900 555 0199",
        "+44 909 8790000",
        "+999 123456789",
        "not a phone",
        "9" * 32,
    ],
)
def test_what_a_rider_cannot_call(text):
    assert e164(text) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "A\u0007da"}, "name"),
        ({"line1": ""}, "line1"),
        ({"line1": "x" * 161}, "line1"),
        ({"phone": "112"}, "phone"),
        ({"state": "Texas"}, "state"),
        ({"state": ""}, "state"),
        ({"lga": "Ikeja North"}, "lga"),
        ({"lga": ""}, "lga"),
        ({"state": "Ogun"}, "lga"),
        ({"country": "XX"}, "country"),
        ({"country": "Nigeria"}, "country"),
    ],
)
def test_a_fault_is_told_at_its_field(changes, field):
    with pytest.raises(InvalidAddress) as fault:
        checked(HOME | changes)
    assert field in fault.value.errors


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidAddress) as fault:
        checked({})
    assert fault.value.errors.keys() == {"name", "phone", "line1", "city", "state"}


def test_abroad_places_are_free_and_phones_are_read_as_of_there():
    london = {"country": "gb", "state": "London", "lga": "", "phone": "020 7946 0958"}
    stored = checked(HOME | london)
    assert (stored["country"], stored["phone"]) == ("GB", "+442079460958")


def test_checking_twice_changes_nothing():
    once = checked(HOME)
    assert checked(once) == once
    assert once.keys() == LENGTHS.keys()
