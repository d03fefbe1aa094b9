import re

import pytest

from apps.customers.reference.states import lgas, states

# From the First Schedule of the 1999 Constitution, not from the CSV.
LGAS_PER_STATE = {
    "Abia": 17,
    "Adamawa": 21,
    "Akwa Ibom": 31,
    "Anambra": 21,
    "Bauchi": 20,
    "Bayelsa": 8,
    "Benue": 23,
    "Borno": 27,
    "Cross River": 18,
    "Delta": 25,
    "Ebonyi": 13,
    "Edo": 18,
    "Ekiti": 16,
    "Enugu": 17,
    "FCT": 6,
    "Gombe": 11,
    "Imo": 27,
    "Jigawa": 27,
    "Kaduna": 23,
    "Kano": 44,
    "Katsina": 34,
    "Kebbi": 21,
    "Kogi": 21,
    "Kwara": 16,
    "Lagos": 20,
    "Nasarawa": 13,
    "Niger": 25,
    "Ogun": 20,
    "Ondo": 18,
    "Osun": 30,
    "Oyo": 33,
    "Plateau": 17,
    "Rivers": 23,
    "Sokoto": 23,
    "Taraba": 16,
    "Yobe": 17,
    "Zamfara": 14,
}
# Capitalised words, joined by a space, hyphen or slash: Jama'are, Ado-Odo/Ota.
TIDY = re.compile(r"[A-Z][a-z]*('[a-z]+)?([ /-][A-Z][a-z]*('[a-z]+)?)*")


def test_there_are_36_states_and_the_capital_territory():
    assert states() == tuple(sorted(LGAS_PER_STATE))
    assert len(states()) == 37


@pytest.mark.parametrize(("state", "count"), LGAS_PER_STATE.items())
def test_each_state_has_its_lgas(state, count):
    assert len(lgas(state)) == count


def test_there_are_774_lgas():
    assert sum(len(lgas(state)) for state in states()) == 774


@pytest.mark.parametrize("state", LGAS_PER_STATE)
def test_no_lga_is_listed_twice_in_its_state_even_when_spelled_otherwise(state):
    plain = [re.sub(r"[^a-z]", "", lga.lower()) for lga in lgas(state)]
    assert len(set(plain)) == len(plain)


def test_names_are_tidy_and_sorted():
    untidy = [n for s in states() for n in (s, *lgas(s)) if s != "FCT" and not TIDY.fullmatch(n)]
    assert untidy == []
    assert all(lgas(s) == tuple(sorted(lgas(s))) for s in states())


@pytest.mark.parametrize(
    ("state", "lga"),
    [
        ("Imo", "Onuimo"),
        ("Plateau", "Bassa"),
        ("Kogi", "Bassa"),
        ("Osun", "Ifedayo"),
        ("Ogun", "Yewa South"),
        ("Lagos", "Surulere"),
        ("Oyo", "Surulere"),
        ("FCT", "Abuja Municipal"),
    ],
)
def test_an_lga_lies_in_its_state(state, lga):
    assert lga in lgas(state)


@pytest.mark.parametrize(
    ("state", "lga"),
    [
        ("Oyo", "Ifedayo"),
        ("Lagos", "Kano Municipal"),
        ("Atlantis", "Ikeja"),
        ("Lagos", "ikeja"),
        ("", ""),
    ],
)
def test_an_lga_lies_in_no_other_state(state, lga):
    assert lga not in lgas(state)
