"""The Delta tables: one a dataset, partitioned by month, every version kept for good (Delta Lake protocol)."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from zhiqiang.foundation.evidence.declaration import ColumnType, Dataset

if TYPE_CHECKING:
    import pyarrow
    from deltalake import DeltaTable

# A printed figure is computed again years later: no version, no file and no log entry ever expires.
KEEP_FOR_GOOD = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
OWN_COLUMNS = ("record", "unit", "month")


def folder(dataset: Dataset) -> Path:
    """Where the dataset's Delta table is."""
    return Path(settings.EVIDENCE_ROOT) / dataset.slug


def column_types(dataset: Dataset) -> dict[str, ColumnType]:
    """Every column of the dataset's rows, its own three first, with its type."""
    own = {"record": ColumnType.INTEGER, "unit": ColumnType.TEXT, "month": ColumnType.TEXT}
    return own | {column.name: column.type for column in dataset.all_columns}


def arrow_schema(dataset: Dataset) -> "pyarrow.Schema":
    """The explicit Arrow schema: a column whose first rows are empty keeps its type."""
    import pyarrow as pa  # heavy: only commands that touch evidence pay for it

    types: Mapping[ColumnType, pa.DataType] = {
        ColumnType.TEXT: pa.string(),
        ColumnType.INTEGER: pa.int64(),
        ColumnType.DECIMAL: pa.decimal128(18, 6),
        ColumnType.DATE: pa.date32(),
        ColumnType.BOOLEAN: pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in column_types(dataset).items()])


def arrow_table(dataset: Dataset, rows: Iterable[Sequence[Any]]) -> "pyarrow.Table":
    """Rows in the order of `column_types` as an Arrow table. Raises ArrowInvalid where a value has the wrong type."""
    import pyarrow as pa  # heavy: only commands that touch evidence pay for it

    schema = arrow_schema(dataset)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, type=column.type) for values, column in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write(dataset: Dataset, table: "pyarrow.Table", months: Collection[str] | None) -> int:
    """Replace these months (None: everything) by the table's rows in one commit; the new version.

    A month without rows in the table becomes empty. Data and log are on the disk when this returns.
    """
    from deltalake import write_deltalake  # heavy: only commands that touch evidence pay for it

    before = set(_open_or_create(dataset).file_uris())
    if months is None:
        write_deltalake(
            folder(dataset), table, mode="overwrite", schema_mode="overwrite", partition_by=["month"],
            configuration=KEEP_FOR_GOOD,
        )  # fmt: skip
    else:
        listed = ", ".join(f"'{month}'" for month in sorted(months))
        write_deltalake(
            folder(dataset), table, mode="overwrite", predicate=f"month in ({listed})", partition_by=["month"]
        )
    written = _table(dataset)
    _to_disk(dataset, written.version(), set(written.file_uris()) - before)
    return written.version()


def exists(dataset: Dataset) -> bool:
    """Whether the dataset has ever been written."""
    from deltalake import DeltaTable  # heavy: only commands that touch evidence pay for it

    return DeltaTable.is_deltatable(str(folder(dataset)))


def newest_version(dataset: Dataset) -> int:
    """The version that the files hold; it may be ahead of the database after a crash, never behind. -1 without any."""
    return _table(dataset).version() if exists(dataset) else -1


def has_columns_of(dataset: Dataset) -> bool:
    """Whether the table on disk, if there is one, has the columns that the dataset declares today."""
    import pyarrow as pa  # heavy: only commands that touch evidence pay for it

    if not exists(dataset):
        return True

    found = pa.schema(_table(dataset).schema())
    return {one.name: one.type for one in found} == {one.name: one.type for one in arrow_schema(dataset)}


def row_count(dataset: Dataset, version: int) -> int:
    """How many rows a version holds."""
    return int(_table(dataset, version).count())


def files(dataset: Dataset, version: int | None = None, months: Collection[str] | None = None) -> list[str]:
    """The Parquet files of a version (None: the newest), of these months only where given; [] without a table."""
    if not exists(dataset):
        return []
    found = _table(dataset, version).file_uris()
    if months is None:
        return found
    wanted = {f"month={month}" for month in months}
    return [uri for uri in found if uri.rsplit("/", 2)[-2] in wanted]


def months_of(uris: Iterable[str]) -> set[str]:
    """The months that these files hold."""
    return {uri.rsplit("/", 2)[-2].removeprefix("month=") for uri in uris}


def _table(dataset: Dataset, version: int | None = None) -> "DeltaTable":
    from deltalake import DeltaTable  # heavy: only commands that touch evidence pay for it

    return DeltaTable(folder(dataset), version=version)


def _open_or_create(dataset: Dataset) -> "DeltaTable":
    from deltalake import DeltaTable  # heavy: only commands that touch evidence pay for it

    if exists(dataset):
        return DeltaTable(folder(dataset))
    folder(dataset).mkdir(parents=True, exist_ok=True)
    return DeltaTable.create(
        folder(dataset),
        arrow_schema(dataset),
        mode="ignore",
        partition_by=["month"],
        configuration=KEEP_FOR_GOOD,
    )


def _to_disk(dataset: Dataset, version: int, new: Collection[str]) -> None:
    """Make the commit survive a power cut: deltalake itself does not wait for the disk."""
    root = folder(dataset)
    log = root / "_delta_log"
    data = [root / uri.split(f"/{dataset.slug}/", 1)[-1] for uri in new]
    parents = {path.parent for path in data}
    for path in (*data, *parents, log / f"{version:020d}.json", log, root):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
