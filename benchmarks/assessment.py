"""Thirteen units scored by the scheme that ships, with sensitivity and ranks, from a home full of figures.

    python benchmarks/assessment.py [HOME]

Without HOME an empty home is furnished: the time is then that of everything but reading figures. Bound: 5 s.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS, BOUND = 5, 5.0
SCHEME, PERIOD = "county-quality-2026", "2026Q3"


def main() -> int:
    """Print the median of a whole assessment and its parts; 1 where the bound is missed."""
    if len(sys.argv) > 1:
        return _measure(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        return _measure(Path(home))


def _measure(home: Path) -> int:
    os.environ["ZHIQIANG_HOME"] = str(home)
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.domains.assessment.facade import schemes, stand_for
    from zhiqiang.kernel.assessment import Counted, Facts, Mark, Observed, score, sensitivity

    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        found = stand_for(SCHEME, PERIOD)
        times.append(time.perf_counter() - started)
    scheme = schemes()[SCHEME]
    full = Facts(
        {one.code: Observed(one.full, one.minimum, one.full) for one in scheme.items if one.kind == "target"},
        {one.code: Counted(9, 10) for one in scheme.items if one.kind == "on_time"},
        [],
        {one.code: {"department": Mark(one.weight)} for one in scheme.marked_items},
    )
    started = time.perf_counter()
    for _unit in range(13):
        sensitivity(scheme, score(scheme, full))
    alone = time.perf_counter() - started
    median = statistics.median(times)
    print(f"{len(found)} units, {len(scheme.items)} items, {2 * len(scheme.items)} variants each")
    print(f"assessment with facts, scores, sensitivity, ranks: median {median:.2f} s, slowest {max(times):.2f} s")
    print(f"scores and sensitivity alone, every item scored: {alone:.3f} s")
    print(f"bound {BOUND:.0f} s: {'held' if median <= BOUND else 'NOT held'}")
    return 0 if median <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
