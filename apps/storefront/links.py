"""Addresses and small facts that several pages print."""

from django.conf import settings


def site_url() -> str:
    """Return the shop's public origin, without a slash at the end."""
    return str(settings.SITE_URL)


def canonical(path: str) -> str:
    """Return the one public address of a page."""
    return f"{site_url()}{path}"


def crumb(name: str, url: str = "") -> dict[str, str]:
    """Return one step of a breadcrumb; the last has no address."""
    return {"name": name, "url": url}
