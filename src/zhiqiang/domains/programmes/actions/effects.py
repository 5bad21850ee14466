"""What the steps of an application require and bring about, in the transaction of the step itself.

They hold wherever a step is taken from: the domain's pages, the generic ones, batches, a made-up past.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.actions.recognitions import recognise
from zhiqiang.domains.programmes.models import Application, LateEntry, Objection, Round, SiteVisit
from zhiqiang.domains.programmes.queries.facts import facts_of_application, organisation_facts
from zhiqiang.domains.programmes.queries.programmes import (
    application_workflow,
    known_facts,
    lacking,
    late_entry,
    programme_of,
    same_thing_elsewhere,
)
from zhiqiang.domains.programmes.queries.reviews import conflicts_of, live_assignments, review_layers
from zhiqiang.domains.programmes.workflow import APPLICATION, LIVE_STATES, OPEN
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Effect, Given
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.workflow.clocks import deadline_of
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme

Facts = dict[str, Any]
#: Under decision for, or recognised: what uses a place of the quota.
PLACED = ("proposed", "on_notice", "contested", "recognised")


def submit(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """Complete, in time, not for a thing already under way; what the system knows is kept as of now."""
    row.late_entry = _require_in_time(row)
    return _hand_in(row)


def resubmit(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """Complete again; the closing day of the call does not matter, the time to correct has its own clock."""
    return _hand_in(row)


def begin_review(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """Enough reviewers, nothing against any of them today."""
    programme, assignments = _programme(row), live_assignments(row)
    assert programme.review is not None
    if len(assignments) < programme.review.reviewers:
        words = _("本项目须有 %(needed)s 名评审人，已指派 %(found)s 名，请补派后再开始评审。")
        raise RefusedError(words % {"needed": programme.review.reviewers, "found": len(assignments)})
    against = conflicts_of([one.reviewer for one in assignments], row.applicant, clock.today())
    for one in assignments:
        if against[one.reviewer_id]:
            words = _("%(who)s 应当回避（%(why)s），请撤换后再开始评审。")
            raise RefusedError(words % {"who": one.reviewer, "why": against[one.reviewer_id][0].message})
    return {"reviewers": len(assignments)}


def conclude_review(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """Everybody final, disagreements settled with reasons, a score that exists."""
    waiting = [one for one in live_assignments(row) if one.final_at is None]
    if waiting:
        raise RefusedError(_("还有 %(n)s 名评审人没有定稿。") % {"n": len(waiting)})
    return {"score": _scored(row)}


def record_visit(_register: Register, row: Application, given: Given) -> Facts:
    """A visit on site that has been made, with what was found."""
    values = given.values or {}
    day, visitors, findings = values.get("visited_on"), values.get("visitors", ""), values.get("findings", "")
    found = []
    if day is None or day > clock.today():
        found.append(Finding("visited_on", _("请填写已经进行的现场核查的日期。")))
    if not visitors.strip():
        found.append(Finding("visitors", _("请填写参加人。")))
    if not findings.strip():
        found.append(Finding("findings", _("请填写现场情况。")))
    if found or day is None:
        raise WrongValuesError(found)
    made = SiteVisit.objects.create(
        application=row, visited_on=day, visitors=visitors.strip()[:200], findings=findings.strip(),
        recorded_by=given.actor, recorded_at=clock.now(),
    )  # fmt: skip
    return {"visit": made.pk}


def decide_for(_register: Register, row: Application, given: Given) -> Facts:
    """The office's findings stated, a level its conditions allow, a place left; without a notice recognised at once."""
    programme, values = _programme(row), given.values or {}
    known = known_facts(row, facts_of_application(row))
    found = rules.unfilled_by_officer(programme, facts_of_application(row), row.answers)
    row.level = str(values.get("level") or _only_level(programme))
    found += rules.broken_level(programme, row.level, known)
    if found:
        raise WrongValuesError(found)
    facts: Facts = {"level": row.level} if row.level else {}
    if programme.review is not None:
        facts["score"] = _scored(row)
    _require_place(row, programme)
    if programme.notice is None:
        facts |= recognise(row, programme, _basis(row, values), given.actor)
    return facts


