"""A made-up ledger: a duty for each clause, two for each unit, and the reports of the quarter that ended last.

Who leads what is invented, as the mark on every title says: the plan names no department.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from zhiqiang.domains.delivery.actions.confidence import state_confidence
from zhiqiang.domains.delivery.actions.duties import open_duty
from zhiqiang.domains.delivery.actions.milestones import claim_milestone
from zhiqiang.domains.delivery.actions.reports import open_reports
from zhiqiang.domains.delivery.models import Duty, Milestone, Report
from zhiqiang.domains.delivery.registers import DUTIES, HELPERS, MILESTONES, REPORTS
from zhiqiang.domains.delivery.rules import period_of
from zhiqiang.domains.delivery.workflow import RESUBMIT, SEND_BACK, SIGN, SUBMIT, VERIFY
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedScript

#: What every unit answers for: its title and the clause or target behind it.
OF_UNITS = (("食品安全抽检合格率提升", {"target": "G2027.5"}), ("质量基础设施一站式服务", {"clause": "T7.4"}))
#: City duties that report each quarter, by clause; the others are done once.
REPORTED = ("T1.1", "T2.3", "T3.1", "T7.2")
#: Units by what becomes of their first report.
LATE, SENT_BACK, MISSING = "130825", "130822", "yudaokou"
#: City duties by clause and what becomes of them.
CLOSED, WAITING, UNSIGNED, PAUSED, OVERDUE, POSTPONED = "S1", "S3", "T8.4", "T4.2", "T5.3", "T6.1"
PROOF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
REASON = f"按规定办理{MARK}"
SURE = (
    ("T2.3", 2, "龙头企业搬迁未定，年底前难完成"), ("T3.1", 4, "抽检任务已过大半"), ("T5.3", 1, "系统招标流标两次"),
    ("T7.2", 3, "证书数量取决于企业意愿"), ("T5.3", 2, "已改为自建，进度恢复"),
)  # fmt: skip


def planned(cast: Cast) -> list[Planned]:
    """The duties given at the start of the quarter that ended last, and how it was reported on afterwards."""
    after = _after_quarter(cast.now.date())
    given = (after - timedelta(days=75)).replace(day=2)
    scripts = [
        PlannedScript(_at(given), partial(_give, cast, after)),
        PlannedScript(_at(after + timedelta(days=7)), partial(_report, cast, after)),
    ]
    return [one for one in scripts if one.at <= cast.now]


def _after_quarter(today: date) -> date:
    """The first day after the quarter that ended a month ago or longer: the one whose reports are in."""
    day = today - timedelta(days=30)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.ZONE)


def _give(cast: Cast, after: date) -> Iterator[datetime]:
    """Give the duties, let them be signed for, and let some go their own way."""
    duties: dict[str, Duty] = {}
    for number, clause in enumerate(active_plan().clauses):
        holder = cast.departments[number % len(cast.departments)]
        due = after + timedelta(days=24) if clause.id == OVERDUE else date(after.year, 12, 31)
        words = f"{clause.title}：年度重点工作{MARK}"
        duties[clause.id] = _open(cast, words, cast.city, due, clause=clause.id, holder=holder)
    for unit in cast.units:
        for title, ground in OF_UNITS:
            _open(cast, f"{unit.short}{title}{MARK}", unit, date(after.year, 12, 31), **ground)
    _plan_milestones(cast, duties, after)
    yield clock.now() + timedelta(days=1)
    for duty in Duty.objects.select_related("unit", "lead").exclude(pk=duties[UNSIGNED].pk):
        _step(duty, SIGN, _holder(cast, duty))
    yield clock.now() + timedelta(days=40)
    yield from _go_their_way(cast, duties, after)


def _open(
    cast: Cast, title: str, unit: Unit, due: date, *, clause: str = "", target: str = "", holder: User | None = None
) -> Duty:
    lead = holder.memberships_on()[0].organisation_id if holder else None
    pk = open_duty(
        title=title, clause=clause, target=target, unit_id=unit.pk, lead_id=lead,
        source_kind="target" if target else "plan", starts_on=clock.today(), due_on=due,
        rhythm="quarterly" if target or clause in REPORTED else "none", actor=cast.officer,
    )  # fmt: skip
    return Duty.objects.select_related("unit", "lead").get(pk=pk)


def _holder(cast: Cast, duty: Duty) -> User:
    """Who answers for a duty: the lead department's officer at the city, the reporter of a unit."""
    if not duty.unit.is_city:
        return cast.reporters[duty.unit.code]
    return next(one for one in cast.departments if one.memberships_on()[0].organisation_id == duty.lead_id)


def _step(duty: Duty, step: str, actor: User, **values: object) -> None:
    take_step(register=DUTIES, record_id=duty.pk, step=step, actor=actor, reason=REASON, values=values)


