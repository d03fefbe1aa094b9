"""The dashboard with `asyncio.gather` over the ORM, as many articles have it.

Every `a*` method of the ORM is `sync_to_async` in one thread, so that is what stands here.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router

from apps.analytics.apis.v2.schemas import DashboardOut
from apps.analytics.contracts import VendorDashboard
from apps.analytics.selectors.dashboard import _asked, _put_together
from apps.authentication.contracts import UserId
from apps.authentication.facade import principal_of
from apps.common.days import Days, today
from apps.common.db import plans
from apps.vendors.facade import require_vendor

router = Router()


@router.get("/vendor/dashboard/", response=DashboardOut)
async def show_dashboard(request: HttpRequest) -> VendorDashboard:
    """Seven reads that wait for each other."""
    token = request.headers["Authorization"].removeprefix("Bearer ")
    principal = await sync_to_async(lambda: plans.run(principal_of(token)))()
    assert principal  # noqa: S101 -- the benchmark sends good tokens
    store = await sync_to_async(require_vendor)(UserId(principal.id))
    days = Days.until(today(), 30)
    asked = _asked(store, days, "NGN")
    answers = await asyncio.gather(*(sync_to_async(one.read.all)(**one.values) for one in asked))
    return _put_together(store, days, "NGN", answers)
