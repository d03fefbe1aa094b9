"""Do orders, stock, money and coupons agree?"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from apps.orders.selectors.invariants import CHECKS, faults


class Command(BaseCommand):
    """Runs every check at one moment, then the audit's; exit code 1 if anything is wrong."""

    help = "Find orders, stock, payments and coupons that do not agree. Writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one sentence a fault."""
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = [str(fault) for fault in faults()]
        for sentence in found:
            self.stdout.write(sentence)
        call_command("audit_verify", stdout=self.stdout, stderr=self.stderr)
        if found:
            raise CommandError(f"{len(found)} faults in {len(CHECKS)} checks.")
        self.stdout.write(f"Everything agrees: {len(CHECKS)} checks.")
