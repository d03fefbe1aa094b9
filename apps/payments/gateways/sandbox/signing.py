"""HMAC-SHA512 over the raw body, as Paystack signs."""

import hashlib
import hmac

from django.conf import settings

SIGNATURE_HEADER = "X-Sandbox-Signature"


def sign(body: bytes) -> str:
    """The signature of a webhook body, in lower-case hex."""
    secret = settings.SANDBOX_SECRET or ""  # the system check refuses a sandbox without one
    return hmac.new(secret.encode(), body, hashlib.sha512).hexdigest()


def is_signed(*, body: bytes, signature: str) -> bool:
    """Compare in constant time; a signature that is no ASCII never matches."""
    return hmac.compare_digest(sign(body).encode(), signature.encode("utf-8", "replace"))
