"""A made-up third quarter told in two papers: a bulletin drafted, approved by the leader, published; a page under way.

Played as a script, for a bulletin is built from the figures of its moment: they are brought up to date before it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.domains.bulletins.workflow import ISSUE, PUBLISH, SUBMIT
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedScript

QUARTER, DRAFTED, SUBMITTED = "2026Q3", date(2026, 10, 12), date(2026, 10, 15)
ISSUED, PUBLISHED, PAGE_DRAFTED = date(2026, 10, 20), date(2026, 10, 22), date(2026, 11, 18)
FINDINGS = (
    f"个别县（市、区）台账报送拖延，经提醒才补报{MARK}。\n"
    f"部分食品小作坊抽检不合格后整改不彻底，同类问题在同一地方重复出现{MARK}。"
)
NEXT_STEPS = (
    f"落后目标的牵头单位在月底前列出补救办法，由市质量强市工作领导小组办公室逐项跟踪{MARK}。\n"
    f"抽检合格率低于目标的地方，按品种查清原因，加密抽检，并把整改结果写入台账{MARK}。"
)


def planned(cast: Cast) -> list[Planned]:
    """The bulletin of the third quarter, and the leader's page that is still a draft."""
    found: list[Planned] = [
        PlannedScript(_moment(DRAFTED), lambda: _bulletin(cast)),
        PlannedScript(_moment(PAGE_DRAFTED), lambda: _leader_page(cast)),
    ]
    return [one for one in found if one.at <= cast.now]


def _bulletin(cast: Cast) -> Iterator[datetime]:
    row = _record(cast, "bulletin", FINDINGS, NEXT_STEPS)
    yield _moment(SUBMITTED)
    _step(row, SUBMIT, cast.officer)
    yield _moment(ISSUED)
    _step(row, ISSUE, cast.leader)
    yield _moment(PUBLISHED)
    _step(row, PUBLISH, cast.officer)


def _leader_page(cast: Cast) -> Iterator[datetime]:
    row = _record(cast, "leader_page", "", f"请约谈落后目标的牵头单位负责人，并在下次调度会上听取补救情况{MARK}。")
    yield _moment(PAGE_DRAFTED) + timedelta(hours=2)
    _step(row, SUBMIT, cast.officer)


def _record(cast: Cast, kind: str, findings: str, next_steps: str) -> Record:
    values = {
        "kind": kind, "period": QUARTER, "title": "", "findings": findings, "next_steps": next_steps,
        "corrects": None, "unit": cast.city,
    }  # fmt: skip
    return create_record(register=BULLETINS, values=values, actor=cast.officer)


def _step(row: Record, step: str, actor: User) -> None:
    take_step(register=BULLETINS, record_id=row.pk, step=step, actor=actor)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 0), tzinfo=clock.ZONE)


def made_up(slug: str) -> dict[str, Any]:  # noqa: ARG001 (the domain has one register)
    """What a made-up record needs and no guess finds: a period that can be read, each of its own."""
    return {"period": f"2026-{Bulletin.objects.count() % 12 + 1:02d}"}
