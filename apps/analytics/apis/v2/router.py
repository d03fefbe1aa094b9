"""The vendor's dashboard over HTTP."""

from django.http import HttpResponse
from ninja import Query, Router

from apps.analytics.apis.v2.answers import dashboard_json
from apps.analytics.apis.v2.schemas import DashboardOut, DashboardQuery
from apps.analytics.selectors.dashboard import vendor_dashboard_at_once
from apps.authentication.contracts import UserId
from apps.common.http.auth import SignedIn
from apps.common.http.inline import inline
from apps.common.http.pagination import JSON
from apps.vendors import facade as vendors

router = Router(tags=["analytics"])


@router.get("/vendor/dashboard/", response=DashboardOut, operation_id="show_vendor_dashboard")
@inline
async def show_dashboard(request: SignedIn, query: Query[DashboardQuery]) -> HttpResponse:
    """Show your store's last days: figures, best sellers, what runs low, what waits, a forecast.

    Past days are at most half a minute old, today is of this moment. Its seven reads run together.
    """
    store = await vendors.require_vendor_here(UserId(request.auth.id))
    shown = await vendor_dashboard_at_once(store, days=query.days, currency=query.currency)
    return HttpResponse(dashboard_json(shown), content_type=JSON)
