"""Appeals: filed by the unit in its days, decided by others; an upheld one makes a new result, the old one is kept."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.assessment.actions.runs import create_result, register
from zhiqiang.domains.assessment.models import MARKS, Appeal, Result
from zhiqiang.domains.assessment.queries import facts
from zhiqiang.domains.assessment.workflow import PUBLISH, PUBLISHED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.assessment import Facts, Mark


def file_appeal(*, result: Result, item: str, grounds: str, actor: User) -> Appeal:
    """Appeal against one item of a published result. Raises WrongValuesError, RefusedError."""
    values = {"result": result, "unit": result.unit, "item": item, "grounds": grounds}
    made = create_record(register=register("appeals"), values=values, actor=actor)
    assert isinstance(made, Appeal)
    return made


def uphold(_register: Register, appeal: Appeal, given: Given) -> dict[str, Any]:
    """The effect of upholding: a new result takes the place of the old one, which is kept.

    An item that people score gets the points given as `value`; one that is computed is computed anew from the facts as
    they are now. Nothing else of the result moves.
    """
    old = appeal.result
    require_other_people(old, given.actor)
    if old.state != PUBLISHED:
        raise RefusedError(_("这份结果已被改定的结果替代，请对现行的结果办理。"))
    known = _decided(appeal, old, given)
    if known == old.known:
        raise RefusedError(_("按此改定，结果没有任何变化；数字未变的，应决定“申诉不成立”。"))
    results = register("results")
    take_step(register=results, record_id=old.pk, step="replace", actor=given.actor)
    note = _("申诉成立：%(reason)s") % {"reason": given.reason}
    new = create_result(
        run=old.run, unit=old.unit, known=known, known_at=clock.now(), actor=given.actor, replaces=old, note=note[:400]
    )
    take_step(register=results, record_id=new.pk, step=PUBLISH, actor=given.actor)
    return {"result": new.pk, "score": str(new.score), "was": str(old.score)}


def refuse_appeal(_register: Register, appeal: Appeal, given: Given) -> dict[str, Any]:
    """The effect of dismissing: it too is decided by people who scored nothing of it."""
    require_other_people(appeal.result, given.actor)
    return {}


def require_other_people(result: Result, actor: User) -> None:
    """Refuse a decision by somebody who gave or checked a score of this unit in this run, or computed its result."""
    involved = {result.recorded_by_id}
    for layer, model in MARKS.items():
        rows = model._default_manager.filter(run=result.run_id, unit=result.unit_id)  # noqa: SLF001 (model API)
        involved |= set(rows.values_list("recorded_by", flat=True))
        taken = StepTaken.objects.filter(register=f"assessment.{layer}_scores", record__in=rows.values("pk"))
        involved |= set(taken.values_list("actor", flat=True))
    if actor.pk in involved:
        raise RefusedError(_("您参与过这个单位本轮的评分，申诉须由其他人决定。"))


def _decided(appeal: Appeal, old: Result, given: Given) -> Facts:
    scheme, code, known = old.scheme, appeal.item, old.known
    item = scheme.by_code.get(code)
    if item is None or item.kind == "marked":
        value = _points(given, Decimal(1) if item is None else item.weight)
        appeal.value = value
        layers = {**known.marks.get(code, {}), "appeal": Mark(value, given.reason)}
        return replace(known, marks={**known.marks, code: layers})
    now = facts.gather(scheme, old.run.span, [old.unit], run=old.run, referenced=True)[old.unit.code]
    if item.kind == "target":
        return replace(known, observed={**known.observed, code: now.observed[code]})
    if item.kind == "on_time":
        return replace(known, counted={**known.counted, code: now.counted[code]})
    return replace(known, orders=now.orders)


def _points(given: Given, most: Decimal) -> Decimal:
    value = (given.values or {}).get("value")
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= most:
        raise RefusedError(_("请填写改定的得分，在 0 至 %(most)s 之间。") % {"most": most})
    return value
