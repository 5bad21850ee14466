"""A made-up city's steering: three targets broken down, one of them short; the outline; two meetings; good practice."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from zhiqiang.domains.steering import registers
from zhiqiang.domains.steering.actions import meetings
from zhiqiang.domains.steering.models import Decision, Meeting, OutlineTask
from zhiqiang.domains.steering.views.papers import issue_minutes
from zhiqiang.domains.steering.workflow import HOLD, SIGN, WRITE
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.papers.fonts import NoFontError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedRecord, PlannedScript, PlannedStep

#: Target, day of the paper, its name, the values in the order of the units, why a set that is short was verified.
SHARES = (
    ("G2027.7a", date(2024, 2, 20), "标准工作任务分解表", (3, 2, 2, 3, 3, 2, 3, 2, 3, 2, 2, 2, 1), ""),
    ("G2027.7b", date(2024, 2, 20), "标准工作任务分解表", (4, 4, 4, 4, 4, 3, 4, 4, 4, 4, 4, 2, 1),
     "其余由市级标准化技术委员会承担，下次分解补齐"),
    ("T3.1.1", date(2025, 2, 18), "技术改造任务分解表", (5, 5, 4, 5, 4, 4, 5, 4, 4, 4, 3, 3, 2), ""),
    ("G2027.5", date(2026, 2, 25), "食品安全目标责任书", (99,) * 13, ""),
)  # fmt: skip
#: Unit, target, value, day: one asks more than the city does and holds, one asks less and is only shown.
OWN = (("130825", "G2027.5", "99.5", date(2026, 3, 20)), ("130802", "G2027.7a", "2", date(2024, 4, 10)))
TASKS = (
    ("1.1", "加强质量基础研究和应用"), ("1.2", "提升标准供给水平"), ("2.1", "推动制造业质量升级"),
    ("2.2", "保障农产品食品药品安全"), ("3.1", "提高工程质量水平"), ("4.1", "扩大优质服务供给"),
    ("5.1", "建设质量基础设施"), ("6.1", "培育知名品牌"), ("7.1", "开展质量国际合作"),
)  # fmt: skip
#: Task, clause, how far, note. 7.1 is left open on purpose: the page shows the gap.
ALIGNED = (
    ("1.1", "T2.2", "full", "科技与知识产权"), ("1.2", "T1.1", "full", "标准制修订"),
    ("1.2", "T1.2", "full", "标准领域"),
    ("2.1", "T3.1", "full", "制造业提质"), ("2.1", "T2.3", "partial", "只涉及重点集群"),
    ("2.2", "T3.2", "full", "农食药"),
    ("3.1", "T4.1", "full", "工程质量责任"), ("4.1", "T5.2", "partial", "只涉及生活性服务"),
    ("5.1", "T7.1", "full", "计量"),
    ("5.1", "T7.4", "full", "一站式服务"), ("6.1", "T6.3", "full", "品牌"),
)  # fmt: skip
OUTLINE, OUTLINE_DAY = f"省质量强省建设纲要{MARK}", date(2023, 3, 1)
#: Place among the units, what, days from the meeting until it is due, clause; −1: the city with its first department.
DECIDED = (
    (8, "逐户帮扶未配备首席质量官的规上企业", 46, "T6.2"),
    (9, "补齐一站式窗口的服务企业数", 31, "T7.4"),
    (-1, "制定产业集群质量提升清单", 66, "T2.3"),
)
PRACTICES = (
    (4, "T7.4", "窗口前移到园区", "每周两天在园区现场受理检验检测和标准咨询", "园区企业办理时间由七天缩短到三天",
     "one_stop_firms_served", date(2026, 8, 12)),
    (1, "T2.3", "集群共用检测平台", "由龙头企业开放实验室，按成本价服务配套企业", "配套企业检测费用下降约三成", "",
     date(2026, 9, 3)),
    (11, "T6.3", "草原品牌联名推广", "与景区联合设展位", "游客扫码了解产品来源", "", date(2026, 11, 3)),
)  # fmt: skip
MEETING, NEXT = date(2026, 10, 15), date(2026, 12, 10)


def planned(cast: Cast) -> list[Planned]:
    """Everything that had happened by now, in order of time."""
    found: list[Planned] = [*_shares(cast), *_outline(cast), *_practices(cast)]
    found.append(PlannedScript(_at(MEETING, -3, 10), partial(_dispatch, cast)))
    return sorted((one for one in found if one.at <= cast.now), key=lambda one: one.at)


def _shares(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("shares")
    for target, day, paper, values, why in SHARES:
        at = in_office(day + timedelta(days=2), dice)
        for place, (unit, value) in enumerate(zip(cast.units, values, strict=True)):
            given = {
                "target": target, "unit": unit, "value": value, "decided_on": day,
                "basis": f"演示质强办〔{day.year}〕{day.month}号 {paper}{MARK}",
            }  # fmt: skip
            moment = at + timedelta(minutes=place)
            verify = PlannedStep(
                "verify", cast.city_verifier, moment + timedelta(days=1), f"{why}{MARK}" if why else ""
            )
            yield PlannedRecord(registers.SHARES, given, cast.officer, moment, (verify,))
    for code, target, value, day in OWN:
        unit = next(one for one in cast.units if one.code == code)
        given = {
            "target": target, "unit": unit, "value": value, "decided_on": day,
            "basis": f"演示{unit.short}政办〔{day.year}〕{day.month}号{MARK}",
        }  # fmt: skip
        at = in_office(day + timedelta(days=3), dice)
        verify = PlannedStep("verify", cast.verifiers[code], at + timedelta(days=1))
        yield PlannedRecord(registers.COUNTY_SHARES, given, cast.reporters[code], at, (verify,))


def _outline(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("outline")
    at = in_office(date(2023, 10, 9), dice)
    for place, (number, title) in enumerate(TASKS):
        given = {
            "number": number, "title": f"{title}{MARK}", "asks": f"示例任务，供对照之用{MARK}", "document": OUTLINE,
            "issued_on": OUTLINE_DAY, "unit": cast.city,
        }  # fmt: skip
        moment = at + timedelta(minutes=place)
        verify = PlannedStep("verify", cast.city_verifier, moment + timedelta(hours=2))
        yield PlannedRecord(registers.OUTLINE_TASKS, given, cast.officer, moment, (verify,))
    for place, one in enumerate(ALIGNED):
        moment = at + timedelta(days=2, minutes=place)
        verify = PlannedStep("verify", cast.city_verifier, moment + timedelta(hours=2))
        yield PlannedRecord(registers.ALIGNMENTS, partial(_aligned, cast, *one), cast.officer, moment, (verify,))


def _aligned(cast: Cast, number: str, clause: str, fit: str, note: str) -> dict[str, Any]:
    task = OutlineTask.objects.get(number=number, document=OUTLINE)
    return {"task": task, "clause": clause, "fit": fit, "note": f"{note}{MARK}", "unit": cast.city}


def _practices(cast: Cast) -> Iterator[PlannedRecord]:
    """Two that are published and one that has just come in."""
    dice = cast.dice("practices")
    for place, clause, title, done, result, indicator, day in PRACTICES:
        unit = cast.units[place]
        given = {
            "unit": unit, "clause": clause, "title": f"{title}{MARK}", "done": f"{done}{MARK}", "came_of_it": result,
            "indicator": indicator, "proof": "" if indicator else f"企业座谈记录{MARK}", "collected_on": day,
        }  # fmt: skip
        at = in_office(day, dice)
        steps = (
            PlannedStep("review", cast.verifiers[unit.code], at + timedelta(days=2)),
            PlannedStep("publish", cast.officer, at + timedelta(days=6)),
        )
        kept = steps if day < MEETING else ()
        yield PlannedRecord(registers.PRACTICES, given, cast.reporters[unit.code], at, kept)


def _dispatch(cast: Cast) -> Iterator[datetime]:
    """The meeting of the autumn with its agenda, minutes and three duties, and the next one in preparation."""
    meeting = _prepared(cast, "2026-03", f"三季度进展和红灯事项{MARK}", MEETING, f"隆化县{MARK}")
    yield _at(MEETING, -2, 9)
    _choose(meeting, cast.officer)
    yield _at(MEETING, 0, 12)
    day = {"held_on": MEETING, "attendees": f"十三个填报单位和四个部门{MARK}"}
    take_step(register=registers.MEETINGS, record_id=meeting.pk, step=HOLD, actor=cast.officer, values=day)
    for place, what, days, clause in DECIDED:
        lead = None if place >= 0 else cast.departments[0].memberships_on()[0].organisation
        meetings.add_decision(
            meeting_id=meeting.pk, actor=cast.officer, what=f"{what}{MARK}", lead=lead, clause=clause,
            unit=cast.city if lead else cast.units[place], due_on=MEETING + timedelta(days=days),
        )  # fmt: skip
    yield _at(MEETING, 1, 10)
    text = {
        "minutes": f"会议逐项听取红灯事项的原因和下一步安排。\n对连续两个季度没有改观的，下次会议由责任人说明{MARK}。"
    }
    take_step(register=registers.MEETINGS, record_id=meeting.pk, step=WRITE, actor=cast.officer, values=text)
    yield _at(MEETING, 4, 15)
    take_step(register=registers.MEETINGS, record_id=meeting.pk, step=SIGN, actor=cast.leader)
    with suppress(NoFontError):  # a home without the free fonts has the minutes without their file
        issue_minutes(meeting_id=meeting.pk, actor=cast.leader)
    yield from _worked_on(cast, meeting)
    _prepared(cast, "2026-04", f"全年目标冲刺{MARK}", NEXT, f"滦平县{MARK}")


def _worked_on(cast: Cast, meeting: Meeting) -> Iterator[datetime]:
    """One duty is done and struck off, one is late, the city's own has just been taken up."""
    first, second, third = meeting.decisions.order_by("number")
    department = cast.departments[0]
    yield _at(MEETING, 6, 9)
    for decision in (first, second):
        _duty(decision, "sign", cast.reporters[decision.unit.code])
    _duty(third, "sign", department)
    yield _at(MEETING, 25, 16)
    _duty(first, "feed_back", cast.reporters[first.unit.code], f"已全部配备并登记{MARK}")
    yield _at(MEETING, 27, 10)
    _duty(first, "check", cast.city_verifier)
    yield _at(MEETING, 28, 10)
    _duty(first, "close", cast.city_verifier)
    yield _at(MEETING, 36, 9)


