"""Recognitions: made when an application is recognised, ended on a ground; their yearly reports."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import Application, Recognition, YearlyReport
from zhiqiang.domains.programmes.queries.facts import RECOGNITIONS, facts_of_application
from zhiqiang.domains.programmes.queries.programmes import known_facts
from zhiqiang.domains.programmes.queries.reminders import programme_for
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import create_record, locked, take_step
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme

APPLICATIONS = "programmes.applications"
ONE_DAY = timedelta(days=1)
#: Whose decision a recognition records, the latest first: its verifier is somebody else.
DECIDED_BY = ("publish", "decide_for", "conclude_review", "accept")


def recognitions() -> Register:
    return catalogue.registers()[RECOGNITIONS]


def recognise(row: Application, programme: Programme, basis: str, actor: User) -> dict[str, Any]:
    """The recognition that an application ends in: recorded as the earlier decision of one, verified by another."""
    if programme.recognition is None:
        return {}
    register, today = recognitions(), clock.today()
    recorder = _recorder(row, actor)
    earlier = _earlier(row, today)
    made = create_record(register=register, values=_values(row, programme, basis, earlier), actor=recorder or actor)
    if earlier is not None and recorder is not None:
        _end(earlier, today - ONE_DAY, recorder, actor)
    if recorder is not None and scope_for(actor, register, "verify").allows(made):
        take_step(register=register, record_id=made.pk, step="verify", actor=actor)
    return {"recognition": made.pk, "basis": basis}


def _values(row: Application, programme: Programme, basis: str, earlier: Recognition | None) -> dict[str, Any]:
    assert programme.recognition is not None
    today, parameters = clock.today(), load_parameters()
    known = known_facts(row, facts_of_application(row))
    is_project = programme.recognition.subject == "project"
    days = {
        name: known[name] for name in ("started_on", "finished_on") if is_project and isinstance(known.get(name), date)
    }
    validity, review = programme.recognition.validity_months, programme.recognition.review_months
    return {
        "unit": row.unit,
        "programme": row.programme,
        "level": row.level,
        "organisation": row.applicant,
        "subject": row.subject,
        "basis": basis,
        "valid_from": today,
        "valid_to": rules.last_valid_day(today, int(parameters.value(validity, today))) if validity else None,
        "review_on": rules.months_later(today, int(parameters.value(review, today))) if review else None,
        "definition": row.definition,
        "application": row,
        "follows": earlier,
        **days,
    }


def _recorder(row: Application, actor: User) -> User | None:
    """Who decided before the one who acts now and may still record here; None where nobody is left."""
    taken = StepTaken.objects.filter(register=APPLICATIONS, record=row.pk, step__in=DECIDED_BY).exclude(actor=actor)
    for step in taken.select_related("actor"):
        if scope_for(step.actor, recognitions(), "add").allows(row):
            return step.actor
    return None


def _earlier(row: Application, today: date) -> Recognition | None:
    """The recognition of the same thing that still stands: a new level or term follows it."""
    same = Recognition.objects.filter(
        programme=row.programme, organisation=row.applicant_id, subject=row.subject, followed_by=None
    )
    found = standing_on(recognitions(), today, same).order_by("-valid_from").first()
    return found if isinstance(found, Recognition) and found.valid_from < today else None


def _end(earlier: Recognition, last: date, recorder: User, actor: User) -> None:
    """The last day of a recognition that another follows: a correction by one, accepted by the other."""
    register, reason = recognitions(), _("由新的认定接续")
    if earlier.state != "verified" or not scope_for(recorder, register, "propose_correction").allows(earlier):
        return
    if not scope_for(actor, register, "accept_correction").allows(earlier):
        return
    take_step(
        register=register, record_id=earlier.pk, step="propose_correction", actor=recorder, reason=reason,
        values={"valid_to": last},
    )  # fmt: skip
    take_step(register=register, record_id=earlier.pk, step="accept_correction", actor=actor)


@transaction.atomic
def withdraw_recognition(
    *, recognition_id: int, ground: str, on: date, reason: str, actor: User
) -> Recognition:  # fmt: skip
    """End a recognition on a ground that its programme names. Raises NotThereError, RefusedError, WrongValuesError."""
    row = locked(recognitions(), recognition_id, actor, "withdraw")
    assert isinstance(row, Recognition)
    if ground not in grounds_of(row):
        raise WrongValuesError([Finding("ground", _("请选择撤销事由。"))])
    found = take_step(
        register=recognitions(), record_id=row.pk, step="withdraw", actor=actor, reason=reason,
        values={"on": on, "ground": ground},
    )  # fmt: skip
    assert isinstance(found, Recognition)
    return found


def grounds_of(row: Recognition) -> dict[str, str]:
    """The grounds on which this recognition may end: its programme's, and what an upheld objection brings."""
    programme = programme_for(row)
    named = programme.recognition.grounds if programme and programme.recognition else ()
    return {ground.code: ground.title for ground in named} | {"objection": _("异议成立"), "other": _("其他")}


@transaction.atomic
def record_report(*, recognition_id: int, year: int, received_on: date, actor: User) -> YearlyReport:
    """That the report for a year has come. Raises NotThereError, RefusedError, WrongValuesError."""
    row = locked(recognitions(), recognition_id, actor, "report")
    assert isinstance(row, Recognition)
    programme = programme_for(row)
    if programme is None or not rules.owes_reports(programme):
        raise RefusedError(_("“%(title)s”不要求年度报告。") % {"title": row.get_programme_display()})
    today, found = clock.today(), []
    if not row.valid_from.year <= year <= today.year:
        found.append(Finding("year", _("年度应在认定之年至今年之间。")))
    if received_on > today:
        found.append(Finding("received_on", _("收到日期晚于今天。")))
    if row.reports.filter(year=year).exists():
        found.append(Finding("year", _("这一年的报告已经登记。")))
    if found:
        raise WrongValuesError(found)
    made = YearlyReport.objects.create(
        recognition=row, year=year, received_on=received_on, recorded_by=actor, recorded_at=clock.now()
    )
    facts = {"year": year, "received": received_on.isoformat()}
    trail(action="yearly_report", actor=actor, register=RECOGNITIONS, record_id=row.pk, facts=facts)
    return made
