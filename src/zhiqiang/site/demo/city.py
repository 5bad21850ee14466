"""The demo city as a whole: structure, plan, people, years of records, workbooks handed in, figures ready."""

import heapq
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from zhiqiang.domains.activities import demo as activities
from zhiqiang.domains.assessment import demo as assessment
from zhiqiang.domains.brands import demo as brands
from zhiqiang.domains.bulletins import demo as bulletins
from zhiqiang.domains.conformity import demo as conformity
from zhiqiang.domains.delivery import demo as delivery
from zhiqiang.domains.enterprise_quality import demo as enterprise_quality
from zhiqiang.domains.goals import demo as goals
from zhiqiang.domains.incentives import demo as incentives
from zhiqiang.domains.innovation import demo as innovation
from zhiqiang.domains.metrology import demo as metrology
from zhiqiang.domains.one_stop import demo as one_stop
from zhiqiang.domains.programmes import demo as programmes
from zhiqiang.domains.sampling import demo as sampling
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards import demo as standards
from zhiqiang.domains.steering import demo as steering
from zhiqiang.domains.supervision import demo as supervision
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.plans.active import active_plan, adopt_plan
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.foundation.reference.load import load_calendar, load_product_classes
from zhiqiang.foundation.testing.cast import Cast
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedBreak, Rehearsal
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.site.demo.handed_in import hand_in_workbooks
from zhiqiang.site.demo.people import find_cast, make_people

Say = Callable[[str], None]
STEPS = 6
SINCE_QUARTER_END, RECKONED_AFTER = 30, 7  # days: the quarter that ended a month ago or longer, a week after its end
#: Every domain's play, beside the sampled batches.
PLAYS = (
    goals, standards, metrology, conformity, enterprise_quality, brands, innovation, one_stop, activities, programmes,
    incentives, delivery, steering, supervision, assessment, bulletins,
)  # fmt: skip


def holds_data() -> bool:
    """Whether the database of this home knows anybody already."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return User._meta.db_table in tables and User.objects.exists()  # noqa: SLF001 (Django's documented model API)


def make_city(records: int, say: Say) -> int:
    """Fill an empty home with the demo city; the number of records made."""
    say(f"[1/{STEPS}] 建立数据库")
    call_command("migrate", verbosity=0)
    say(f"[2/{STEPS}] 载入方案、放假安排、产品类别")
    plan = read_plan(package_folder())
    start = plan.period_start
    with clock.as_of(datetime.combine(start, time(8))):
        adopt_plan(plan)
        load_calendar()
        load_product_classes()
        say(f"[3/{STEPS}] 组织与用户")
        with transaction.atomic():
            make_people(start)
            trail(action="demo", actor=None, facts={"note": "演示数据：本环境的组织、人员、记录均为编造"})
    cast = find_cast(start)
    made = _play(cast, records, say)
    say(f"[5/{STEPS}] 导入三个县的表格")
    made += hand_in_workbooks(cast, Path(settings.HOME) / "workbooks")
    say(f"[6/{STEPS}] 计算数字")
    refresh()
    return made


def add_records(count: int, say: Say) -> int:
    """Add verified batches to a demo home that stands, and bring its figures up to date."""
    cast = find_cast(active_plan().period_start)
    planned = sampling.more(cast, count, Sample.objects.aggregate(last=Max("pk"))["last"] or 0)
    made = Rehearsal(PastWriter(), _progress(say, "新增抽检批次", count)).play(planned)
    say("计算数字")
    refresh()
    return made


def _play(cast: Cast, records: int, say: Say) -> int:
    say(f"[4/{STEPS}] 台账：抽检批次 {records:,} 条，另有标准、计量、认证、品牌、企业质量等")
    others: list[Planned] = [one for play in PLAYS for one in play.planned(cast)]
    others += [PlannedBreak(moment, refresh) for moment in _reckonings(cast)]
    by_time = sorted((one for one in others if one.at <= cast.now), key=_moment)
    total = records + len(by_time)
    planned = heapq.merge(sampling.planned(cast, records), by_time, key=_moment)
    return Rehearsal(PastWriter(), _progress(say, f"[4/{STEPS}] 台账记录", total)).play(planned)


def _reckonings(cast: Cast) -> list[datetime]:
    """When figures are brought up to date on the way: after the last quarter, before its reports and bulletin."""
    day = cast.now.date() - timedelta(days=SINCE_QUARTER_END)
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return [datetime.combine(first + timedelta(days=RECKONED_AFTER), time(7), tzinfo=clock.ZONE)]


def _moment(one: Planned) -> datetime:
    return one.at


def _progress(say: Say, words: str, total: int) -> Callable[[int], None]:
    """Says how far it is at every tenth."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done * 10 // max(total, 1) > told:
            told = done * 10 // max(total, 1)
            say(f"{words} {done:,}/{total:,} …")

    return tell
