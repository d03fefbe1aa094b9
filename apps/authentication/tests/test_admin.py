import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from apps.authentication.models import TokenFamily, User
from apps.authentication.services.open_tokens import open_tokens
from apps.authentication.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
USERS = "/admin/authentication/user/"


@pytest.fixture
def root(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client):
    """Staff who may look at and change accounts."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client.force_login(user)
    return user


def change(client, user, **fields):
    path = f"{USERS}{user.pk}/change/"
    form = {"name": user.name, "is_active": "on"} | fields
    return client.post(path, form)


def test_staff_find_accounts_by_address_name_and_state(client, root):
    UserFactory(name="Bola Ade", is_active=False)
    for query in ("?q=bola", "?is_active__exact=0", "?q=Bola+Ade&is_staff__exact=0"):
        found = client.get(f"{USERS}{query}")
        assert "Bola Ade" in found.text
        assert root.email not in found.context["cl"].result_list.values_list("email", flat=True)


def test_an_account_made_by_staff_may_sign_in(client, root, api):
    form = {
        "email": "New@Example.com",
        "name": "New",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post(f"{USERS}add/", form).status_code == 302
    assert EmailAddress.objects.get(email="new@example.com").verified
    body = {"email": "new@example.com", "password": PASSWORD}
    assert api.post("/api/v1/auth/login/", body).status_code == 200
    assert client.post(f"{USERS}add/", form).status_code == 200, "once only, in any case"


def test_a_clerk_may_lock_an_account_but_hand_out_no_rights(client, clerk):
    user = UserFactory()
    rights = {"is_staff": "on", "is_superuser": "on", "email": "other@example.com"}
    assert change(client, user, is_active="", **rights).status_code == 302
    changed = User.objects.get(pk=user.pk)
    assert changed.email == user.email
    assert (changed.is_active, changed.is_staff, changed.is_superuser) == (False, False, False)
    assert change(client, clerk, is_superuser="on").status_code == 302
    assert not User.objects.get(pk=clerk.pk).is_superuser


@pytest.mark.parametrize("is_superuser", [True, False])
def test_a_clerk_cannot_touch_an_administrator_or_another_clerk(client, clerk, is_superuser):
    root = UserFactory(is_staff=True, is_superuser=is_superuser)
    assert change(client, root, is_active="").status_code == 403
    passwords = {"password1": "a stolen password", "password2": "a stolen password"}
    assert client.post(f"{USERS}{root.pk}/password/", passwords).status_code == 403
    assert User.objects.get(pk=root.pk).check_password(PASSWORD)


def test_a_superuser_hands_out_rights(client, root):
    user = UserFactory()
    assert change(client, user, is_staff="on").status_code == 302
    assert User.objects.get(pk=user.pk).is_staff


def test_nobody_deletes_accounts(client, root):
    assert client.post(f"{USERS}{UserFactory().pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_end_the_sign_ins_of_a_stolen_phone(client, root):
    user = UserFactory()
    open_tokens(user_id=user.pk)
    client.post(USERS, {"action": "sign_out_everywhere", "_selected_action": [str(user.pk)]})
    family = TokenFamily.objects.get()
    assert family.end_reason == "staff"
    page = client.get("/admin/authentication/tokenfamily/")
    assert user.email in page.text
    one = client.get(f"/admin/authentication/tokenfamily/{family.pk}/change/")
    assert one.status_code == 200
    assert family.auth_hash not in one.text
