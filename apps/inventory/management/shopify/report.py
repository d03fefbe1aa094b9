"""What an import did, and the rows that it refused."""

import csv
from pathlib import Path
from typing import IO, Any

from apps.common.http.csv_out import guarded
from apps.inventory.management.shopify.mapping import RowRefused
from apps.inventory.management.shopify.reading import SourceGroup
from apps.products.contracts import ImportedProduct

_COLUMNS = ("line", "handle", "sku", "reason")


class Report:
    """Counts outcomes; writes refused rows to a CSV that exists only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes = {"new": 0, "changed": 0, "unchanged": 0}
        self.refused_products = self.refused_rows = self.variants = self.clipped = 0
        self.vendors: set[object] = set()
        self.drafts: list[str] = []
        self._file: IO[str] | None = None
        self._rows: Any = None
        path.unlink(missing_ok=True)

    def imported(self, handle: str, done: ImportedProduct, *, variants: int, clipped: int) -> None:
        """Count a product."""
        self.outcomes[done.outcome] += 1
        self.variants += variants
        self.clipped += clipped
        if done.draft_reason:
            self.drafts.append(f"{handle}: {done.draft_reason}")

    def refused(self, group: SourceGroup, refusal: RowRefused) -> None:
        """Write every row of a refused product: the faulty one with its own reason."""
        self.refused_products += 1
        faults = {**group.faults, refusal.line: refusal.reason}
        for row in group.rows:
            reason = faults.pop(row.line, f"not imported because of line {refusal.line}")
            self._write(row.line, group.handle, row.cell("Variant SKU"), reason)
        for line, reason in faults.items():
            self._write(line, group.handle, "", reason)

    def close(self) -> None:
        """End the file of refused rows."""
        if self._file:
            self._file.close()

    def summary(self) -> str:
        """Return one line for people and scripts."""
        words = [f"{name}={count}" for name, count in self.outcomes.items()]
        total = sum(self.outcomes.values())
        return " ".join(
            [
                f"import-products: products={total}",
                *words,
                f"variants={self.variants}",
                f"vendors={len(self.vendors)}",
                f"refused_products={self.refused_products}",
                f"refused_rows={self.refused_rows}",
            ]
        )

    def _write(self, line: int, *texts: str) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._rows = csv.writer(self._file)
            self._rows.writerow(_COLUMNS)
        self.refused_rows += 1
        self._rows.writerow([line, *(_harmless(text) for text in texts)])


def _harmless(text: str) -> object:
    """Keep a spreadsheet from running a cell."""
    return guarded(text.replace("\x00", ""))
