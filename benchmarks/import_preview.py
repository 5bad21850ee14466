"""How long the preview of an import takes and how much memory it needs, against the bounds of the house.

Run: `make bench ARGS=import_preview` (about a minute). It makes a home in a temporary folder, hands in
workbooks of 5,000 and 50,000 rows with one row in fifty wrong, and reads each in a fresh process, so that the peak
memory is that of the parent alone; the reading child's peak is printed beside it. Exit 1 when a bound is broken.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BOUNDS = {5_000: 5.0, 50_000: 60.0}
MEMORY = 300 * 2**20
HEADERS = ("样品编号", "县区", "级别", "抽样类型", "食品大类", "食品名称", "生产企业", "信用代码", "被抽样单位")
HEADERS += ("抽样日期", "报告日期", "承检机构", "检测方法", "合格率", "结论", "不合格项")


def main() -> int:
    """Print the figures; 0 when all bounds hold."""
    os.environ["ZHIQIANG_HOME"] = tempfile.mkdtemp(prefix="zhiqiang-benchmark-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.site.settings")
    _make_home()
    held = True
    for rows, seconds in BOUNDS.items():
        path = Path(os.environ["ZHIQIANG_HOME"]) / f"{rows}.xlsx"
        write_workbook(path, rows)
        figures = json.loads(
            subprocess.run(
                [sys.executable, "-c", LAUNCH, sys.executable, __file__, str(path)],
                check=True, capture_output=True,
            ).stdout
        )  # fmt: skip
        kept = figures["seconds"] <= seconds and max(figures["parent"], figures["child"]) <= MEMORY
        held = held and kept
        parent, child = (figures[who] / 2**20 for who in ("parent", "child"))
        print(
            f"{rows:>6} rows: {figures['seconds']:6.2f} s (bound {seconds:g} s), "
            f"processor {figures['processor']:.2f} s, "
            f"parent {parent:4.0f} MB, child {child:4.0f} MB (bound 300 MB); "
            f"{figures['accepted']} accepted, {figures['rejected']} rejected: {'ok' if kept else 'BROKEN'}"
        )
    return int(not held)


#: A small program between: peak memory is inherited from whoever starts a process.
LAUNCH = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)"


def measure(path: Path) -> dict[str, Any]:
    """Hand one workbook in as a user would and read it; figures of this very process and its child."""
    import django

    django.setup()
    from zhiqiang.foundation.catalogue import registers
    from zhiqiang.foundation.imports.batches import read_batch, start_import, system_user

    actor, content = system_user(), path.read_bytes()
    start, before = time.perf_counter(), sum(os.times()[:4])
    batch = start_import(register=registers()["sampling.samples"], name=path.name, content=content, actor=actor)
    batch = read_batch(batch.pk)
    seconds, processor = time.perf_counter() - start, sum(os.times()[:4]) - before
    own, children = (
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "seconds": seconds,
        "processor": processor,
        "parent": own,
        "child": children,
        "accepted": batch.accepted,
        "rejected": batch.rejected,
    }


def write_workbook(path: Path, rows: int) -> None:
    """Sixteen columns as counties write them: three date styles, text percentages, one row in fifty wrong."""
    import xlsxwriter

    dice = random.Random(rows)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    classes = ("肉制品", "糕点", "饮料", "调味品", "乳制品", "豆制品")
    for at in range(1, rows + 1):
        day = date(2025, 1, 1) + timedelta(days=dice.randrange(300))
        styles = (day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日")
        sampled = "2025.13.5" if at % 50 == 0 else styles[at % 3]
        sheet.write_row(at, 0, (
            f"B-{at:07d}", "隆化县", "县抽", "评价性", classes[at % 6], f"样品{at % 400}", f"某厂{at % 900}", "",
            f"某超市{at % 3000}", sampled, "", "承德市食品药品检验中心（演示）", "实验室", "100%", "√", "/",
        ))  # fmt: skip
    book.close()


def _make_home() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from zhiqiang.foundation.testing.city import make_city

    call_command("migrate", verbosity=0)
    make_city()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
        sys.exit(0)
    sys.exit(main())
