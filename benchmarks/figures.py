"""All figures of 5,000,000 sampled batches × 13 units × 60 months: recompute against hand-written SQL, in one run.

    python benchmarks/figures.py [ROWS]

Both read the same Parquet files in turn, several times; the medians are compared. Bound: 1.3.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
ROUNDS, BOUND = 9, 1.3
COUNTED = {
    "food": "domain = 'food' AND design = 'representative' AND method = 'laboratory'",
    "agri": "domain = 'agri' AND design = 'representative' AND method = 'laboratory'",
    "drug": "domain = 'drug' AND design IN ('representative', 'targeted') AND method = 'laboratory'",
}


def main() -> int:
    """Print both medians and their ratio; 1 where the answers differ or the bound is not held."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        os.environ |= {"ZHIQIANG_HOME": home, "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
        _prepare()
        return _compare()


def _prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from zhiqiang.foundation import catalogue, clock
    from zhiqiang.foundation.evidence import store
    from zhiqiang.foundation.evidence.models import DatasetVersion
    from zhiqiang.foundation.plans.active import adopt_plan
    from zhiqiang.foundation.plans.package import package_folder, read_plan
    from zhiqiang.foundation.reference.models import Unit

    call_command("migrate", verbosity=0)
    adopt_plan(read_plan(package_folder()))
    units = list(Unit.objects.exclude(kind=Unit.Kind.CITY).values_list("code", flat=True))
    dataset, _register = catalogue.datasets()["samples"]
    started = time.perf_counter()
    version = store.write(dataset, _made_rows(units).cast(store.arrow_schema(dataset)), None)
    DatasetVersion.objects.create(dataset="samples", version=version, at=clock.now(), rows=ROWS, months=[])
    print(f"{ROWS:,} rows × {len(units)} units × 60 months written in {time.perf_counter() - started:.1f} s")


def _made_rows(units: list[str]) -> Any:
    """The same rows in each run: every column is a hash of the row's number."""
    import duckdb

    def pick(column: str, *values: str) -> str:
        listed = ", ".join(f"'{value}'" for value in values)
        return f"([{listed}])[1 + (hash(r * 31 + {len(column)} + ascii('{column}')) % {len(values)})::INT] AS {column}"

    months = [f"{year}-{month:02d}" for year in range(2023, 2028) for month in range(1, 13)]
    columns = [
        "r AS record",
        pick("unit", *units),
        pick("month", *months),
        pick("domain", "food", "agri", "drug", "product"),
        pick("product_class", *"abcdefghij"),
        pick("level", "national", "province", "city", "county"),
        pick("design", "representative", "representative", "targeted", "risk", "follow_up"),
        pick("method", "laboratory", "laboratory", "laboratory", "rapid"),
        pick("conclusion", *["pass"] * 24, "fail"),
    ]
    return duckdb.sql(f"SELECT {', '.join(columns)} FROM range({ROWS}) t(r)").to_arrow_table()


def _compare() -> int:
    from zhiqiang.foundation import catalogue
    from zhiqiang.foundation.evidence import store
    from zhiqiang.foundation.evidence.compute import CellKey, compute_cells
    from zhiqiang.foundation.evidence.models import Figure
    from zhiqiang.foundation.evidence.refresh import measures_of, recompute

    dataset, _register = catalogue.datasets()["samples"]
    measures = measures_of("samples")
    runs: dict[str, Callable[[], Any]] = {
        "hand-written SQL": _by_hand(store.files(dataset)),
        "cells (Ibis)": lambda: compute_cells(dataset, measures, store.files(dataset), city="130800"),
        "recompute": recompute,
    }
    started = time.perf_counter()
    print(f"first recompute: {recompute()} figures stored in {time.perf_counter() - started:.1f} s")
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(ROUNDS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:18} {median:.3f} s  × {median / medians['hand-written SQL']:.2f}")
    stored = {
        CellKey(*row[:3]): row[3:]
        for row in Figure.objects.filter(superseded_at=None).values_list(
            "measure", "unit", "month", "numerator", "denominator"
        )
    }
    same = stored == _as_cells(runs["hand-written SQL"]())
    print(f"figures equal to the SQL's: {same}")
    held = medians["recompute"] <= BOUND * medians["hand-written SQL"]
    print(f"bound {BOUND}: {'held' if held else 'NOT held'}")
    return 0 if same and held else 1


def _by_hand(files: list[str]) -> Callable[[], list[tuple[Any, ...]]]:
    import duckdb

    connection = duckdb.connect()
    rules = list(COUNTED.values())
    names = [f"{kind}_{place}" for place in range(len(rules)) for kind in ("base", "hits")]
    counts = ", ".join(
        f"count(*) FILTER (WHERE {rule}) AS base_{place}, "
        f"count(*) FILTER (WHERE {rule} AND conclusion = 'pass') AS hits_{place}"
        for place, rule in enumerate(rules)
    )
    listed = ", ".join(f"'{file}'" for file in files)
    reader = f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{'month': VARCHAR}})"
    # One pass, then the city from the few hundred cells: GROUPING SETS would take half as long again.
    sql = (
        f"WITH cells AS MATERIALIZED (SELECT unit, month, {counts} FROM {reader} GROUP BY unit, month) "
        f"SELECT unit, month, {', '.join(names)} FROM cells UNION ALL "
        f"SELECT '130800', month, {', '.join(f'sum({name})::BIGINT' for name in names)} FROM cells GROUP BY month"
    )
    return lambda: connection.execute(sql).fetchall()


def _as_cells(rows: list[tuple[Any, ...]]) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {
        (f"sampling.{domain}_pass_rate", unit, month): (numbers[2 * place + 1], numbers[2 * place])
        for unit, month, *numbers in rows
        for place, domain in enumerate(COUNTED)
        if numbers[2 * place]
    }


if __name__ == "__main__":
    sys.exit(main())
