"""Make a coupon."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.promotions.contracts import Coupon, CouponId, CouponTerms
from apps.promotions.errors import CouponCodeTaken
from apps.promotions.models import Coupon as CouponRow
from apps.promotions.rules import canonical
from apps.promotions.selectors.coupons import coupon
from apps.promotions.services.check_terms import check_terms
from apps.promotions.services.write_coupon import audited, fill, write_reach


@transaction.atomic
def create_coupon(terms: CouponTerms, *, actor_id: UserId | None) -> Coupon:
    """Make a coupon of these terms; its code in any case and with any spaces.

    Raises:
        InvalidInput: a coupon cannot be made of them.
        CouponCodeTaken: another one is called so.
    """
    terms = check_terms(replace(terms, code=canonical(terms.code) or ""))
    row = CouponRow()
    fill(row, terms)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not CouponRow.objects.filter(code=terms.code).exists():
            raise
        raise CouponCodeTaken("Take another code.", coupon=terms.code) from error
    write_reach(row, terms)
    audit.record(
        "coupon.created", subject=f"coupon:{row.pk}", actor_id=actor_id, after=audited(terms)
    )
    return coupon(CouponId(row.pk))
