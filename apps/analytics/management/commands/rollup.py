"""Sum days up again."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.analytics.services.roll_up import roll_up
from apps.common.days import Days, today
from apps.orders import facade as orders


class Command(BaseCommand):
    """Makes the sums of days anew from the orders; a second run changes nothing."""

    help = "Sum days up again from the orders, e.g. after a restore. By default all."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the days, both of them in it."""
        for name, dest in (("--from", "first"), ("--to", "last")):
            parser.add_argument(name, dest=dest, type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rows were not as they should be."""
        last = options["last"] or today()
        first = options["first"] or orders.first_sale_day() or last
        if first > last:
            raise CommandError("--from is after --to.")
        days = Days(first, last)
        changed = roll_up(days)
        self.stdout.write(f"{len(days)} days from {first} to {last}: {changed} rows changed.")
