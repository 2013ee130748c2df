"""Interim: opens in process until the child process is here."""

from pipeline.doors.xlsx import read_book
from pipeline.errors import OutsideTrouble
from pipeline.opening import Opened


class Opener:
    """Interim."""

    def __enter__(self) -> "Opener":
        return self

    def __exit__(self, *why: object) -> None:
        return None

    def open(self, data: bytes) -> Opened:
        """Interim."""
        try:
            return Opened("xlsx", book=read_book(data))
        except OutsideTrouble:
            return Opened("unknown")
