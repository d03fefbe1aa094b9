"""Addresses and small facts that several pages print."""

from typing import Any

from django.conf import settings

from apps.common.money import Money


def site_url() -> str:
    """Return the shop's public origin, without a slash at the end."""
    return str(settings.SITE_URL)


def canonical(path: str) -> str:
    """Return the one public address of a page."""
    return f"{site_url()}{path}"


def crumb(name: str, url: str = "") -> dict[str, str]:
    """Return one step of a breadcrumb; the last has no address."""
    return {"name": name, "url": url}


def delivery_terms() -> dict[str, Any]:
    """Return what delivery costs per house and from where on it is free, for the pages' words."""
    return {
        "delivery_fee": Money(settings.DELIVERY_FEE_MINOR, settings.DEFAULT_CURRENCY),
        "free_from": Money(settings.DELIVERY_FREE_FROM_MINOR, settings.DEFAULT_CURRENCY),
    }
