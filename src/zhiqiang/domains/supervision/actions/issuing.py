"""The papers of supervision: their words taken from the records, issued with a number as attachments of the records."""

from django.conf import settings

from zhiqiang.domains.supervision.actions.records import register
from zhiqiang.domains.supervision.models import Correction, Interview, Order
from zhiqiang.domains.supervision.rules import papers
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.papers.actions import issue_paper
from zhiqiang.foundation.papers.series import issuer_of
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.papers import Paper


def issue_order(order: Order, *, actor: User) -> str:
    """Issue the paper of an order that is being served; its number."""
    assert order.due_on is not None
    words = papers.OrderWords(
        rung=str(order.get_rung_display()),
        title=order.title,
        ground=order.ground,
        demand=order.demand,
        authority=order.authority,
        due=order.due_on,
        review=_days("supervision.review_apply"),
        former=order.former.number if order.former else "",
        major_reason=order.major_reason,
        figures=tuple((one["title"], one["figure"]) for one in order.facts if one.get("figure")),
    )
    return _issue("orders", order, papers.order_paper(_frame("orders", "order", order, order.addressee), words), actor)


def issue_notice(interview: Interview, *, actor: User) -> str:
    """Issue the notice of an interview; its number."""
    frame = _frame("interviews", "interview_notice", interview, interview.addressee)
    return _issue("interviews", interview, papers.notice_paper(frame, _interview(interview)), actor)


def issue_minutes(interview: Interview, *, actor: User) -> str:
    """Issue the minutes that both sides have confirmed; their number."""
    frame = _frame("interviews", "interview_minutes", interview, interview.addressee)
    return _issue("interviews", interview, papers.minutes_paper(frame, _interview(interview)), actor)


def issue_correction(correction: Correction, *, actor: User) -> str:
    """Issue the close of a correction that has passed its re-check; its number."""
    assert correction.reported_on is not None
    words = papers.CorrectionWords(
        minutes_number=correction.interview.minutes_number,
        demand=correction.demand,
        report=correction.report,
        reported_on=correction.reported_on,
        finding=correction.finding,
    )
    frame = _frame("corrections", "correction", correction, correction.unit)
    return _issue("corrections", correction, papers.correction_paper(frame, words), actor)


def _interview(interview: Interview) -> papers.InterviewWords:
    return papers.InterviewWords(
        person=interview.person,
        interviewer=interview.interviewer,
        held_on=interview.held_on,
        held_at=interview.held_at,
        place=interview.place,
        cause=interview.cause,
        authority=interview.order.authority,
        correct=_days("supervision.correct"),
        minutes=interview.minutes,
        notice=interview.number,
        unit_signed=(interview.unit_signed_by, interview.unit_signed_on),
        city_signed=(interview.city_signed_by, interview.city_signed_on),
    )


def _days(parameter: str) -> tuple[int, str]:
    """The days of a time limit in force today, and its source."""
    version = load_parameters().get(parameter).in_force(clock.today())
    return int(version.value), f"parameter:{parameter}@{version.id}"


def _frame(name: str, kind: str, row: Record, unit: Unit) -> papers.Frame:
    """The record's words are those of the version that the running step makes."""
    source = f"record:{register(name).slug}/{row.pk}@{row.version + 1}"
    return papers.Frame(issuer=issuer_of(kind), unit=unit.title, record=source, demo=bool(settings.DEMO))


def _issue(name: str, row: Record, paper: Paper, actor: User) -> str:
    return issue_paper(paper=paper, register=register(name), record_id=row.pk, actor=actor).number
