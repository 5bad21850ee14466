"""Reviewing: experts assigned after a check for conflicts, their marks until final, consensus with reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.actions.applications import applications
from zhiqiang.domains.programmes.models import Application, Consensus, DeclaredTie, Mark, ReviewAssignment
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.domains.programmes.queries.reviews import (
    COOLING_OFF,
    REVIEW_STATES,
    REVIEWING,
    assignment_open_to,
    conflicts_of,
    experts,
    live_assignments,
    marks_of,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import locked
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme
from zhiqiang.kernel.programmes.scoring import broken_marks

#: What happens between reviewers has a trail of its own: whoever may see the application must not read it there.
REVIEWS = "programmes.reviews"


@dataclass(frozen=True)
class Given:
    """A mark as typed: a percentage or None for n/a, with a comment."""

    percent: int | None
    comment: str = ""


@transaction.atomic
def assign_reviewer(*, application_id: int, reviewer_id: int, actor: User) -> ReviewAssignment:
    """Give an application to an expert against whom nothing stands. Raises NotThereError, RefusedError."""
    row = _judged(application_id, actor)
    if programme_of(row.definition_id).review is None:
        raise RefusedError(_("“%(title)s”没有专家评审。") % {"title": row.get_programme_display()})
    if row.state not in REVIEW_STATES:
        raise RefusedError(_("受理之后、评审结束之前才能指派评审人。"))
    today = clock.today()
    reviewer = experts(today).filter(pk=reviewer_id).first()
    if reviewer is None:
        raise RefusedError(_("此人现在不是评审专家。"))
    if against := conflicts_of([reviewer], row.applicant, today)[reviewer.pk]:
        reasons = "；".join(one.message for one in against)
        raise RefusedError(_("不能指派 %(who)s：%(reasons)s，应当回避。") % {"who": reviewer, "reasons": reasons})
    checked = {"on": today.isoformat(), "conflicts": [], "rule": COOLING_OFF, "years": _cooling_off(today)}
    try:
        with transaction.atomic():
            made = ReviewAssignment.objects.create(
                application=row, reviewer=reviewer, assigned_by=actor, assigned_at=clock.now(), check_result=checked
            )
    except IntegrityError:
        raise RefusedError(_("%(who)s 已是本件的评审人。") % {"who": reviewer}) from None
    _told("assign_reviewer", actor, row, {"assignment": made.pk, "reviewer": reviewer.pk, "check": checked})
    return made


@transaction.atomic
def end_assignment(*, assignment_id: int, reason: str, actor: User) -> ReviewAssignment:
    """Take an application from an expert; the marks given so far stay on record. Raises NotThereError, RefusedError."""
    found = ReviewAssignment.objects.filter(pk=assignment_id, ended_at=None).first()
    if found is None:
        raise NotThereError
    row = _judged(found.application_id, actor)
    if row.state not in REVIEW_STATES:
        raise RefusedError(_("评审已经结束，不能再撤换评审人。"))
    if not reason.strip():
        raise WrongValuesError([Finding("reason", _("请写明撤换的理由。"))])
    found.ended_at, found.ended_reason = clock.now(), reason.strip()[:400]
    found.save(update_fields=("ended_at", "ended_reason"))
    _told("end_assignment", actor, row, {"assignment": found.pk, "reason": found.ended_reason})
    return found


@transaction.atomic
def declare_tie(*, organisation: Organisation, kind: str, ended_on: date | None, note: str, actor: User) -> DeclaredTie:
    """An expert's own statement of a tie; from now on those files are closed to them. Raises WrongValuesError."""
    found = []
    if kind not in DeclaredTie.Kind.values:
        found.append(Finding("kind", _("请选择关系。")))
    if kind == DeclaredTie.Kind.FORMER_EMPLOYER and ended_on is None:
        found.append(Finding("ended_on", _("曾任职的须填离开日期。")))
    if ended_on is not None and ended_on > clock.today():
        found.append(Finding("ended_on", _("结束日期晚于今天；仍存在的关系请留空。")))
    if DeclaredTie.objects.filter(reviewer=actor, organisation=organisation, kind=kind).exists():
        found.append(Finding("organisation", _("已经申明过与这个单位的这种关系。")))
    if found:
        raise WrongValuesError(found)
    made = DeclaredTie.objects.create(
        reviewer=actor, organisation=organisation, kind=kind, ended_on=ended_on, note=note.strip()[:200],
        declared_by=actor, declared_at=clock.now(),
    )  # fmt: skip
    trail(action="declare_tie", actor=actor, register=REVIEWS, facts={"tie": made.pk, "organisation": organisation.pk})
    return made


@transaction.atomic
def save_marks(*, assignment_id: int, marks: Mapping[str, Given], opinion: str, actor: User) -> ReviewAssignment:
    """Keep an expert's marks while they work. Raises NotThereError, RefusedError (final), WrongValuesError."""
    found, programme = _own(assignment_id, actor)
    assert programme.review is not None
    numbers = {code: _number(one.percent) for code, one in marks.items()}
    if wrong := list(broken_marks(programme.criteria, numbers, programme.review)):
        raise WrongValuesError(wrong)
    for code, one in marks.items():
        Mark.objects.update_or_create(
            assignment=found, criterion=code, defaults={"percent": one.percent, "comment": one.comment.strip()[:1000]}
        )
    found.opinion = opinion.strip()[:1000]
    found.save(update_fields=("opinion",))
    return found


