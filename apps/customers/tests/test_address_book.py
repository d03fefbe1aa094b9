import pytest
from django.db import IntegrityError, transaction

from apps.authentication.tests.factories import UserFactory
from apps.common.tests.parallel import in_parallel
from apps.customers import facade
from apps.customers.errors import AddressBookFull, AddressNotFound
from apps.customers.models import Address
from apps.customers.rules import MOST_ADDRESSES
from apps.customers.tests.factories import HOME, AddressFactory


@pytest.fixture
def user():
    return UserFactory()


def add(user, **changes):
    return facade.save_address(user_id=user.pk, **HOME | changes)


def defaults(user):
    return [card.line1 for card in facade.addresses_of(user.pk) if card.is_default]


@pytest.mark.django_db
def test_an_address_is_kept_in_one_spelling(user):
    card = add(user, name="  Ada   Obi ")
    assert card.name == "Ada Obi"
    assert card.phone == "+2348031234567"
    assert (card.state, card.lga, card.country) == ("Lagos", "Surulere", "NG")
    assert facade.address_of(user_id=user.pk, address_id=card.id) == card


@pytest.mark.django_db
def test_the_first_address_is_the_default_until_another_is_chosen(user):
    add(user, line1="first")
    second = add(user, line1="second")
    assert defaults(user) == ["first"]
    assert facade.make_default(user_id=user.pk, address_id=second.id).is_default
    assert defaults(user) == ["second"]
    assert [card.line1 for card in facade.addresses_of(user.pk)] == ["second", "first"]


@pytest.mark.django_db
def test_removing_the_default_leaves_the_newest_of_the_rest(user):
    first = add(user, line1="first")
    add(user, line1="second")
    third = add(user, line1="third")
    facade.remove_address(user_id=user.pk, address_id=first.id)
    assert defaults(user) == ["third"]
    facade.remove_address(user_id=user.pk, address_id=third.id)
    assert defaults(user) == ["second"]


@pytest.mark.django_db
def test_changing_some_fields_keeps_the_others(user):
    card = add(user)
    changed = facade.save_address(user_id=user.pk, address_id=card.id, line1="1 Allen Avenue")
    assert (changed.line1, changed.landmark, changed.is_default) == (
        "1 Allen Avenue",
        card.landmark,
        True,
    )
    assert Address.objects.count() == 1


@pytest.mark.django_db
def test_other_peoples_addresses_do_not_exist(user):
    other = AddressFactory()
    for call in (
        lambda: facade.address_of(user_id=user.pk, address_id=other.pk),
        lambda: facade.save_address(user_id=user.pk, address_id=other.pk, **HOME),
        lambda: facade.make_default(user_id=user.pk, address_id=other.pk),
        lambda: facade.remove_address(user_id=user.pk, address_id=other.pk),
    ):
        with pytest.raises(AddressNotFound):
            call()
    other.refresh_from_db()
    assert other.line1 == AddressFactory.build(user=user).line1


@pytest.mark.django_db
def test_a_book_is_bounded(user):
    AddressFactory.create_batch(MOST_ADDRESSES, user=user, is_default=False)
    with pytest.raises(AddressBookFull):
        add(user)
    assert Address.objects.count() == MOST_ADDRESSES


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [{"is_default": True}, {"is_default": False, "lga": ""}, {"is_default": False, "phone": "080"}],
)
def test_the_database_holds_the_rules_too(user, row):
    AddressFactory(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressFactory(user=user, **row)


@pytest.mark.django_db(transaction=True)
def test_parallel_first_addresses_make_one_default(user):
    in_parallel(8, lambda number: add(user, line1=f"street {number}"))
    assert Address.objects.count() == 8
    assert len(defaults(user)) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_choices_and_removals_leave_one_default(user):
    cards = [add(user, line1=f"street {number}") for number in range(8)]

    def act(number):
        change = facade.remove_address if number % 2 else facade.make_default
        change(user_id=user.pk, address_id=cards[number].id)

    in_parallel(8, act)
    assert Address.objects.count() == 4
    assert len(defaults(user)) == 1
