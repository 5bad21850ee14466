"""The ledger over 100,000 duties: seconds and queries of its page, as an officer of the city and of a county sees it.

    python benchmarks/ledger.py [DUTIES]

Bound: 300 ms (median of several openings) with at most 25 queries, for the first page, a page far behind, a search and
one status. Run it on PostgreSQL too: `ZHIQIANG_DATABASE=postgresql://… python benchmarks/ledger.py`.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta

DUTIES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS, BOUND, MOST_QUERIES = 7, 0.3, 25
STATES = ("underway", "underway", "underway", "assigned", "fed_back", "closed", "closed", "suspended")


def main() -> int:
    """Print median and queries of each page; 1 where one is over the bound."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        os.environ |= {"ZHIQIANG_HOME": home, "DJANGO_SETTINGS_MODULE": "zhiqiang.site.settings"}
        os.environ.setdefault("ZHIQIANG_SECRET_KEY", "only-for-benchmarks")
        import django

        django.setup()
        _fill()
        return _measure()


def _fill() -> None:
    from django.core.management import call_command

    from zhiqiang.domains.delivery.models import Duty, Milestone, Report
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.reference.models import Unit
    from zhiqiang.foundation.testing.city import make_city
    from zhiqiang.foundation.workflow.models import ClockRun

    call_command("migrate", verbosity=0)
    make_city()
    units, now = list(Unit.objects.exclude(kind="city")), clock.now()
    common = {"recorded_by": User.objects.get(username="city_officer"), "recorded_at": now, "changed_at": now}
    first = clock.today() - timedelta(days=60)
    duties = Duty.objects.bulk_create(
        (
            Duty(
                **common, unit=units[n % len(units)], state=STATES[n % len(STATES)], number=f"B{n:06d}",
                title=f"演示任务 {n}", clause=f"T{n % 8 + 1}.1", source_kind="plan", starts_on=date(2023, 1, 1),
                due_on=first + timedelta(days=n % 900), rhythm="quarterly",
            )
            for n in range(DUTIES)
        ),
        batch_size=2000,
    )  # fmt: skip
    Milestone.objects.bulk_create(
        (
            Milestone(
                **common, duty=one, unit=one.unit, title="节点", due_on=first + timedelta(days=n % 700),
                state="recorded" if n % 3 else "done",
            )
            for n, one in enumerate(duties)
        ),
        batch_size=2000,
    )  # fmt: skip
    Report.objects.bulk_create(
        (
            Report(
                **common, duty=one, unit=one.unit, period="2026Q3", due_at=now - timedelta(days=3),
                state="awaited" if n % 25 == 0 else "verified",
            )
            for n, one in enumerate(duties)
        ),
        batch_size=2000,
    )  # fmt: skip
    ClockRun.objects.bulk_create(
        (
            ClockRun(
                register="delivery.duties", record=one.pk, clock="sign_by", rule="delivery.sign", rule_version="1",
                unit_path=one.unit.path, roles="reporter", started_at=now, due=now + timedelta(days=n % 9 - 2),
            )
            for n, one in enumerate(duties)
            if one.state == "assigned"
        ),
        batch_size=2000,
    )  # fmt: skip


def _measure() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, override_settings

    from zhiqiang.domains.delivery.models import Duty
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.testing.browsing import open_as

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    far = Duty.objects.order_by("due_on", "pk")[DUTIES * 9 // 10]
    pages = {
        "first page": "/ledger/", "far behind": f"/ledger/?after={far.due_on}.{far.pk}&status=all",
        "a search": "/ledger/?q=B0999", "overdue": "/ledger/?status=overdue", "a clause": "/ledger/?clause=T7.1",
    }  # fmt: skip
    held = True
    for username in ("city_officer", "reporter"):
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            browser = open_as(User.objects.get(username=username))
            for name, address in pages.items():
                browser.get(address)
                seconds = []
                for _round in range(ROUNDS):
                    with CaptureQueriesContext(connection) as asked:
                        started = time.perf_counter()
                        assert browser.get(address).status_code == 200
                        seconds.append(time.perf_counter() - started)
                median = statistics.median(seconds)
                held = held and median <= BOUND and len(asked) <= MOST_QUERIES
                print(f"{username:14} {name:12} {median * 1000:6.0f} ms  {len(asked)} queries")
    print(
        f"{DUTIES:,} duties, bound {BOUND * 1000:.0f} ms and {MOST_QUERIES} queries: {'held' if held else 'NOT held'}"
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
