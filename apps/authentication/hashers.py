"""argon2id with a bounded number at a time, so that a login flood cannot exhaust the memory."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 4
_slots = BoundedSemaphore(AT_ONCE)


class Argon2id(Argon2PasswordHasher):
    """32 MiB, two passes, one lane (OWASP asks for 19 MiB at least)."""

    time_cost = 2
    memory_cost = 32 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash once a slot is free."""
        with _slots:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Check once a slot is free."""
        with _slots:
            return super().verify(password, encoded)
