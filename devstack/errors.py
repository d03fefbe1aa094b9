"""The failures that a person at the terminal is told about, one sentence each."""

from pathlib import Path


class Refusal(Exception):
    """One clear sentence for the person at the terminal, and the exit code."""

    exit_code = 1


class PortBusy(Refusal):
    """Another program listens on the wanted port."""

    def __init__(self, port: int, owner: str) -> None:
        by = f" by {owner}" if owner else ""
        super().__init__(
            f"Port {port} is already used{by}; choose another one, "
            f"for example: ./fashionistar up --port {port + 1}"
        )


class DiskFull(Refusal):
    """Too little space is left for a database to start safely."""

    def __init__(self, folder: Path, free: int, needed: int) -> None:
        super().__init__(
            f"Only {free // 1_000_000} MB are free on the disk of {folder}, and the shop needs "
            f"{needed // 1_000_000} MB; make room and try again."
        )


class AlreadyRunning(Refusal):
    """A second start found the first one alive."""


class NothingRuns(Refusal):
    """A command needs a running shop, and there is none."""


class PartFailed(Refusal):
    """A part of the shop ended or did not start; carries its last log lines."""

    def __init__(self, name: str, what: str, log_lines: list[str]) -> None:
        self.name = name
        self.log_lines = log_lines
        super().__init__(f"The part '{name}' {what}.")


class Missing(Refusal):
    """A program that is needed here is not installed."""
