"""`./fashionistar manage search_quality`: how good search is, and where it fails."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import connection

from apps.products.search_quality.catalogue import load
from apps.products.search_quality.measuring import Figures, Judged, by_sort, figures, judge
from apps.products.services.note_popularity import sort_tiers
from apps.products.services.refresh_terms import refresh_terms

_SHOWN = 3


class Command(BaseCommand):
    """Measures in a database of its own, made and dropped here."""

    help = "Print recall@10, MRR and each miss of the labelled queries over a fixed catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to print."""
        parser.add_argument("--all", action="store_true", help="show every query, not only misses")

    def handle(self, *args: object, **options: object) -> None:
        """Make the database, load, ask, print, drop."""
        creation = connection.creation
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"{usual}_search_quality"
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            saved = load()
            sort_tiers()
            refresh_terms()
            self._print(judge(saved), show_all=bool(options["all"]), products=len(saved))
        finally:
            creation.destroy_test_db(usual, verbosity=0)

    def _print(self, judged: list[Judged], *, show_all: bool, products: int) -> None:
        self.stdout.write(f"{len(judged)} queries over {products} products")
        for sort, figure in by_sort(judged).items():
            self.stdout.write(_line(sort, figure))
        self.stdout.write(_line("all", figures(judged)))
        misses = [one for one in judged if show_all or one.recall < 1]
        self.stdout.write(f"\n{len(misses)} below full recall:" if not show_all else "")
        for one in misses:
            self.stdout.write(
                f"  {one.label.query!r}: recall {one.recall:.2f}, rank {one.reciprocal_rank:.2f}, "
                f"{one.fitting} fit; first: {', '.join(one.titles[:_SHOWN]) or 'nothing'}"
            )


def _line(name: str, figure: Figures) -> str:
    return f"  {name:9} {figure.queries:4}   recall@10 {figure.recall:.3f}   MRR {figure.mrr:.3f}"
