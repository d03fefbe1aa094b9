"""Places for anchors: a file, or a storage of Django's such as a bucket with object lock."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from apps.common.ids import new_id

STORAGE = "storage:"


class Place(Protocol):
    """Where anchors are kept."""

    def append(self, at: datetime, line: bytes) -> None:
        """Add one anchor behind all others."""

    def lines(self) -> Iterator[bytes]:
        """Yield the anchors, oldest first."""


class FilePlace:
    """A file of JSON lines; best on another machine's disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, at: datetime, line: bytes) -> None:
        """Append a line in one write, on disk when this returns."""
        with self._path.open("ab+") as file:
            file.write((b"" if self._ends_whole(file.fileno()) else b"\n") + line + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the file."""
        with self._path.open("rb") as file:
            yield from file

    @staticmethod
    def _ends_whole(descriptor: int) -> bool:
        """False after a line that a full disk cut off: the next must not be glued to it."""
        size = os.fstat(descriptor).st_size
        return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


class StoragePlace:
    """One small object an anchor, in folders by day: object stores cannot append."""

    def __init__(self, storage: Storage, prefix: str) -> None:
        self._storage = storage
        self._prefix = prefix

    def append(self, at: datetime, line: bytes) -> None:
        """Save an object; its name sorts by time."""
        name = f"{self._prefix}/{at:%Y/%m/%d/%H%M%S.%f}-{new_id()}.json"
        self._storage.save(name, ContentFile(line))

    def lines(self) -> Iterator[bytes]:
        """Yield the objects, in the order of their names."""
        yield from self._below(self._prefix)

    def _below(self, folder: str) -> Iterator[bytes]:
        folders, names = self._storage.listdir(folder)
        for name in sorted(names):
            with self._storage.open(f"{folder}/{name}") as file:
                yield file.read()
        for inner in sorted(folders):
            yield from self._below(f"{folder}/{inner}")


def place_at(address: str) -> Place:
    """Return the place of an address: a path, or `storage:ALIAS/PREFIX` of Django's STORAGES.

    Raises:
        InvalidStorageError: there is no such alias.
    """
    if address.startswith(STORAGE):
        alias, _, prefix = address.removeprefix(STORAGE).partition("/")
        return StoragePlace(storages[alias], prefix.strip("/") or "audit-anchors")
    return FilePlace(Path(address))
