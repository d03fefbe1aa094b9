import pytest
from django.db import IntegrityError, transaction

from apps.authentication import facade
from apps.authentication.contracts import Contact, UserId
from apps.authentication.errors import NoSuchAccount
from apps.authentication.tests.factories import PASSWORD, UserFactory
from apps.common.ids import new_id

pytestmark = pytest.mark.django_db


def test_an_account_made_for_the_demo_may_sign_in_at_once(api):
    user_id = facade.create_account(email="Demo@Example.com", password=PASSWORD, name="Demo")
    body = {"email": "demo@example.com", "password": PASSWORD}
    assert api.post("/api/v1/auth/login/", body).json()["user"]["id"] == str(user_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        facade.create_account(email="demo@example.COM", password=PASSWORD, name="Again")


def test_contacts_are_known_by_id():
    ada, bola = UserFactory(name="Ada"), UserFactory(name="Bola")
    assert facade.contact_of(ada.pk) == Contact(ada.pk, ada.email, "Ada")
    nobody = UserId(new_id())
    assert facade.contacts_of([ada.pk, bola.pk, nobody]).keys() == {ada.pk, bola.pk}
    with pytest.raises(NoSuchAccount):
        facade.contact_of(nobody)


def test_accounts_are_found_by_address_in_any_case():
    user = UserFactory()
    assert facade.user_id_by_email(user.email.upper()) == user.pk
    assert facade.user_id_by_email("nobody@example.com") is None
