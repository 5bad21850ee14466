"""Drawing up orders: from the computed ladder to drafts, or a major matter by a person with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.supervision import workflow
from zhiqiang.domains.supervision.actions.records import city, create, register, require_no_own_matter
from zhiqiang.domains.supervision.models import Order, SubjectKind
from zhiqiang.domains.supervision.queries.facts import printed_figure
from zhiqiang.domains.supervision.queries.ladder import (
    dissolved,
    due_on,
    ended_units,
    facts_of,
    ladder_of,
    pasts_on,
    window_on,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.kernel.ladder import Fact, GroundKind, Past, Proposal, Standing, Wanted, refusals
from zhiqiang.kernel.ladder import Rung as LadderRung


@dataclass(frozen=True, slots=True)
class Major:
    """A major matter as a person describes it: what, which rung, why so high, what is demanded."""

    unit: Unit
    subject_kind: str
    subject: str
    title: str
    rung: str
    reason: str
    demand: str = ""


@transaction.atomic
def propose_orders(*, on: date, actor: User, rungs: Sequence[str] = ()) -> list[Order]:
    """Draw up what is due on a day (of these rungs, or all) and not blocked; asked again, nothing more is made."""
    due = [one for one in due_on(on) if not one.blocked and (not rungs or one.rung.code in rungs)]
    return [_draw_up(one, on, actor) for one in due]


@transaction.atomic
def propose_order(*, unit: str, subject: str, actor: User) -> Order:
    """Draw up what is due today for one unit and subject. Raises RefusedError where nothing is, or it is blocked."""
    today = clock.today()
    due = next((one for one in due_on(today, subject) if (one.unit, one.subject) == (unit, subject)), None)
    if due is None:
        raise RefusedError(_("这一事项现在没有应发的督办：可能已在办，或已经报送、办结。"))
    if due.blocked:
        raise RefusedError(due.blocked)
    return _draw_up(due, today, actor)


@transaction.atomic
def propose_major(*, major: Major, actor: User) -> Order:
    """Draw up an order that skips rungs for a major matter. Raises RefusedError with every reason against."""
    today = clock.today()
    if major.subject_kind not in SubjectKind.values or not major.title.strip():
        raise RefusedError(_("请选择事项类别，并写明事项。"))
    subject = f"{major.subject_kind}:{major.subject.strip() or major.title.strip()}"[:120]
    matter = subject.replace("report:", "duty:").partition("/")[0]
    wanted = Wanted(major.unit.code, subject, matter, major.rung, major=True, reason=major.reason)
    facts = facts_of(major.unit.code, subject, today)
    ladder, pasts = ladder_of(today), pasts_on(today)
    reasons = refusals(wanted, facts, pasts, ladder, today, window=window_on(today))
    if major.unit.code in set(ended_units(today)):
        reasons = (*reasons, dissolved(major.unit.code))
    if reasons:
        raise RefusedError("".join(reasons))
    former = _former_of([one for one in pasts if (one.unit, one.subject) == (major.unit.code, subject)])
    values = {
        "addressee": major.unit,
        "title": major.title.strip()[:200],
        "ground": _("重大事项：%(reason)s") % {"reason": major.reason.strip()},
        "demand": major.demand.strip()[:600] or demand_for(major.rung),
        "major": True,
        "major_reason": major.reason.strip()[:400],
        "former": former,
    }
    return _create(values, wanted, ladder.rung(major.rung), facts, actor)


def demand_for(rung: str) -> str:
    """What an order of a rung demands, unless somebody writes it otherwise. Holds no digit: the day stands apart."""
    said = {
        "remind": _("请尽快补报或办结；确有困难的，写明原因和拟完成的日期。"),
        "blue": _("请查明原因，拿出措施和完成日期，在答复期限前书面答复并附材料。"),
        "orange": _("请主要负责同志研究，逐项整改，在答复期限前书面答复并附材料。"),
        "red": _("请主要负责同志牵头限期整改，在答复期限前书面报告整改结果并附材料。"),
        "bulletin": _("拟在下一期通报中点名，请在答复期限前书面说明情况；期满视为没有不同意见。"),
        "interview": _("拟约谈主要负责人，请按约谈通知参加，并按纪要整改。"),
    }
    return str(said[rung])


def _draw_up(due: Proposal, on: date, actor: User) -> Order:
    """One draft from one proposal; the unanswered former order is first recorded as lapsed."""
    unit = Unit.objects.get(code=due.unit)
    former = _former_of([due.former] if due.former else [])
    if former is not None and former.state in workflow.WITH_UNIT:
        take_step(register=register("orders"), record_id=former.pk, step="lapse", actor=actor)
    wanted = Wanted(due.unit, due.subject, due.matter, due.rung.code)
    values = {
        "addressee": unit,
        "title": due.title[:200],
        "ground": "；".join(due.grounds) + "。",
        "demand": demand_for(due.rung.code),
        "former": former,
    }
    return _create(values, wanted, due.rung, due.facts, actor, on=on)


def _former_of(pasts: Sequence[Past]) -> Order | None:
    """The order that the next rung rests on: the highest lapsed one of the newest course."""
    lapsed = [one for one in pasts if one.standing is Standing.LAPSED]
    if not lapsed:
        return None
    last = max(lapsed, key=lambda one: one.began_on)
    rows = Order.objects.filter(
        addressee__code=last.unit, subject=last.subject, rung=last.rung,
        state__in=(workflow.LAPSED, *workflow.WITH_UNIT),
    )  # fmt: skip
    return rows.order_by("pk").last()


def _create(
    values: dict[str, Any],
    wanted: Wanted,
    rung: LadderRung,
    facts: Sequence[Fact],
    actor: User,
    *,
    on: date | None = None,
) -> Order:
    authority = rung.authority
    home = city()
    draft = Order(addressee=values["addressee"], matter=wanted.matter)
    if values["addressee"].is_city:
        raise RefusedError(_("市质强办不能督办自己；市级事项请对牵头部门交办任务。"))
    require_no_own_matter(actor, draft)
    if not may(actor, register("orders"), "add"):
        raise NotThereError
    made = create(
        "orders",
        values
        | {
            "unit": home,
            "rung": rung.code,
            "subject_kind": wanted.subject.partition(":")[0],
            "subject": wanted.subject,
            "matter": wanted.matter,
            "facts": [_stored(one, on or clock.today()) for one in facts],
            "authority": "；".join(part for part in (authority.title, authority.article, authority.document) if part),
            "ladder_version": ladder_of(on or clock.today()).valid_from,
        },
        actor,
    )
    assert isinstance(made, Order)
    return made


def _stored(fact: Fact, on: date) -> dict[str, Any]:
    """A fact as the order keeps it: what was known then, with a target's figure that computes again."""
    kept = {"kind": str(fact.kind), "amount": fact.amount, "words": fact.words, "source": fact.source}
    figure = printed_figure(fact, on) if fact.kind is GroundKind.TARGET_BEHIND else {}
    return {**kept, "title": fact.title, "figure": figure} if figure else kept
