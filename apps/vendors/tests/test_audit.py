"""Every move of a vendor, and of its team, is on record with who made it."""

from typing import Any

import pytest
from django.test import Client

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.vendors import facade
from apps.vendors.contracts import VendorId
from apps.vendors.errors import LastOwner
from apps.vendors.services.manage_members import add_member, remove_member
from apps.vendors.states import VendorStatus
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def facts(vendor: Any) -> list[tuple[Any, ...]]:
    rows = recorded(f"vendor:{vendor.pk}")
    return [(row.action, row.actor_id, row.before, row.after, row.reason) for row in rows]


def test_each_move_of_the_status_is_recorded() -> None:
    vendor = VendorFactory.create(status=VendorStatus.PENDING, approved_at=None)
    vendor_id, by = VendorId(vendor.pk), UserId(UserFactory.create().pk)
    facade.send_back_vendor(vendor_id=vendor_id, by=by, reason="No address")
    facade.apply_again(vendor_id=vendor_id, by=by)
    facade.approve_vendor(vendor_id=vendor_id, by=None)
    facade.suspend_vendor(vendor_id=vendor_id, by=by, reason="Complaints")
    pending, draft = {"status": "pending"}, {"status": "draft"}
    approved, suspended = {"status": "approved"}, {"status": "suspended"}
    assert facts(vendor) == [
        ("vendor.sent-back", by, pending, draft, "No address"),
        ("vendor.applied-again", by, draft, pending, ""),
        ("vendor.approved", None, pending, approved, ""),
        ("vendor.suspended", by, approved, suspended, "Complaints"),
    ]


def test_the_team_is_recorded_and_a_refusal_is_not() -> None:
    owner, other = UserFactory.create(), UserFactory.create()
    vendor = VendorFactory.create(owner=owner)
    vendor_id, by, added = VendorId(vendor.pk), UserId(owner.pk), UserId(other.pk)
    add_member(vendor_id=vendor_id, user_id=added, by=by)
    remove_member(vendor_id=vendor_id, user_id=added, by=by)
    with pytest.raises(LastOwner):
        remove_member(vendor_id=vendor_id, user_id=by, by=by)
    person = {"user_id": str(added), "role": "staff"}
    assert facts(vendor) == [
        ("vendor.member-added", by, None, person, ""),
        ("vendor.member-removed", by, person, None, ""),
    ]


def test_staff_who_approve_in_the_admin_are_named() -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    vendor = VendorFactory.create(status=VendorStatus.PENDING, approved_at=None)
    client = Client()
    client.force_login(staff)
    chosen = {"action": "approve", "_selected_action": [str(vendor.pk)]}
    client.post("/admin/vendors/vendor/", chosen, headers={"X-Request-ID": "request-17"})
    (row,) = recorded(f"vendor:{vendor.pk}")
    assert (row.action, row.actor_id, row.request_id) == ("vendor.approved", staff.pk, "request-17")


def test_a_commission_and_a_team_changed_by_form_are_recorded() -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    owner, other = UserFactory.create(), UserFactory.create()
    vendor = VendorFactory.create(owner=owner, commission_bp=1000)
    (member,) = vendor.members.all()
    client = Client()
    client.force_login(staff)
    page = client.get(f"/admin/vendors/vendor/{vendor.pk}/change/")
    form = page.context["adminform"].form
    words = {name: form.initial.get(name) or "" for name in form.fields if name not in form.files}
    words |= {"commission_bp": "700", "logo": "", "cover": ""}
    for inline in page.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        words |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    words |= {
        "members-TOTAL_FORMS": "2",
        "members-INITIAL_FORMS": "1",
        "members-0-id": str(member.pk),
        "members-0-vendor": str(vendor.pk),
        "members-0-user": str(owner.pk),
        "members-0-role": "owner",
        "members-1-vendor": str(vendor.pk),
        "members-1-user": str(other.pk),
        "members-1-role": "staff",
    }
    answer = client.post(f"/admin/vendors/vendor/{vendor.pk}/change/", words)
    assert answer.status_code == 302, answer.context["errors"]
    (row,) = recorded(f"vendor:{vendor.pk}")
    assert (row.action, row.actor_id) == ("vendor.changed", staff.pk)
    assert row.before
    assert row.after
    assert row.before["commission_bp"] == 1000
    assert row.after["commission_bp"] == 700
    (added,) = row.after["vendormember"]["added"]
    assert (added["user_id"], added["role"]) == (str(other.pk), "staff")
