"""What staff change by forms of the admin is on record, without words about people."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common import audit
from apps.common.audit.models import AuditRecord
from apps.common.audit.site import Audited, AuditedSite
from apps.common.audit.testing import recorded

pytestmark = pytest.mark.django_db
USER = "/admin/authentication/user/"


@pytest.fixture
def staff() -> Any:
    return UserFactory.create(is_staff=True, is_superuser=True)


@pytest.fixture
def client(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_every_model_of_the_admin_is_audited() -> None:
    assert admin.site._registry
    assert [one for one in admin.site._registry.values() if not isinstance(one, Audited)] == []


def test_rights_are_recorded_with_their_values_and_names_of_people_are_not(client, staff) -> None:
    user = UserFactory.create(name="Ada Obi")
    group = Group.objects.create(name="Support")
    words = {"name": "Somebody Else", "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    assert client.post(f"{USER}{user.pk}/change/", words).status_code == 302
    (row,) = recorded(f"user:{user.pk}")
    assert (row.action, row.actor_id) == ("user.changed", staff.pk)
    assert row.before == {"is_staff": False, "groups": []}
    assert row.after == {
        "fields": ["name", "is_staff", "groups"],
        "is_staff": True,
        "groups": [str(group.pk)],
    }


def test_a_password_set_by_staff_is_recorded_without_it(client, staff) -> None:
    user = UserFactory.create()
    words = {
        "password1": "corr3ct-horse!",
        "password2": "corr3ct-horse!",
        "usable_password": "true",
    }
    assert client.post(f"{USER}{user.pk}/password/", words).status_code == 302
    (row,) = recorded(f"user:{user.pk}")
    assert row.action == "user.changed"
    assert "corr3ct" not in str((row.before, row.after))


def test_a_form_that_is_refused_or_changes_nothing_is_not_recorded(client) -> None:
    group = Group.objects.create(name="Support")
    page = f"/admin/auth/group/{group.pk}/change/"
    assert client.post(page, {"name": ""}).status_code == 200
    assert client.post(page, {"name": "Support"}).status_code == 302
    assert recorded(f"group:{group.pk}") == []


def test_what_staff_add_and_delete_is_recorded(client, staff) -> None:
    client.post("/admin/auth/group/add/", {"name": "Support"})
    group = Group.objects.get()
    client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    rows = recorded(f"group:{group.pk}")
    assert [(row.action, row.actor_id) for row in rows] == [
        ("group.added", staff.pk),
        ("group.deleted", staff.pk),
    ]


def test_rows_that_staff_delete_together_are_recorded_each(client) -> None:
    groups = [Group.objects.create(name=name) for name in ("a", "b")]
    chosen = {
        "action": "delete_selected",
        "post": "yes",
        "_selected_action": [str(group.pk) for group in groups],
    }
    client.post("/admin/auth/group/", chosen)
    assert not Group.objects.exists()
    deleted = AuditRecord.objects.filter(action="group.deleted").values_list("subject", flat=True)
    assert sorted(deleted) == sorted(f"group:{group.pk}" for group in groups)


def test_what_a_service_records_itself_is_not_told_twice(client, staff, rf) -> None:
    class Renames(admin.ModelAdmin[Group]):
        def save_model(self, request, obj, form, change) -> None:
            super().save_model(request, obj, form, change)
            audit.record("group.renamed", subject=f"group:{obj.pk}", actor_id=staff.pk)

        def delete_model(self, request, obj) -> None:
            audit.record("group.closed", subject=f"group:{obj.pk}", actor_id=staff.pk)

    site = AuditedSite()
    site.register(Group, Renames)
    group, request = Group.objects.create(name="a"), rf.post("/", {"name": "b"})
    request.user = staff
    model_admin: Any = site.get_model_admin(Group)
    form = model_admin.get_form(request, group)(request.POST, instance=group)
    assert form.is_valid()
    model_admin.save_model(request, group, form, change=True)
    model_admin.construct_change_message(request, form, [], add=False)
    model_admin.delete_model(request, group)
    actions = [row.action for row in recorded(f"group:{group.pk}")]
    assert actions == ["group.renamed", "group.closed"]
