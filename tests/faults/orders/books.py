"""Do the books agree after what a test did to the shop?"""

from io import StringIO

from django.core.management import call_command

from apps.common.audit.verifying import verify
from apps.orders.selectors.invariants import faults


def assert_books_agree() -> None:
    """Every invariant of orders, stock, money, coupons and the audit, or all that is wrong."""
    assert [str(fault) for fault in faults()] == []
    assert verify().faults == []


def verified() -> str:
    """What `orders_verify` says to staff; raises CommandError where something is wrong."""
    said = StringIO()
    call_command("orders_verify", stdout=said, stderr=said)
    return said.getvalue()
