"""`manage.py refresh_search`: what workers do every quarter of an hour, now."""

from django.core.management.base import BaseCommand

from apps.products import facade


class Command(BaseCommand):
    """Run it after products were loaded past the services."""

    help = "Sort products into tiers of popularity, count the vocabulary of search anew."

    def handle(self, *args: object, **options: object) -> None:
        """Say what was done."""
        moved = facade.sort_tiers()
        counts = facade.refresh_terms()
        self.stdout.write(f"moved {moved}, {counts}")