def _duty(decision: Decision, step: str, actor: User, reason: str = "") -> None:
    duties = catalogue.registers()["delivery.duties"]
    assert decision.duty is not None
    take_step(register=duties, record_id=decision.duty, step=step, actor=actor, reason=reason)


def _prepared(cast: Cast, number: str, title: str, day: date, place: str) -> Meeting:
    """A meeting in preparation, its agenda drafted from what is red, amber or late that day."""
    given = {
        "number": number, "title": title, "held_on": day, "place": place, "chair": f"分管领导{MARK}", "unit": cast.city
    }  # fmt: skip
    made = create_record(register=registers.MEETINGS, values=given, actor=cast.officer)
    assert isinstance(made, Meeting)
    meetings.draft_agenda(meeting_id=made.pk, actor=cast.officer)
    return made


def _choose(meeting: Meeting, officer: User) -> None:
    """The officer keeps the first eight points and adds one."""
    kept = list(meeting.agenda.order_by("pk").values_list("pk", flat=True)[:8])
    meetings.keep_agenda(meeting_id=meeting.pk, kept=kept, actor=officer)
    words = {"title": f"听取基层减负情况{MARK}", "ground": f"各县反映报表重复{MARK}"}
    meetings.add_agenda_item(meeting_id=meeting.pk, unit=meeting.unit, actor=officer, **words)


def _at(day: date, days: int, hour: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(hour), tzinfo=clock.ZONE)
