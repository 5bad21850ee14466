"""Certificates valid at the end of each of 60 months in 13 units and the city, from 1,000,000 status rows, in one run.

    python benchmarks/stocks.py [ROWS]

<<<<<<< HEAD
Our cells (Ibis, net changes, then running sums) against hand-written SQL for the same answer over the same file, in turn,
several times; the medians are compared. One SQL is what one would write first (each month end joined with the rows
=======
Our cells (Ibis, net changes, then running sums) against hand-written SQL for the same answer over the same file, in
turn, several times; the medians are compared. One SQL is what one would write first (month ends joined with the rows
>>>>>>> main
valid on it, distinct numbers counted), the other the fastest we could write; the bound is held against the fastest.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS, BOUND, CITY = 7, 1.3, "130800"
UNITS = [f"1308{number:02d}" for number in range(1, 14)]
MONTHS = [f"{year}-{month:02d}" for year in range(2023, 2028) for month in range(1, 13)]


def main() -> int:
    """Print the medians and their ratios; 1 where the answers differ or the bound is not held."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        os.environ |= {"ZHIQIANG_HOME": home, "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
        import django

        django.setup()
        return _compare(_made_rows(Path(home)))


def _made_rows(home: Path) -> str:
    """Four status spans a certificate: valid spans with gaps of suspension, some overlapping, a tenth open-ended."""
    import duckdb

    path = str(home / "month=2023-01" / "rows.parquet")
    Path(path).parent.mkdir()
    units = ", ".join(f"'{unit}'" for unit in UNITS)
    duckdb.sql(f"""
        COPY (
            SELECT r AS record, ([{units}])[1 + (hash(r // 4) % 13)::INT] AS unit, 'CN' || (r // 4) AS number,
                   (DATE '2020-01-01' + (hash(r // 4 + 7) % 900)::INT + 400 * (r % 4)::INT
                    + (hash(r) % 90)::INT)::DATE AS valid_from,
                   CASE WHEN hash(r + 3) % 10 = 0 AND r % 4 = 3 THEN NULL ELSE
                   (DATE '2020-01-01' + (hash(r // 4 + 7) % 900)::INT + 400 * (r % 4)::INT
                    + (hash(r) % 90)::INT + 200 + (hash(r + 1) % 260)::INT)::DATE END AS valid_to
            FROM range({ROWS}) t(r)
        ) TO '{path}' (FORMAT parquet)""")
    return path


def _compare(path: str) -> int:
    from zhiqiang.foundation.evidence.compute import compute_cells
    from zhiqiang.foundation.evidence.declaration import Column, Dataset, Measure, Shape

    dataset = Dataset("certificates_bench", "证书", "valid_from", (Column("number", "number"),), standing=True)
    from datetime import date
    from decimal import Decimal

    measure = Measure(
        code="bench.certificates", title="", version=1, since=date(2023, 1, 1), dataset=dataset.slug,
        shape=Shape.STOCK, counts=lambda table: table.number.notnull(), key="number",
        oracle=lambda rows: (Decimal(len(rows)), None),
    )  # fmt: skip

    def cells() -> dict[tuple[str, str], int]:
        return _levels({(key.unit, key.month): int(value.numerator) for key, value in
                        compute_cells(dataset, [measure], [path], city=CITY).items()})  # fmt: skip

    runs: dict[str, Callable[[], dict[tuple[str, str], int]]] = {
        "SQL, month ends joined": _joined(path),
        "SQL, net changes": _changes(path),
        "cells (Ibis)": cells,
    }
    answers = {name: run() for name, run in runs.items()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(ROUNDS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(f"{ROWS:,} status rows × {len(UNITS)} units and the city × {len(MONTHS)} month ends")
    for name, median in medians.items():
        against = ", ".join(f"× {median / medians[other]:.2f} of {other}" for other in list(runs)[:2])
        print(f"{name:24} {median:.3f} s  {against}")
    same = answers["cells (Ibis)"] == answers["SQL, month ends joined"] == answers["SQL, net changes"]
    print(f"equal answers: {same}, {len(answers['cells (Ibis)'])} levels")
    held = medians["cells (Ibis)"] <= BOUND * medians["SQL, net changes"]
    print(f"bound {BOUND}: {'held' if held else 'NOT held'}")
    return 0 if same and held else 1


def _levels(changes: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Running sums of the net changes over the 60 months."""
    found = {}
    for unit in (*UNITS, CITY):
        sums = accumulate(changes.get((unit, month), 0) for month in MONTHS)
        found |= {(unit, month): level for month, level in zip(MONTHS, sums, strict=True)}
    return found


def _joined(path: str) -> Callable[[], dict[tuple[str, str], int]]:
    import duckdb

    connection = duckdb.connect()
    sql = f"""
        WITH ends AS (SELECT last_day(d::DATE) AS day FROM
                      range(DATE '2023-01-01', DATE '2028-01-01', INTERVAL 1 MONTH) t(d)),
             held AS (SELECT unit, day, number FROM read_parquet('{path}') JOIN ends
                      ON valid_from <= day AND (valid_to IS NULL OR valid_to >= day))
        SELECT unit, strftime(day, '%Y-%m'), count(DISTINCT number) FROM held GROUP BY 1, 2
        UNION ALL SELECT '{CITY}', strftime(day, '%Y-%m'), count(DISTINCT number) FROM held GROUP BY 2"""
    return lambda: _whole({(unit, month): number for unit, month, number in connection.execute(sql).fetchall()})


def _whole(found: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    return {(unit, month): found.get((unit, month), 0) for unit in (*UNITS, CITY) for month in MONTHS}


def _changes(path: str) -> Callable[[], dict[tuple[str, str], int]]:
    """Spans merged by a running maximum, month indexes of their new parts, one pass each for units and city."""
    import duckdb

    connection = duckdb.connect()

    def part(by: str, label: str) -> str:
        return f"""
            SELECT {label} AS unit, m, sum(s) FROM (
                SELECT {by} greatest(a, coalesce(p + 1, a)) AS m, 1 AS s FROM pieces_{label.strip("'")} UNION ALL
                SELECT {by} b + 1, -1 FROM pieces_{label.strip("'")} WHERE b < 120000) GROUP BY ALL"""

    def pieces(by: str, name: str) -> str:
        return f"""pieces_{name} AS (SELECT * FROM (SELECT unit, a, b, max(b) OVER (
                   PARTITION BY {by} number ORDER BY a, b
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS p FROM spans) WHERE p IS NULL OR b > p)"""

    sql = f"""
        WITH spans AS (SELECT * FROM (SELECT unit, number, year(valid_from) * 12 + month(valid_from) - 1 AS a,
             CASE WHEN valid_to IS NULL THEN 120000
                  ELSE year(valid_to + 1) * 12 + month(valid_to + 1) - 2 END AS b
             FROM read_parquet('{path}')) WHERE a <= b),
        {pieces("unit,", "unit")}, {pieces("", CITY)}
        {part("unit,", "unit")} UNION ALL {part("", f"'{CITY}'")}"""

    def run() -> dict[tuple[str, str], int]:
        first, changes = 2023 * 12, dict[tuple[str, str], int]()
        for unit, index, number in connection.execute(sql).fetchall():
            month = max(index, first)
            key = (unit, f"{month // 12:04d}-{month % 12 + 1:02d}")
            changes[key] = changes.get(key, 0) + int(number)
        return _levels(changes)

    return run


if __name__ == "__main__":
    sys.exit(main())
