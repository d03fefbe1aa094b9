"""What neighbours may ask of vendors."""

from apps.vendors.selectors.members import members_of, notice_recipients
from apps.vendors.selectors.vendors import (
    REF_COLUMNS,
    any_vendor_by_slug,
    id_of,
    is_open_vendor,
    new_vendors,
    open_vendors,
    profile_of,
    ref_from_row,
    refs_by_id,
    require_vendor,
    require_vendor_here,
    vendor_by_slug,
    vendor_of,
    vendors_by_id,
    vendors_waiting,
)
from apps.vendors.services.change_status import (
    apply_again,
    approve_vendor,
    send_back_vendor,
    suspend_vendor,
)
from apps.vendors.services.manage_members import (
    add_member,
    add_member_by_email,
    remove_member,
)
from apps.vendors.services.open_imported_vendor import open_imported_vendor
from apps.vendors.services.open_vendor import open_vendor
from apps.vendors.services.set_picture import set_picture
from apps.vendors.services.update_profile import update_profile

__all__ = [
    "REF_COLUMNS",
    "add_member",
    "add_member_by_email",
    "any_vendor_by_slug",
    "apply_again",
    "approve_vendor",
    "id_of",
    "is_open_vendor",
    "members_of",
    "new_vendors",
    "notice_recipients",
    "open_imported_vendor",
    "open_vendor",
    "open_vendors",
    "profile_of",
    "ref_from_row",
    "refs_by_id",
    "remove_member",
    "require_vendor",
    "require_vendor_here",
    "send_back_vendor",
    "set_picture",
    "suspend_vendor",
    "update_profile",
    "vendor_by_slug",
    "vendor_of",
    "vendors_by_id",
    "vendors_waiting",
]
