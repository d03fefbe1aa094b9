"""The shop's addresses."""

from django.urls import path

from apps.storefront.views import (
    account,
    aftersale,
    browsing,
    cart,
    checkout,
    coupons,
    delivering,
    home,
    orders,
    reviews,
    selling,
    selling_aftersale,
    selling_reviews,
    stock,
    waiting,
)

app_name = "storefront"
urlpatterns = [
    path("", home.home, name="home"),
    path("vendors", home.all_vendors, name="vendors"),
    path("shop", browsing.shop, name="shop"),
    path("c/<slug:slug>", browsing.category, name="category"),
    path("p/<slug:slug>", browsing.product, name="product"),
    path("p/<slug:slug>/reviews", reviews.of_product, name="reviews"),
    path("p/<slug:slug>/review", reviews.write, name="review_write"),
    path("reviews/<uuid:review_id>/helpful", reviews.helpful, name="review_helpful"),
    path("reviews/<uuid:review_id>/report", reviews.report, name="review_report"),
    path("reviews/<uuid:review_id>/remove", reviews.remove, name="review_remove"),
    path("account/reviews", reviews.mine, name="my_reviews"),
    path("vendor/reviews", selling_reviews.reviews, name="vendor_reviews"),
    path("vendor/reviews/<uuid:review_id>", selling_reviews.reply, name="reply"),
    path("v/<slug:slug>", browsing.vendor, name="vendor"),
    path("cart", cart.show, name="cart"),
    path("cart/add", cart.add, name="cart_add"),
    path("cart/accept", cart.accept, name="cart_accept"),
    path("cart/lines/<uuid:variant_id>", cart.change, name="cart_set"),
    path("checkout", checkout.address, name="checkout"),
    path("checkout/delivery", checkout.delivery, name="checkout_delivery"),
    path("checkout/pay", checkout.pay, name="checkout_pay"),
    path("checkout/coupon", checkout.coupon, name="discount"),
    path("orders/<str:number>", orders.show, name="order"),
    path("orders/<str:number>/pay", orders.pay, name="order_pay"),
    path("orders/<str:number>/return", orders.came_back, name="order_return"),
    path("orders/<str:number>/cancel", orders.cancel, name="order_cancel"),
    path(
        "orders/<str:number>/parts/<uuid:part_id>/received", orders.received, name="part_received"
    ),
    path(
        "orders/<str:number>/parts/<uuid:part_id>/cancel",
        aftersale.cancel_part,
        name="part_cancel",
    ),
    path(
        "orders/<str:number>/parts/<uuid:part_id>/return", aftersale.send_back, name="part_return"
    ),
    path(
        "orders/<str:number>/parts/<uuid:part_id>/dispute", aftersale.quarrel, name="part_dispute"
    ),
    path(
        "orders/<str:number>/returns/<uuid:return_id>/withdraw",
        aftersale.keep,
        name="return_withdraw",
    ),
    path("orders/<str:number>/disputes/<uuid:dispute_id>", aftersale.dispute, name="dispute"),
    path(
        "orders/<str:number>/disputes/<uuid:dispute_id>/withdraw",
        aftersale.make_peace,
        name="dispute_withdraw",
    ),
    path("pictures/returns/<uuid:photo_id>", aftersale.return_photo, name="return_photo"),
    path("pictures/disputes/<uuid:evidence_id>", aftersale.evidence, name="evidence"),
    path("account/orders", account.orders, name="orders"),
    path("account/addresses", account.addresses, name="addresses"),
    path("account/addresses/new", account.new_address, name="address_new"),
    path("account/addresses/<uuid:address_id>", account.edit_address, name="address_edit"),
    path(
        "account/addresses/<uuid:address_id>/default",
        account.default_address,
        name="address_default",
    ),
    path("account/addresses/<uuid:address_id>/remove", account.drop_address, name="address_remove"),
    path("account/profile", account.profile, name="profile"),
    path("vendor/coupons", coupons.show, name="vendor_coupons"),
    path("vendor/coupons/<uuid:coupon_id>/end", coupons.end, name="coupon_end"),
    path("vendor/delivery", delivering.show, name="delivery"),
    path("vendor/delivery/new", delivering.new_method, name="delivery_method_new"),
    path("vendor/delivery/<uuid:method_id>", delivering.method, name="delivery_method"),
    path(
        "vendor/delivery/<uuid:method_id>/switch",
        delivering.switch,
        name="delivery_method_switch",
    ),
    path(
        "vendor/delivery/<uuid:method_id>/remove",
        delivering.drop_method,
        name="delivery_method_remove",
    ),
    path("vendor/delivery/zones/new", delivering.new_zone, name="delivery_zone_new"),
    path("vendor/delivery/zones/<uuid:zone_id>", delivering.zone, name="delivery_zone"),
    path(
        "vendor/delivery/zones/<uuid:zone_id>/remove",
        delivering.drop_zone,
        name="delivery_zone_remove",
    ),
    path("vendor/orders", selling.orders, name="vendor_orders"),
    path("vendor/orders/<uuid:part_id>", selling.part, name="vendor_part"),
    path("vendor/orders/<uuid:part_id>/parcel", selling_aftersale.parcel, name="vendor_parcel"),
    path(
        "vendor/orders/<uuid:part_id>/cancel", selling_aftersale.cancel_part, name="vendor_cancel"
    ),
    path(
        "vendor/orders/<uuid:part_id>/returns/<uuid:return_id>",
        selling_aftersale.answer,
        name="vendor_return",
    ),
    path(
        "vendor/orders/<uuid:part_id>/returns/<uuid:return_id>/received",
        selling_aftersale.receive,
        name="vendor_receive",
    ),
    path(
        "vendor/orders/<uuid:part_id>/disputes/<uuid:dispute_id>",
        selling_aftersale.dispute,
        name="vendor_dispute",
    ),
    path("vendor/returns", selling_aftersale.returns, name="vendor_returns"),
    path("vendor/stock", stock.stock, name="stock"),
    path("vendor/stock/settings", stock.settings, name="stock_settings"),
    path("vendor/stock/download", stock.download, name="stock_download"),
    path("vendor/stock/sheet", stock.upload, name="stock_upload"),
    path("vendor/stock/sheet/<uuid:sheet_id>", stock.sheet, name="stock_sheet"),
    path("vendor/stock/sheet/<uuid:sheet_id>/apply", stock.apply, name="stock_apply"),
    path("vendor/stock/<uuid:variant_id>", stock.piece, name="stock_piece"),
    path("vendor/stock/<uuid:variant_id>/adjust", stock.adjust, name="stock_adjust"),
    path("vendor/stock/<uuid:variant_id>/threshold", stock.threshold, name="stock_threshold"),
    path("waiting", waiting.ask, name="waiting_ask"),
    path("waiting/stop", waiting.stop, name="waiting_stop"),
]
