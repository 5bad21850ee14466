"""Long work of the registers, by name, for the job table."""

from zhiqiang.foundation.imports.batches import read_batch
from zhiqiang.foundation.jobs.queue import Progress

READ_IMPORT = "imports.read_import"


def read_import(progress: Progress, *, batch_id: int) -> None:
    """Evaluate a batch of many rows; reading it twice gives the same."""
    read_batch(batch_id, progress)


JOBS = {READ_IMPORT: read_import}
