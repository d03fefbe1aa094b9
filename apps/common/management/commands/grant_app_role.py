"""Let a role of PostgreSQL run the program, and not rewrite its history."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.common.audit.grants import NotARole, grant


class Command(BaseCommand):
    """Grants; run by the role that migrates, after each `migrate`."""

    help = "Grant a role what the program needs, without UPDATE and DELETE on append-only tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the argument."""
        parser.add_argument("role", help="an existing role that owns no table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant."""
        try:
            grant(options["role"])
        except NotARole as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['role']} may run the program. Grant again after migrations.")