@transaction.atomic
def finish_marks(*, assignment_id: int, actor: User) -> ReviewAssignment:
    """Make an expert's marks final: they change no more. Raises NotThereError, RefusedError, WrongValuesError."""
    found, programme = _own(assignment_id, actor)
    given = marks_of(found)
    absent = [Finding(one.code, _("“%(title)s”还没有打分。") % {"title": one.title}, _("不适用的请选“不适用”。"))
              for one in programme.criteria if one.code not in given]  # fmt: skip
    if absent:
        raise WrongValuesError(absent)
    found.final_at = clock.now()
    found.save(update_fields=("final_at",))
    facts = {"assignment": found.pk, "marks": {code: str(mark) for code, mark in given.items()}}
    _told("finish_marks", actor, found.application, facts)
    return found


@transaction.atomic
def open_consensus(*, application_id: int, actor: User) -> Application:
    """Let the reviewers read each other's marks, once everybody is final. Raises NotThereError, RefusedError."""
    row = _judged(application_id, actor)
    if row.state != REVIEWING or row.consensus_opened_at is not None:
        raise RefusedError(_("评审中、且尚未开始合议的才能开始合议。"))
    waiting = [one for one in live_assignments(row) if one.final_at is None]
    if waiting:
        raise RefusedError(_("还有 %(n)s 名评审人没有定稿，不能开始合议。") % {"n": len(waiting)})
    row.consensus_opened_at = clock.now()
    row.save(update_fields=("consensus_opened_at",))
    _told("open_consensus", actor, row, {})
    return row


@transaction.atomic
def record_consensus(*, application_id: int, layer: str, changes: Mapping[str, Given], actor: User) -> list[Consensus]:
    """What was agreed for some criteria, each with its reason; what was agreed once is not overwritten.

    Raises NotThereError, RefusedError, WrongValuesError.
    """
    row = _judged(application_id, actor)
    programme = programme_of(row.definition_id)
    _require_layer(row, layer)
    assert programme.review is not None
    numbers = {code: _number(one.percent) for code, one in changes.items()}
    found = list(broken_marks(programme.criteria, numbers, programme.review))
    found += [Finding(code, _("请写明理由。")) for code, one in changes.items() if not one.comment.strip()]
    known = set(row.consensus.filter(layer=layer).values_list("criterion", flat=True))
    found += [Finding(code, _("这一条已有结果，不能改写。")) for code in changes if code in known]
    if not changes:
        found.append(Finding("", _("没有填写任何一条。")))
    if found:
        raise WrongValuesError(found)
    made = [
        Consensus(
            application=row, layer=layer, criterion=code, percent=one.percent, reason=one.comment.strip()[:1000],
            agreed_by=actor, agreed_at=clock.now(),
        )
        for code, one in changes.items()
    ]  # fmt: skip
    facts = {"layer": layer, "marks": {one.criterion: [one.percent, one.reason] for one in made}}
    _told("record_consensus", actor, row, facts)
    return Consensus.objects.bulk_create(made)


def _require_layer(row: Application, layer: str) -> None:
    if layer == Consensus.Layer.CONSENSUS and (row.state != REVIEWING or row.consensus_opened_at is None):
        raise RefusedError(_("开始合议之后、评审结束之前才能记录合议结果。"))
    if layer == Consensus.Layer.AFTER_VISIT and row.state != "visited":
        raise RefusedError(_("现场核查之后、审定之前才能记录现场评审后的得分。"))
    if layer not in Consensus.Layer.values:
        raise NotThereError


def _judged(application_id: int, actor: User) -> Application:
    row = locked(applications(), application_id, actor, "judge")
    assert isinstance(row, Application)
    return row


def _own(assignment_id: int, actor: User) -> tuple[ReviewAssignment, Programme]:
    """An expert's own assignment, locked, on which marks may still be given."""
    ReviewAssignment.objects.select_for_update().filter(pk=assignment_id).first()
    found = assignment_open_to(actor, assignment_id)
    if found is None:
        raise NotThereError
    if found.application.state != REVIEWING:
        raise RefusedError(_("评审还没有开始，或已经结束。"))
    if found.final_at is not None:
        raise RefusedError(_("您已经定稿，不能再改。"))
    return found, programme_of(found.application.definition_id)


def _told(action: str, actor: User, row: Application, facts: Mapping[str, object]) -> None:
    trail(action=action, actor=actor, register=REVIEWS, record_id=row.pk, facts=facts)


def _number(percent: int | None) -> Decimal | None:
    return None if percent is None else Decimal(percent)


def _cooling_off(today: date) -> int:
    return int(load_parameters().value(COOLING_OFF, today))


def assign_reviewers(
    *, application_id: int, reviewer_ids: Iterable[int], actor: User
) -> tuple[list[ReviewAssignment], list[str]]:
    """Assign several experts, each for itself; those made, and why others were not."""
    made, refused = [], []
    for reviewer_id in reviewer_ids:
        try:
            made.append(assign_reviewer(application_id=application_id, reviewer_id=reviewer_id, actor=actor))
        except RefusedError as error:
            refused.append(str(error))
    return made, refused
