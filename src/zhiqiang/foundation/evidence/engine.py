"""DuckDB: one kept database a process, a cursor a query, no extension ever fetched."""

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation.evidence.declaration import ColumnType, Dataset
from zhiqiang.foundation.evidence.store import column_types

if TYPE_CHECKING:
    import duckdb
    from ibis.expr.types import Table

Files = Sequence[str]
#: The Parquet files of a dataset, or a pyarrow Table of its rows.
Source = Any

SQL_TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DECIMAL: "DECIMAL(18, 6)",
    ColumnType.DATE: "DATE",
    ColumnType.BOOLEAN: "BOOLEAN",
}
IBIS_TYPES = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "int64",
    ColumnType.DECIMAL: "decimal(18, 6)",
    ColumnType.DATE: "date",
    ColumnType.BOOLEAN: "boolean",
}


def rows_of(dataset: Dataset) -> "Table":
    """The dataset as an Ibis table without data: what measures are written over."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    schema = {name: IBIS_TYPES[kind] for name, kind in column_types(dataset).items()}
    return ibis.table(schema, name=dataset.slug)


def sql_of(expression: "Table") -> str:
    """The DuckDB SQL of an Ibis expression."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    return str(ibis.to_sql(expression, dialect="duckdb"))


def run(sql: str, *sources: tuple[Dataset, Source]) -> list[tuple[Any, ...]]:
    """The rows of a query over datasets, each with its files (in tests an Arrow table); safe from several threads."""
    cursor = _database(os.getpid()).cursor()
    try:
        for dataset, source in sources:
            if isinstance(source, Sequence):
                cursor.execute(f'CREATE TEMP VIEW "{dataset.slug}" AS {_view(dataset, source)}')
            else:
                cursor.register(dataset.slug, source)
        return cursor.execute(sql).fetchall()
    finally:
        cursor.close()


def _view(dataset: Dataset, files: Files) -> str:
    types = column_types(dataset)
    if not files:
        return (
            "SELECT " + ", ".join(f'NULL::{SQL_TYPES[kind]} AS "{name}"' for name, kind in types.items()) + " LIMIT 0"
        )
    listed = ", ".join("'" + uri.replace("'", "''") + "'" for uri in files)
    columns = ", ".join(f'"{name}"' for name in types)
    reader = f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{'month': VARCHAR}})"
    return f"SELECT {columns} FROM {reader}"  # noqa: S608 (names and paths of our own; no outside text)


@cache
def _database(process: int) -> "duckdb.DuckDBPyConnection":  # noqa: ARG001 (a fork must not share it)
    import duckdb  # heavy: only what computes or opens evidence pays for it

    offline: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return duckdb.connect(config=offline)
