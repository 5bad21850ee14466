"""One order, interview, correction or review on its page: the record as every register shows it, and its chain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.supervision import presentation
from zhiqiang.domains.supervision.actions.reviews import last_day_to_apply, why_recused
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review, Rung
from zhiqiang.domains.supervision.queries.chains import chain_of
from zhiqiang.domains.supervision.queries.ladder import last_day_of, rung_of
from zhiqiang.domains.supervision.registers import CORRECTIONS, INTERVIEWS, ON_LADDER, ORDERS, REVIEWS
from zhiqiang.domains.supervision.workflow import APPLIED, APPROVED, READERS, STANDING
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.kernel.workflow import Step

SEES = (*READERS, "auditor")
#: Steps whose own form stands in the page, and those that only a consequence takes.
WITH_FORM = ("reply", "hold", "report")
#: What the pages tell in their own words, above the table of facts.
TOLD_ABOVE = {
    ORDERS.slug: ("addressee", "rung", "title", "ground", "demand", "authority", "due_on", "former", "finding"),
    REVIEWS.slug: ("order", "grounds", "decision", "undone", "applied_on"),
    INTERVIEWS.slug: (
        "addressee", "person", "interviewer", "held_on", "held_at", "place", "cause", "minutes", "order",
        "unit_signed_by", "unit_signed_on", "city_signed_by", "city_signed_on",
    ),
    CORRECTIONS.slug: ("interview", "demand", "report", "reported_on", "finding"),
}  # fmt: skip
CONSEQUENCES = ("annul", "conclude", "close", "fall", "call_off")


@roles(*SEES)
@require_safe
def order(request: HttpRequest, record: int) -> HttpResponse:
    """An order: its chain, ground and facts, the reply, reviews, the interview; and the forms of whose turn it is."""
    row = visible_record(request, ORDERS, record)
    return render(request, "supervision/order.html", order_context(request, row))


@roles(*SEES)
@require_safe
def interview(request: HttpRequest, record: int) -> HttpResponse:
    """An interview: notice, minutes, who has confirmed, the correction."""
    row = visible_record(request, INTERVIEWS, record)
    assert isinstance(row, Interview)
    context = _context(request, INTERVIEWS, row) | {
        "interview": row,
        "correction": Correction.objects.filter(interview=row).first(),
        "corrections": CORRECTIONS,
        "links": chain_of(row.order, drafts=_sees_drafts(request)),
        "orders": ORDERS,
    }
    return render(request, "supervision/interview.html", context)


@roles(*SEES)
@require_safe
def correction(request: HttpRequest, record: int) -> HttpResponse:
    """A correction: what is demanded, the unit's report, the re-check."""
    row = visible_record(request, CORRECTIONS, record)
    assert isinstance(row, Correction)
    context = _context(request, CORRECTIONS, row) | {
        "correction": row,
        "links": chain_of(row.interview.order, drafts=_sees_drafts(request)),
        "orders": ORDERS,
    }
    return render(request, "supervision/correction.html", context)


@roles(*SEES)
@require_safe
def review(request: HttpRequest, record: int) -> HttpResponse:
    """A review: the unit's grounds, the order, who stands aside, what an upheld one undid."""
    row = visible_record(request, REVIEWS, record)
    assert isinstance(row, Review)
    recused = why_recused(row, person_of(request)) if row.state == APPLIED else ""
    context = _context(request, REVIEWS, row, closed=("uphold", "dismiss") if recused else ())
    context |= {
        "review": row,
        "recused": recused if has_role(person_of(request), REVIEWS.access["uphold"]) else "",
        "links": chain_of(row.order, drafts=_sees_drafts(request)),
        "orders": ORDERS,
    }
    return render(request, "supervision/review.html", context)


def order_context(request: HttpRequest, row: Any) -> dict[str, Any]:
    """What the page of an order shows."""
    assert isinstance(row, Order)
    person = person_of(request)
    own = row.issued_on is not None and scope_for(person, REVIEWS, "add").allows(row)
    last = last_day_to_apply(row) if own and row.state in STANDING else None
    open_review = row.reviews.filter(state=APPLIED).exists()
    context = _context(request, ORDERS, row)
    waits = row.rung == Rung.INTERVIEW and row.state == APPROVED and not Interview.objects.filter(order=row).exists()
    last_day = last_day_of(row)
    early = {"lapse"} if last_day is None or clock.today() <= last_day else set()
    early |= {"serve"} if row.rung == Rung.INTERVIEW else set()
    context["buttons"] = [one for one in context["buttons"] if one.code not in early]
    may_arrange = waits and scope_for(person, INTERVIEWS, "add").allows(row)
    return context | {
        "order": row,
        "rung": rung_of(row),
        "colour": presentation.COLOURS[row.rung],
        "links": chain_of(row, drafts=_sees_drafts(request)),
        "orders": ORDERS,
        "last_day": last_day,
        "reviews": list(row.reviews.order_by("pk")),
        "review_register": REVIEWS,
        "apply_until": last if last and clock.today() <= last and not open_review else None,
        "interview": Interview.objects.filter(order=row).first(),
        "interviews": INTERVIEWS,
        "may_arrange": may_arrange,
        "today": clock.today(),
    }


def _sees_drafts(request: HttpRequest) -> bool:
    return has_role(person_of(request), ON_LADDER)


def _context(request: HttpRequest, register: Register, row: Any, *, closed: tuple[str, ...] = ()) -> dict[str, Any]:
    context = record_context(request, register, row)
    offered: tuple[Step, ...] = context["offer"].steps
    hidden = (*WITH_FORM, *CONSEQUENCES, *closed)
    told = {register.label(name) for name in TOLD_ABOVE.get(register.slug, ())}
    return context | {
        "sees_drafts": _sees_drafts(request),
        "facts": [one for one in context["facts"] if one[0] not in told],
        "buttons": [step for step in offered if step.code not in hidden],
        "form_step": next((step for step in offered if step.code in WITH_FORM), None),
    }
