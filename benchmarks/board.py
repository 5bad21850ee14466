"""The board of dispatch over a whole demo city: 13 units × 30 clauses, the plan's targets and the duties of the units.

    python benchmarks/board.py [DUTIES]

So many duties are laid over units and clauses, and the page is loaded again and again through the whole stack. Bounds:
300 ms in the median, 25 queries.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

DUTIES = int(sys.argv[1]) if len(sys.argv) > 1 else 390
ROUNDS, BOUND, QUERIES = 15, 0.3, 25
PAGES = {"board": "/steering/board/", "a leader's page": "/steering/leader/", "the wall": "/steering/wall/"}


def main() -> int:
    """Print the medians and the queries of each page; 1 where the board holds one of its bounds not."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        os.environ |= {"ZHIQIANG_HOME": home, "ZHIQIANG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
        import django

        django.setup()
        browser = _prepare()
        found = {name: _measure(browser, path) for name, path in PAGES.items()}
    for name, (median, queries) in found.items():
        print(f"{name:16} {median * 1000:.0f} ms, {queries} queries")
    median, queries = found["board"]
    held = median <= BOUND and queries <= QUERIES
    print(f"bounds {BOUND * 1000:.0f} ms, {QUERIES} queries: {'held' if held else 'NOT held'}")
    return 0 if held else 1


def _prepare() -> Any:
    from django.conf import settings

    from zhiqiang.domains.delivery.facade import open_duty
    from zhiqiang.domains.goals.facade import reporting_units
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.plans.active import active_plan
    from zhiqiang.foundation.testing.browsing import open_as
    from zhiqiang.site.demo.city import make_city

    settings.ALLOWED_HOSTS = ["*"]
    make_city(1000, lambda _words: None)
    officer, units, clauses = User.objects.get(username="officer"), reporting_units(), active_plan().clauses
    today = clock.today()
    for number in range(DUTIES):
        open_duty(
            title=f"任务 {number}", clause=clauses[number % len(clauses)].id, unit_id=units[number % len(units)].pk,
            source_kind="plan", source_ref="bench", starts_on=today - timedelta(days=90),
            due_on=today + timedelta(days=number % 200 - 60), actor=officer,
        )  # fmt: skip
    return open_as(officer)


def _measure(browser: Any, path: str) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(path)
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        answer = browser.get(path)
        times.append(time.perf_counter() - started)
        assert answer.status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    return statistics.median(times), len(asked)


if __name__ == "__main__":
    raise SystemExit(main())
