"""Is the audit whole?"""

from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from apps.common.audit.anchors import AnchorCopy, BadAnchor, copy_of
from apps.common.audit.places import place_at
from apps.common.audit.verifying import Report, verify


class Command(BaseCommand):
    """Walks all chains; one sentence a fault, and exit code 1 if there is any."""

    help = "Find changed, deleted, moved, back-dated or cut-off rows of the audit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--anchors",
            metavar="PLACE",
            default=settings.AUDIT_ANCHOR,
            help="a file of anchors or storage:ALIAS/PREFIX; without it AUDIT_ANCHOR is read",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy the anchors first: what is anchored then must stand in what is walked after."""
        with ExitStack() as stack:
            anchors = self._anchors(stack, options["anchors"])
            try:
                report = verify(anchors or ())
                newest = max((anchor.at for anchor in anchors or ()), default=None)
            except BadAnchor as error:
                raise CommandError(str(error)) from error
            except DatabaseError as error:
                raise CommandError(f"The audit cannot be read: {error}") from error
        if anchors is None:
            self.stderr.write("No anchors are given: a cut-off end of a chain would not be seen.")
        elif newest is None:
            self.stderr.write("The place holds no anchor: a cut-off end would not be seen.")
        else:
            self.stdout.write(f"The newest anchor is of {newest:%Y-%m-%d %H:%M:%S} UTC.")
        self._tell(report)

    def _anchors(self, stack: ExitStack, address: str) -> AnchorCopy | None:
        if not address:
            return None
        try:
            return stack.enter_context(copy_of(place_at(address)))
        except Exception as error:
            raise CommandError(f"The anchors at {address} cannot be read: {error}") from error

    def _tell(self, report: Report) -> None:
        for fault in report.faults:
            self.stdout.write(fault)
        found = f"{report.seals} seals in {report.chains} chains"
        if report.faults:
            count = len(report.faults)
            faults = f"{count} fault{'s' if count > 1 else ''}"
            raise CommandError(f"The audit is not whole: {faults} in {found}.")
        self.stdout.write(f"The audit is whole: {found}.")
