"""`manage.py load_demo`: the demo catalogue, its pictures and its accounts."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from devstack.demo.accounts import shown_accounts
from devstack.demo.load import load_demo


class Command(BaseCommand):
    """Load what is missing of the demo; a second run changes nothing."""

    help = "Load the demo catalogue (development only); a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer `--accounts`."""
        parser.add_argument(
            "--accounts", action="store_true", help="only print who can sign in, as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or print the accounts."""
        if options["accounts"]:
            self.stdout.write(json.dumps([asdict(account) for account in shown_accounts()]))
            return
        try:
            loaded = load_demo(self._say)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        self._say(str(loaded))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