def publish(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """On public notice from today; the last day is the rule's, in working days."""
    programme = _programme(row)
    assert programme.notice is not None
    due = deadline_of(programme.notice.clock, clock.now()).due
    row.notice_from, row.notice_until = clock.today(), due.date() if hasattr(due, "date") else due
    return {"from": row.notice_from.isoformat(), "until": row.notice_until.isoformat()}


def object_to(_register: Register, row: Application, given: Given) -> Facts:
    """Only with an objection on record: the step follows from its recording."""
    return {"objection": _objection(row, given)}


def uphold(_register: Register, row: Application, given: Given) -> Facts:
    """Only as what an upheld objection brings about."""
    return {"objection": _objection(row, given)}


def dismiss(_register: Register, row: Application, given: Given) -> Facts:
    """Only when the last open objection is dismissed."""
    number = _objection(row, given)
    if Objection.objects.filter(application=row, state=OPEN).exclude(pk=number).exists():
        raise RefusedError(_("还有未处理完的异议，须全部处理后才能恢复公示。"))
    return {"objection": number}


def recognise_after_notice(_register: Register, row: Application, given: Given) -> Facts:
    """After the last day of the notice, with no objection open and a place left."""
    programme = _programme(row)
    if row.notice_until is None or clock.today() <= row.notice_until:
        raise RefusedError(_("公示到 %(day)s 期满，期满后才能认定。") % {"day": row.notice_until or "—"})
    if Objection.objects.filter(application=row, state=OPEN).exists():
        raise RefusedError(_("有未处理完的异议，处理完才能认定。"))
    _require_place(row, programme)
    return recognise(row, programme, _basis(row, given.values or {}), given.actor)


def nothing_more(_register: Register, row: Application, given: Given) -> Facts:  # noqa: ARG001 (an effect's shape)
    """The step moves the state and no more."""
    return {}


def _in_place(effect: Callable[[Register, Any, Given], Facts], step: str) -> Effect:
    """The effect, after asking that a role which this very programme names is held where the application is."""

    @wraps(effect)
    def guarded(register: Register, row: Any, given: Given) -> Facts:
        roles = application_workflow(row).step(step).roles
        if not _acts_there(given.actor, roles, row):
            raise RefusedError(_("您在这个单位的角色不能办理这一步，请转有此职责的人员办理。"))
        return effect(register, row, given)

    return guarded


_OWN: Mapping[str, Callable[[Register, Any, Given], Facts]] = {
    "submit": submit,
    "resubmit": resubmit,
    "begin_review": begin_review,
    "conclude_review": conclude_review,
    "record_visit": record_visit,
    "decide_for": decide_for,
    "publish": publish,
    "object": object_to,
    "uphold": uphold,
    "dismiss": dismiss,
    "recognise": recognise_after_notice,
}
APPLICATION_EFFECTS: Mapping[str, Effect] = {
    step.code: _in_place(_OWN.get(step.code, nothing_more), step.code) for step in APPLICATION.steps
}


def _programme(row: Application) -> Programme:
    return programme_of(row.definition_id)


def _acts_there(actor: User, roles: tuple[str, ...], row: Application) -> bool:
    """Whether one membership both has a role of the step and reaches the application."""
    return any(
        membership.organisation_id == row.applicant_id
        if BY_CODE[membership.role].organisation
        else row.unit.path.startswith(membership.unit.path)
        for membership in actor.memberships_on()
        if membership.role in roles
    )


def _require_in_time(row: Application) -> LateEntry | None:
    call, today = row.round, clock.today()
    if call is None or call.opens_on <= today <= call.closes_on:
        return None
    late = late_entry(call.pk, row.applicant_id, today)
    if late is None:
        words = _("“%(title)s”已于 %(day)s 截止，不能再提交；确有理由的，请市级经办作出逾期申报决定。")
        raise RefusedError(words % {"title": call.title, "day": call.closes_on})
    return late


def _hand_in(row: Application) -> Facts:
    facts = organisation_facts(row.applicant, clock.today())
    if found := lacking(row, facts):
        raise WrongValuesError(found)
    row.facts = {name: rules.fact_as_json(value) for name, value in facts.items()}
    row.subject = rules.subject_of(_programme(row), known_facts(row, facts), row.applicant.title)
    if other := same_thing_elsewhere(row, LIVE_STATES):
        words = _("同一事项“%(subject)s”已有申报 %(number)s 在办，请不要重复提交。")
        raise RefusedError(words % {"subject": row.subject, "number": other.number})
    row.submitted_at, row.submitted_on = clock.now(), clock.today()
    papers = sorted(row.papers.values_list("slot", "attachment__document__sha256"))
    content = json.dumps([row.answers, papers], ensure_ascii=False, sort_keys=True)
    return {"content": hashlib.sha256(content.encode()).hexdigest()}


def _scored(row: Application) -> str:
    """The score by the layers as they stand, kept on the application. Raises RefusedError with what is missing."""
    layers = review_layers(row)
    assert layers is not None
    if layers.problems:
        raise RefusedError("；".join(f"{one.message}{one.suggestion}" for one in layers.problems[:5]))
    if layers.score.points is None:
        raise RefusedError(layers.score.reason)
    row.score = layers.score.points
    return str(row.score)


def _only_level(programme: Programme) -> str:
    levels = programme.recognition.levels if programme.recognition else ()
    return levels[0].code if len(levels) == 1 else ""


def _basis(row: Application, values: Mapping[str, Any]) -> str:
    """The number of the document by which one recognises. Raises WrongValuesError where none was given."""
    row.basis = str(values.get("basis") or row.basis).strip()[:120]
    if not row.basis:
        raise WrongValuesError([Finding("basis", _("请填写认定文号。"))])
    return row.basis


def _require_place(row: Application, programme: Programme) -> None:
    """A place of the quota, counted under a lock on the call: two decisions at once do not both take the last."""
    if row.round_id is None:
        return
    call = Round.objects.select_for_update().get(pk=row.round_id)
    if call.quota is None:
        return
    taken = Application.objects.filter(round=call, state__in=PLACED).exclude(pk=row.pk).count()
    if taken >= call.quota:
        words = _("“%(title)s”本批次名额 %(quota)s 个已满。")
        raise RefusedError(words % {"title": programme.title, "quota": call.quota})


def _objection(row: Application, given: Given) -> int:
    number = (given.values or {}).get("objection")
    if not number or not Objection.objects.filter(pk=number, application=row).exists():
        raise RefusedError(_("请在异议台账登记或处理异议，申报的状态随之变化。"))
    return int(number)
