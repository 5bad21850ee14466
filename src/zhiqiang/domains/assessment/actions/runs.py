"""What the steps of a run do: pin the scheme, compute the results, publish them, take them back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.domains.assessment.models import MARKS, Result, Run
from zhiqiang.domains.assessment.queries import facts, schemes
from zhiqiang.domains.assessment.workflow import COMPUTED, PUBLISH
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.notices.actions import notify
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.workflow.clocks import deadline_of
from zhiqiang.foundation.workflow.verification import RECORDED, RETURNED
from zhiqiang.kernel.assessment import Facts, Scheme, SchemeErrors, score, sensitivity


def register(name: str) -> Register:
    """A register of this domain: "runs", "results" …"""
    return catalogue.registers()[f"assessment.{name}"]


def open_run(*, scheme: str, period: str, title: str, actor: User) -> Run:
    """A new run of all units, as a draft. Raises WrongValuesError, RefusedError."""
    values = {"scheme": scheme, "period": period, "title": title, "unit": Unit.objects.get(kind=Unit.Kind.CITY)}
    try:
        with transaction.atomic():
            made = create_record(register=register("runs"), values=values, actor=actor)
    except IntegrityError:
        raise RefusedError(_("这个考评期已有同一方案的一轮，没有重复建立。")) from None
    assert isinstance(made, Run)
    return made


def pin_scheme(_register: Register, run: Run, _given: Given) -> dict[str, Any]:
    """The effect of opening: the scheme as it says now holds for this run, whatever its file says later."""
    try:
        run.pinned = schemes.pin(run.scheme)
    except (SchemeErrors, KeyError) as error:
        raise RefusedError(_("考评方案“%(code)s”不能用：%(why)s") % {"code": run.scheme, "why": error}) from None
    _tell_reporters(run, _("自评开始：%(run)s") % {"run": run.title}, "opened")
    return {"scheme": run.pinned_id}


def tell_departments(_register: Register, run: Run, _given: Given) -> dict[str, Any]:
    """The effect of turning to the departments: their people, who see no list of runs, are led to this one."""
    people = User.objects.filter(memberships__role="department", is_active=True).distinct()
    link = reverse("assessment-run", args=[run.pk])
    title = _("请为各单位评分：%(run)s") % {"run": run.title}
    return {"told": notify(to=people, key=f"assessment.department/{run.pk}", title=title, link=link)}


def combine(_register: Register, run: Run, given: Given) -> dict[str, Any]:
    """The effect of combining: every unit's score is computed and kept with all it rests on."""
    waiting = sum(
        model._default_manager.filter(run=run, state__in=(RECORDED, RETURNED)).count()  # noqa: SLF001 (model API)
        for model in MARKS.values()
    )
    if waiting:
        raise RefusedError(_("还有 %(n)s 个评分没有审核，请先审核、退改或作废。") % {"n": waiting})
    assert run.pinned is not None
    scheme, units, now = run.pinned.scheme, reporting_units(), clock.now()
    found = facts.gather(scheme, run.span, units, run=run, known_at=now, referenced=True)
    for unit in units:
        create_result(run=run, unit=unit, known=found[unit.code], known_at=now, actor=given.actor)
    return {"results": len(units)}


def create_result(
    *,
    run: Run,
    unit: Unit,
    known: Facts,
    known_at: datetime,
    actor: User,
    replaces: Result | None = None,
    note: str = "",
) -> Result:
    """Keep a unit's score with the facts that it rests on."""
    from_before = Result.objects.filter(run=run, unit=unit).aggregate(last=Max("number"))["last"] or 0
    values = {"run": run, "unit": unit, "number": from_before + 1, "known_at": known_at, "replaces": replaces}
    values |= {"note": note, **_scored(run, known)}
    made = create_record(register=register("results"), values=values, actor=actor)
    assert isinstance(made, Result)
    return made


def _scored(run: Run, known: Facts) -> dict[str, Any]:
    assert run.pinned is not None
    scheme: Scheme = run.pinned.scheme
    scored = score(scheme, known)
    return {
        "score": scored.score,
        "band": scored.band.code if scored.band else "",
        "stable": sensitivity(scheme, scored).stable,
        "facts": facts.kept(known),
    }


def publish(_register: Register, run: Run, given: Given) -> dict[str, Any]:
    """The effect of approving: every result is published, and each unit is told until when it may appeal."""
    found = list(_computed(run))
    for one in found:
        take_step(register=register("results"), record_id=one.pk, step=PUBLISH, actor=given.actor)
    run.published_on = clock.today()
    _tell_reporters(run, _("考评结果已公布：%(run)s") % {"run": run.title}, "published")
    return {"results": len(found)}


def start_appeal_period(_register: Register, result: Result, _given: Given) -> dict[str, Any]:
    """The effect of publishing one result: the days for an appeal run from now."""
    due = deadline_of("assessment.appeal", clock.now()).due
    result.appeal_until = due.date() if isinstance(due, datetime) else due
    return {"appeal_until": result.appeal_until.isoformat()}


def withdraw_results(_register: Register, run: Run, given: Given) -> dict[str, Any]:
    """The effect of sending back and of cancelling: what was computed and not published is taken back."""
    found = list(_computed(run))
    for one in found:
        take_step(register=register("results"), record_id=one.pk, step="retract", actor=given.actor)
    return {"withdrawn": len(found)}


def _computed(run: Run) -> Iterable[Result]:
    return Result.objects.filter(run=run, state=COMPUTED).order_by("pk")


def _tell_reporters(run: Run, title: str, event: str) -> None:
    for unit in reporting_units():
        people = User.objects.filter(memberships__role="reporter", memberships__unit=unit, is_active=True).distinct()
        link = reverse("assessment-run", args=[run.pk])
        notify(to=people, key=f"assessment.{event}/{run.pk}/{unit.code}", title=title, body="", link=link)
