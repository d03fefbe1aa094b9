"""`manage.py load_catalogue`: as many made-up products as wanted, and away with them again."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from devstack.demo.large.books import LoadRefused
from devstack.demo.large.load import load_catalogue
from devstack.demo.large.remove import remove_catalogue

MOST = 9_999_999  # a SKU has seven digits of the product's number


class Command(BaseCommand):
    """Load a large catalogue by COPY; the same seed gives the same one, a stopped load goes on."""

    help = "Load a large made-up catalogue (development only), or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer how many, from which seed, and `--remove`."""
        parser.add_argument("--products", type=int, default=100_000, help="how many (100000)")
        parser.add_argument("--vendors", type=int, default=500, help="of how many stores (500)")
        parser.add_argument("--seed", type=int, default=7, help="of what is left to chance (7)")
        parser.add_argument("--remove", action="store_true", help="take the loaded one away")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or remove, and tell how long it took."""
        if not 1 <= options["products"] <= MOST or not 1 <= options["vendors"] <= 9999:
            raise CommandError(f"1 to {MOST} products of 1 to 9999 vendors.")
        began = time.monotonic()
        try:
            if options["remove"]:
                count, word = remove_catalogue(self._say), "removed"
            else:
                wanted = {name: options[name] for name in ("products", "vendors", "seed")}
                count, word = load_catalogue(self._say, **wanted), "added"
        except LoadRefused as refused:
            raise CommandError(str(refused)) from refused
        self._say(f"{count:,} products {word} in {time.monotonic() - began:.0f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
