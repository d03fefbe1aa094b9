"""What an event is: a frozen dataclass of plain values with a name and a version."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import msgspec

_KINDS: dict[str, type["Event"]] = {}


class BadEvent(TypeError):
    """The event breaks its own schema, or a class its own rules. A fault of ours."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened.

    Subclasses are frozen dataclasses of ids, texts, whole numbers, Money and times; no ORM rows,
    no secrets.

    Attributes:
        name: stable, `domain.what-happened`.
        version: raised when a field changes; `upcast` reads older payloads.
        aggregate_field: the field whose value orders events; those of one aggregate arrive in
            the order of publishing.
        priority: -100 to 100, who goes first at the relay; money before the shop window. Handlers
            with a queue go by their queue instead.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 0
    aggregate_field: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        known = _KINDS.setdefault(cls.name, cls)
        if known.__qualname__ != cls.__qualname__ or known.__module__ != cls.__module__:
            raise BadEvent(f"{cls.name} is the name of {known.__module__}.{known.__qualname__}")

    @property
    def aggregate(self) -> str:
        """What the event is about."""
        return str(getattr(self, self.aggregate_field))

    def payload(self) -> dict[str, Any]:
        """Return the event as JSON values.

        Raises:
            BadEvent: a field holds what its type does not allow.
        """
        values: dict[str, Any] = msgspec.to_builtins(self)
        try:
            self.from_payload(values, self.version)
        except msgspec.ValidationError as error:
            raise BadEvent(f"{self.name}: {error}") from error
        return values

    @classmethod
    def from_payload(cls, values: dict[str, Any], version: int) -> Self:
        """Read an event back, from this or an older version.

        Raises:
            msgspec.ValidationError: the values do not fit the schema.
        """
        current = values if version == cls.version else cls.upcast(values, version)
        return msgspec.convert(current, cls)

    @classmethod
    def upcast(cls, values: dict[str, Any], version: int) -> dict[str, Any]:  # noqa: ARG003
        """Turn the values of an older version into this one's; override when raising `version`."""
        raise BadEvent(f"{cls.name} cannot read version {version}")


def kind_named(name: str) -> type[Event]:
    """Return the class of an event name.

    Raises:
        BadEvent: no such event is known (any more).
    """
    try:
        return _KINDS[name]
    except KeyError as error:
        raise BadEvent(f"no event is called {name}") from error
