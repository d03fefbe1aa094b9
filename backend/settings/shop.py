"""The shop's own numbers. Amounts in minor units (kobo)."""

from backend.settings.env import env, words

DEFAULT_CURRENCY = "NGN"
# The flat rule of delivery, while the shop has no method of its own (apps/delivery).
DELIVERY_FEE_MINOR = 250_000
DELIVERY_FREE_FROM_MINOR = 5_000_000
DELIVERY_MIN_DAYS, DELIVERY_MAX_DAYS = 2, 7
HOLD_MINUTES = 30
LOW_STOCK_AT = 3  # free units; a vendor and each variant may have their own number
RETURN_DAYS = 14  # how long after delivery a buyer may ask to send something back

PAYMENT_GATEWAYS = words(env.payment_gateways)
SANDBOX_SECRET = env.sandbox_secret.get_secret_value() if env.sandbox_secret else None
