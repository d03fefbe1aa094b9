"""`import_products FILE --vendor SLUG | --vendors-from-column`."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.common.errors import DomainError, NotFound
from apps.inventory.management.shopify.loading import load
from apps.inventory.management.shopify.mapping import RowRefused, mapped
from apps.inventory.management.shopify.reading import (
    Export,
    SourceGroup,
    UnreadableExport,
    opened,
)
from apps.inventory.management.shopify.report import Report
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

_EVERY_NS = 500_000_000


class Command(BaseCommand):
    """Import a Shopify product export: streamed, repeatable, each product whole or not at all."""

    help = (
        "Import a Shopify product export (CSV). Repeat it freely: known products stay as they are."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the file and whose products they are."""
        parser.add_argument("file", type=Path)
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--vendor", metavar="SLUG", help="all products belong to this vendor")
        owner.add_argument(
            "--vendors-from-column",
            action="store_true",
            help="open an approved vendor for each name in the column Vendor",
        )
        parser.add_argument("--currency", default=settings.DEFAULT_CURRENCY, help="default: NGN")
        parser.add_argument("--report", type=Path, help="where to write refused rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say what came of it."""
        path: Path = options["file"]
        self._currency = _currency(options["currency"])
        self._vendor = _vendor(options["vendor"])
        self._named: dict[str, VendorId] = {}
        self._shown_at = 0
        try:
            report = Report(options["report"] or path.with_name(f"{path.name}.refused.csv"))
            with opened(path) as export:
                self._import(export, report)
        except UnreadableExport as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror} (try --report PATH)") from error
        self._say(report)

    def _import(self, export: Export, report: Report) -> None:
        try:
            for group in export:
                self._one(group, report)
                self._progress(export, report)
        finally:
            report.close()

    def _one(self, group: SourceGroup, report: Report) -> None:
        try:
            product = mapped(group, self._currency)
            vendor_id = self._vendor or self._vendor_named(product.vendor_name, product.lines[0])
            done = load(product, vendor_id, self._currency)
        except RowRefused as refusal:
            report.refused(group, refusal)
        else:
            report.vendors.add(vendor_id)
            report.imported(
                group.handle, done, variants=len(product.lines), clipped=product.clipped
            )

    def _vendor_named(self, name: str, line: int) -> VendorId:
        if not name:
            raise RowRefused(line, "no vendor")
        if name not in self._named:
            try:
                self._named[name] = vendors.open_imported_vendor(store_name=name).id
            except DomainError as error:
                raise RowRefused(line, f"vendor: {error.detail}") from error
        return self._named[name]

    def _progress(self, export: Export, report: Report) -> None:
        if time.monotonic_ns() - self._shown_at >= _EVERY_NS:
            self._shown_at = time.monotonic_ns()
            count = sum(report.outcomes.values()) + report.refused_products
            self.stderr.write(f"{export.percent:3d} %  {count} products", ending="\n")

    def _say(self, report: Report) -> None:
        for draft in report.drafts:
            self.stdout.write(f"kept as a draft: {draft}")
        if report.clipped:
            self.stdout.write(f"quantities below zero, taken as 0: {report.clipped}")
        if report.refused_rows:
            self.stdout.write(f"refused rows: {report.path}")
        self.stdout.write(report.summary())


def _currency(code: str) -> str:
    if len(code) != 3 or not code.isascii() or not code.isupper():  # noqa: PLR2004 - ISO 4217
        raise CommandError(f"{code!r} is no currency code such as NGN")
    return code


def _vendor(slug: str | None) -> VendorId | None:
    if slug is None:
        return None
    try:
        return vendors.any_vendor_by_slug(slug).id
    except NotFound as error:
        raise CommandError(f"no vendor has the slug {slug!r}") from error
