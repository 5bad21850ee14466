"""One writer of evidence at a time: a file lock in the home, which the system releases when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class BusyError(Exception):
    """Another process is writing evidence."""


@contextmanager
def evidence_lock(*, wait: bool = True) -> Iterator[None]:
    """Hold the evidence of this home. Raises BusyError at once where `wait` is False and another holds it."""
    root = Path(settings.EVIDENCE_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError from error
        yield
