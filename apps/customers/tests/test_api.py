import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.customers.models import Address
from apps.customers.tests.factories import HOME, AddressFactory

pytestmark = pytest.mark.django_db
BOOK = "/api/v1/addresses/"


@pytest.fixture
def user():
    return UserFactory()


def test_a_person_keeps_a_book(api, user):
    home = api.post(BOOK, HOME, signed_in=user)
    assert home.status_code == 201
    work = api.post(BOOK, HOME | {"label": "Work"}, signed_in=user).json()
    assert (home.json()["is_default"], work["is_default"]) == (True, False)

    path = f"{BOOK}{work['id']}/"
    assert api.post(f"{path}default/", signed_in=user).json()["is_default"] is True
    changed = api.patch(path, {"city": "Ikeja", "lga": "Ikeja"}, signed_in=user).json()
    assert (changed["city"], changed["label"]) == ("Ikeja", "Work")
    replaced = api.put(path, HOME | {"landmark": ""}, signed_in=user).json()
    assert (replaced["city"], replaced["landmark"]) == ("Surulere", "")
    assert api.get(path, signed_in=user).json() == replaced

    book = api.get(BOOK, signed_in=user).json()
    assert [card["id"] for card in book["results"]] == [work["id"], home.json()["id"]]
    assert (book["next"], book["previous"]) == (None, None)
    assert api.delete(path, signed_in=user).status_code == 204
    assert api.get(path, signed_in=user).status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "post"])
def test_other_peoples_addresses_look_like_none(api, user, method):
    address = AddressFactory()
    answers = []
    for address_id in (address.pk, new_id()):
        path = f"{BOOK}{address_id}/" + ("default/" if method == "post" else "")
        body = {"put": HOME, "patch": {"city": "Abuja"}}.get(method)
        answer = getattr(api, method)(path, **({"body": body} if body else {}), signed_in=user)
        answers.append((answer.status_code, answer.json()["code"]))
    assert answers == [(404, "address-not-found")] * 2
    assert Address.objects.get().city == "Surulere"


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_have_no_book(api, method):
    assert getattr(api, method)(BOOK).status_code == 401


def test_the_owner_comes_from_the_token_alone(api, user):
    other = AddressFactory()
    card = api.post(
        BOOK,
        HOME | {"user": str(other.user.pk), "user_id": str(other.user.pk), "id": str(other.pk)},
        signed_in=user,
    ).json()
    address = Address.objects.get(pk=card["id"])
    assert address.user == user
    api.post(BOOK, HOME | {"is_default": True}, signed_in=user)
    assert Address.objects.filter(user=user, is_default=True).get() == address


@pytest.mark.parametrize("field", ["name", "phone", "line1", "city", "state", "lga", "country"])
@pytest.mark.parametrize("value", [None, 7, True, ["x"], {"a": "b"}, "", "x" * 200, 10**90])
def test_a_wrong_field_is_named_and_nothing_is_kept(api, user, field, value):
    answer = api.post(BOOK, HOME | {field: value}, signed_in=user)
    assert answer.status_code in {400, 422}
    if answer.status_code == 422:
        assert field in answer.json()["errors"]
    assert not Address.objects.exists()


@pytest.mark.parametrize("text", [b"\\u0000", b"\\ud800", b"\xff"])
def test_texts_that_postgres_cannot_hold_are_refused(api, user, text):
    answer = api.post(BOOK, raw=b'{"name": "' + text + b'"}', signed_in=user)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("address_id", ["1", "..", "%00", "x" * 300])
def test_what_is_no_id_is_not_found(api, user, address_id):
    assert api.get(f"{BOOK}{address_id}/", signed_in=user).status_code == 404


def test_places_are_open_to_anybody(api):
    states = api.get("/api/v1/places/states/").json()["results"]
    assert len(states) == 37
    lgas = [api.get(f"/api/v1/places/states/{state}/lgas/").json()["results"] for state in states]
    assert sum(map(len, lgas)) == 774
    missing = api.get("/api/v1/places/states/Texas/lgas/")
    assert (missing.status_code, missing.json()["code"]) == (404, "state-not-found")


def test_staff_read_addresses_and_write_none(client):
    address = AddressFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    path = "/admin/customers/address/"
    assert address.name in client.get(f"{path}?q={address.user.email}&state=Lagos").text
    assert client.get(f"{path}{address.pk}/change/").status_code == 200
    assert client.post(f"{path}{address.pk}/change/", {"city": "Abuja"}).status_code == 403
    assert client.get(f"{path}add/").status_code == 403