def _plan_milestones(cast: Cast, duties: dict[str, Duty], after: date) -> None:
    """Two milestones for each duty that is done once: what stands at the quarter's end and at the year's."""
    parts = (
        (f"印发实施方案{MARK}", 1, after - timedelta(days=20)),
        (f"完成任务并总结{MARK}", 3, date(after.year, 12, 20)),
    )
    for clause, duty in duties.items():
        for title, weight, day in parts if clause in (*REPORTED, CLOSED, WAITING, OVERDUE) else ():
            values = {
                "duty": duty, "unit": duty.unit, "title": title, "weight": weight, "due_on": min(day, duty.due_on),
                "evidence": "paper",
            }  # fmt: skip
            create_record(register=MILESTONES, values=values, actor=cast.officer)
    help_of = {"duty": duties["T7.2"], "unit": cast.city, "helping_unit": cast.units[0], "part": f"提供企业名单{MARK}"}
    create_record(register=HELPERS, values={**help_of, "valid_from": clock.today()}, actor=cast.officer)


def _go_their_way(cast: Cast, duties: dict[str, Duty], after: date) -> Iterator[datetime]:
    """The first milestones are met; one duty is struck off, one waits, one is paused, one postponed, one runs late."""
    for clause in (*REPORTED, CLOSED, WAITING):
        _meet(cast, duties[clause], 1 if clause in REPORTED else 2)
    _step(duties[PAUSED], "pause", cast.city_verifier)
    _step(duties[POSTPONED], "postpone", cast.city_verifier, on=date(after.year + 1, 3, 31))
    for clause in (CLOSED, WAITING):
        _step(duties[clause], "feed_back", _holder(cast, duties[clause]))
    yield clock.now() + timedelta(days=2)
    _step(duties[CLOSED], "check", cast.officer)
    _step(duties[CLOSED], "close", cast.city_verifier)
    for clause, level, why in SURE:
        yield clock.now() + timedelta(days=7)
        state_confidence(
            duty_id=duties[clause].pk, level=level, reason=f"{why}{MARK}", actor=_holder(cast, duties[clause])
        )


def _meet(cast: Cast, duty: Duty, number: int) -> None:
    for milestone in Milestone.objects.filter(duty=duty).order_by("due_on")[:number]:
        claim_milestone(milestone_id=milestone.pk, name="演示佐证.pdf", content=PROOF, actor=_holder(cast, duty))
        take_step(register=MILESTONES, record_id=milestone.pk, step="confirm", actor=cast.city_verifier)


def _report(cast: Cast, after: date) -> Iterator[datetime]:
    """The reports are opened; most come in time, one is sent back at a cell and mended, one is late, one is missing."""
    period = period_of("quarterly", after - timedelta(days=1))
    open_reports(period=period)
    reports = list(Report.objects.filter(period=period).select_related("duty__lead", "unit"))
    yield _at(after + timedelta(days=12), 15)
    prompt = [one for one in reports if one.unit.code not in (LATE, MISSING)]
    for report in prompt:
        _submit(cast, report)
    yield _at(after + timedelta(days=14), 10)
    back = next((one for one in prompt if one.unit.code == SENT_BACK), None)
    if back is not None:
        _on_report(back, SEND_BACK, cast.officer, f"请写明缺几人、缺哪类设备{MARK}", cells=["stuck"])
    for report in prompt:
        if report is not back:
            _on_report(report, VERIFY, cast.verifiers.get(report.unit.code, cast.city_verifier))
    yield _at(after + timedelta(days=18), 11)
    if back is not None:
        mended = f"检验员缺2人，快检设备缺1台，已列入下季度预算{MARK}"
        _on_report(back, RESUBMIT, cast.reporters[SENT_BACK], stuck=mended)
        yield clock.now() + timedelta(days=1)
        _on_report(back, VERIFY, cast.verifiers[SENT_BACK])
    yield _at(after + timedelta(days=25), 16)
    for report in (one for one in reports if one.unit.code == LATE):
        _submit(cast, report)
        yield clock.now() + timedelta(hours=20)
        _on_report(report, VERIFY, cast.verifiers[LATE])


def _submit(cast: Cast, report: Report) -> None:
    words = {
        "done": f"按计划推进，完成本季度安排的检查和服务{MARK}", "stuck": f"人手和设备不足{MARK}",
        "needs": f"希望市里安排一次业务培训{MARK}",
    }  # fmt: skip
    _on_report(report, SUBMIT, _holder(cast, report.duty), **words)


def _on_report(report: Report, step: str, actor: User, reason: str = "", **values: object) -> None:
    take_step(register=REPORTS, record_id=report.pk, step=step, actor=actor, reason=reason, values=values)


def made_up(slug: str) -> dict[str, Any]:
    """What a made-up record of a register needs and no guess finds: who helps, and a period of its own for a report."""
    if slug == REPORTS.slug:
        return {"period": f"2026-{Report.objects.count() % 12 + 1:02d}"}
    return {"helping_unit": Unit.objects.latest("position")} if slug == HELPERS.slug else {}
