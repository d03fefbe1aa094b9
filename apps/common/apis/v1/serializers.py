"""The JSON of the audit."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField
from apps.common.http.texts import Moment


class AuditFiltersIn(serializers.Serializer[Any]):
    """What the list is narrowed to: whole words, and times with `since` in and `until` out."""

    action = serializers.CharField(required=False, max_length=100)
    subject = serializers.CharField(required=False, max_length=200)
    actor_id = serializers.UUIDField(required=False)
    request_id = serializers.CharField(required=False, max_length=64)
    since = Moment(required=False)
    until = Moment(required=False)
    cursor = serializers.CharField(required=False, max_length=500)


class AuditRecordOut(serializers.Serializer[Any]):
    """One action."""

    id = serializers.UUIDField()
    at = InstantField()
    action = serializers.CharField()
    subject = serializers.CharField()
    actor_id = serializers.UUIDField(allow_null=True)
    request_id = serializers.CharField()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    reason = serializers.CharField()


class AuditPageOut(serializers.Serializer[Any]):
    """A page of the audit."""

    results = AuditRecordOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
