"""Bodies in and out of the vendor endpoints."""

from typing import Any

from rest_framework import serializers

from apps.common.http.texts import Text
from apps.vendors.contracts import VendorProfile
from apps.vendors.models import MAX_DESCRIPTION, MAX_PLACE, MAX_TAGLINE
from apps.vendors.rules import MAX_NAME, MIN_NAME


class ApplicationIn(serializers.Serializer[Any]):
    """What a new vendor says about itself."""

    store_name = Text(min_length=MIN_NAME, max_length=MAX_NAME)
    tagline = Text(max_length=MAX_TAGLINE, required=False, allow_blank=True)
    description = Text(max_length=MAX_DESCRIPTION, required=False, allow_blank=True)
    city = Text(max_length=MAX_PLACE, required=False, allow_blank=True)
    state = Text(max_length=MAX_PLACE, required=False, allow_blank=True)
    country = serializers.RegexField(r"^[A-Z]{2}\Z", required=False)
    support_email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    support_phone = serializers.RegexField(
        r"^(\+[1-9][0-9]{6,14})?\Z", required=False, allow_blank=True
    )


class ProfileIn(ApplicationIn):
    """Changes to a profile; a missing field stays."""

    store_name = Text(min_length=MIN_NAME, max_length=MAX_NAME, required=False)


class MemberIn(serializers.Serializer[Any]):
    """Whom to take into the team."""

    email = serializers.EmailField(max_length=254)


class PictureIn(serializers.Serializer[Any]):
    """A JPEG, PNG or WebP file of at most 10 MB."""

    picture = serializers.FileField(max_length=300)


class VendorOut(serializers.Serializer[Any]):
    """A vendor as the public sees it."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    store_name = serializers.CharField()
    tagline = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)


class VendorPageOut(VendorOut):
    """One vendor with its words and its cover."""

    description = serializers.CharField()
    country = serializers.CharField()
    cover_url = serializers.CharField(allow_null=True)
    support_email = serializers.CharField()
    support_phone = serializers.CharField()


class ProfileOut(VendorPageOut):
    """The profile as its own team sees it. The commission is in basis points."""

    status = serializers.CharField()
    is_open = serializers.BooleanField()
    commission_bp = serializers.IntegerField()


class MemberOut(serializers.Serializer[Any]):
    """One person of the team."""

    user_id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField()


class VendorListOut(serializers.Serializer[Any]):
    """One page of vendors."""

    results = VendorOut(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


def flat(profile: VendorProfile) -> dict[str, Any]:
    """The profile and its short form side by side, for one JSON object."""
    return {
        name: getattr(source, name)
        for source in (profile.ref, profile)
        for name in type(source).__dataclass_fields__
        if name != "ref"
    }
