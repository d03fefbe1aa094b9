"""Addresses of orders below /api/v1/."""

from django.urls import path

from apps.orders.apis.v1 import picture_views, staff_views, views

urlpatterns = [
    path("orders/", views.Orders.as_view(), name="v1_orders"),
    path("orders/export/", views.OrderExport.as_view()),
    path("orders/<uuid:order_id>/", views.OneOrder.as_view(), name="v1_order"),
    path("orders/<uuid:order_id>/settled/", views.OrderSettled.as_view()),
    path("vendor-parts/", views.VendorParts.as_view()),
    path("vendor-parts/export/", views.PartExport.as_view()),
    path("orders/parts/<uuid:part_id>/cancel/", staff_views.PartCancellation.as_view()),
    path("orders/parts/<uuid:part_id>/refund/", staff_views.PartRefund.as_view()),
    path("orders/parts/<uuid:part_id>/shipment/", staff_views.PartShipment.as_view()),
    path("orders/refunds/<uuid:refund_id>/settled/", staff_views.RefundSettled.as_view()),
    path("orders/returns/", staff_views.Returns.as_view()),
    path("orders/returns/<uuid:return_id>/approve/", staff_views.ReturnApproval.as_view()),
    path("orders/returns/<uuid:return_id>/refuse/", staff_views.ReturnRefusal.as_view()),
    path("orders/returns/<uuid:return_id>/withdraw/", staff_views.ReturnWithdrawal.as_view()),
    path("orders/returns/<uuid:return_id>/receive/", staff_views.ReturnReceipt.as_view()),
    path("orders/disputes/", staff_views.Disputes.as_view()),
    path("orders/disputes/<uuid:dispute_id>/", staff_views.OneDispute.as_view()),
    path("orders/disputes/<uuid:dispute_id>/decide/", staff_views.DisputeDecision.as_view()),
    path("returns/<uuid:return_id>/photos/", picture_views.ReturnPhotos.as_view()),
    path("returns/photos/<uuid:photo_id>/", picture_views.OneReturnPhoto.as_view()),
    path("disputes/<uuid:dispute_id>/evidence/", picture_views.Evidence.as_view()),
    path("disputes/evidence/<uuid:evidence_id>/", picture_views.OneEvidence.as_view()),
]
