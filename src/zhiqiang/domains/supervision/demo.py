"""A made-up autumn of supervision: one unit climbs three rungs, one answers, one is right, one is called in.

Told as scripts through the real actions; each rests where it would pass the present.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Any

from zhiqiang.domains.delivery.facade import open_duty
from zhiqiang.domains.supervision.actions.interviews import arrange_interview
from zhiqiang.domains.supervision.actions.proposing import Major, propose_major, propose_order
from zhiqiang.domains.supervision.actions.reviews import apply_for_review
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review
from zhiqiang.domains.supervision.registers import CORRECTIONS, INTERVIEWS, ORDERS, REVIEWS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedScript

CLIMBS, ANSWERS, IS_RIGHT, CALLED_IN = "130825", "130803", "130824", "130828"
BEGINS = date(2026, 9, 21)
REGISTERS = {Order: ORDERS, Review: REVIEWS, Interview: INTERVIEWS, Correction: CORRECTIONS}
Script = Callable[[Cast, Unit], Iterator[datetime]]


def planned(cast: Cast) -> list[Planned]:
    """The four courses, for those units that the cast has."""
    units = {unit.code: unit for unit in cast.units}
    courses: dict[str, Script] = {CLIMBS: climbs, ANSWERS: answers, IS_RIGHT: is_right, CALLED_IN: called_in}
    return [
        PlannedScript(_at(BEGINS), partial(script, cast, units[code]))
        for code, script in courses.items()
        if code in units and _at(BEGINS) <= cast.now
    ]


def climbs(cast: Cast, unit: Unit) -> Iterator[datetime]:
    """Reminded, then blue, then orange, which still runs."""
    subject = _duty(cast, unit, "重点产品质量问题整改销号", date(2026, 9, 25))
    yield _at(date(2026, 10, 20))
    row = _ordered(cast, unit, subject)
    yield _at(date(2026, 11, 3))
    row = _ordered(cast, unit, subject)
    yield _at(date(2026, 11, 9))
    _take(row, "acknowledge", cast.reporters[unit.code])
    _take(row, "reply", cast.reporters[unit.code], f"正在办理，预计年底完成{MARK}")
    yield _at(date(2026, 11, 16))
    _take(row, "reject", cast.leader, f"只有打算，没有逐项整改和佐证材料{MARK}")
    yield _at(date(2026, 11, 23))
    row = _ordered(cast, unit, subject)
    yield _at(date(2026, 11, 24))
    _take(row, "acknowledge", cast.reporters[unit.code])


def answers(cast: Cast, unit: Unit) -> Iterator[datetime]:
    """Reminded, answered in time, found met."""
    subject = _duty(cast, unit, "小微企业质量帮扶季度进展", date(2026, 9, 28))
    yield _at(date(2026, 10, 12))
    row = _ordered(cast, unit, subject)
    yield _at(date(2026, 10, 14))
    _take(row, "acknowledge", cast.reporters[unit.code])
    _take(row, "reply", cast.reporters[unit.code], f"帮扶名单和记录已补报，见附件目录{MARK}")
    yield _at(date(2026, 10, 19))
    _take(row, "accept", cast.leader, f"名单与记录一致{MARK}")


def is_right(cast: Cast, unit: Unit) -> Iterator[datetime]:
    """A blue order that a review annuls: the report had been sent on paper in time."""
    subject = _duty(cast, unit, "绿色农产品抽检问题处置", date(2026, 9, 30))
    yield _at(date(2026, 10, 12))
    _ordered(cast, unit, subject)
    yield _at(date(2026, 10, 20))
    row = _ordered(cast, unit, subject)
    yield _at(date(2026, 10, 26))
    grounds = f"处置材料 9 月 29 日已寄达并有回执，逾期的认定不成立{MARK}"
    review = apply_for_review(order_id=row.pk, grounds=grounds, actor=cast.verifiers[unit.code])
    yield _at(date(2026, 11, 4))
    _take(review, "uphold", cast.leader, f"查看回执，材料按期寄达，督办的事实不成立{MARK}")


def called_in(cast: Cast, unit: Unit) -> Iterator[datetime]:
    """A major matter: called in on 5 November, minutes confirmed by both, put right, re-checked, closed."""
    yield _at(date(2026, 10, 29))
    reason = f"同一产品连续三次抽检不合格，已有消费者受伤{MARK}"
    wanted = Major(unit, "clause", "T7.1", f"儿童用品质量安全事件处置{MARK}", "interview", reason)
    order = propose_major(major=wanted, actor=cast.officer)
    yield _at(date(2026, 10, 30))
    _take(order, "approve", cast.leader)
    yield _at(date(2026, 11, 2))
    values: dict[str, Any] = {
        "person": f"县政府分管负责同志{MARK}", "interviewer": f"市政府分管负责同志{MARK}", "held_on": date(2026, 11, 5),
        "held_at": "15:00", "place": f"市政府第三会议室{MARK}",
    }  # fmt: skip
    row: Any = arrange_interview(order_id=order.pk, values=values, actor=cast.officer)
    row = _take(row, "notify", cast.officer)
    yield _at(date(2026, 11, 5), time(16, 30))
    minutes = f"一、三家企业停产整改，召回已售产品\n二、举一反三排查同类产品，形成清单{MARK}"
    row = _take(row, "hold", cast.officer, "", minutes=minutes, attended=values["person"])
    _take(row, "confirm_unit", cast.verifiers[unit.code])
    yield _at(date(2026, 11, 6))
    _take(row, "confirm_city", cast.leader)
    correction = Correction.objects.get(interview=row)
    yield _at(date(2026, 11, 11))
    report = f"一、三家企业已停产并召回\n二、排查 42 家，问题清单 7 条全部销号{MARK}"
    _take(correction, "report", cast.reporters[unit.code], report)
    yield _at(date(2026, 11, 17))
    _take(correction, "pass_recheck", cast.city_verifier, f"现场核查，整改到位{MARK}")


def _duty(cast: Cast, unit: Unit, title: str, due: date) -> str:
    """A duty that will be late; the subject of its orders."""
    number = open_duty(
        title=f"{title}{MARK}", clause="T7.1", unit_id=unit.pk, source_kind="plan", starts_on=BEGINS, due_on=due,
        actor=cast.officer,
    )  # fmt: skip
    return f"duty:{number}"


def _ordered(cast: Cast, unit: Unit, subject: str) -> Order:
    """The next rung, drawn up, approved and served on one day."""
    row = propose_order(unit=unit.code, subject=subject, actor=cast.officer)
    _take(row, "approve", cast.city_verifier)
    return _take(row, "serve", cast.officer)


def _take(row: Any, step: str, actor: User, reason: str = "", **values: str) -> Any:
    words = reason or (values.get("minutes", "") if values else "")
    return take_step(
        register=REGISTERS[type(row)], record_id=row.pk, step=step, actor=actor, reason=words, values=values or None
    )


def _at(day: date, moment: time = time(10, 0)) -> datetime:
    return datetime.combine(day, moment, tzinfo=clock.ZONE)
