"""One commitment, payment or recovery on its page: the record as every register shows it, and the money around it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.domains.incentives.models import Commitment, Payment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.assessment import assess
from zhiqiang.domains.incentives.registers import COMMITMENTS, PAYMENTS, RECOVERIES
from zhiqiang.domains.incentives.views.pages import SEES_MONEY
from zhiqiang.domains.incentives.workflow import COMMITTED, PAID, PAY, RECEIVE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.errors import NotThereError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.kernel.programmes import Refusal

#: Steps that ask for a voucher: their form stands in the page instead of a button.
WITH_VOUCHER = (PAY, RECEIVE)


@roles(*SEES_MONEY)
@require_safe
def commitment(request: HttpRequest, record: int) -> HttpResponse:
    """A commitment: its rule, what is claimed, paid and left, its payments."""
    row = visible_record(request, COMMITMENTS, record)
    return render(request, "incentives/commitment.html", commitment_context(request, row))


@roles(*SEES_MONEY)
@require_safe
def payment(request: HttpRequest, record: int) -> HttpResponse:
    """A payment: whether it may be paid now, who signed, and the form of whose turn it is."""
    return render(
        request, "incentives/payment.html", payment_context(request, visible_record(request, PAYMENTS, record))
    )


@roles(*SEES_MONEY)
@require_safe
def recovery(request: HttpRequest, record: int) -> HttpResponse:
    """A recovery: from which payment, why, until when."""
    row = visible_record(request, RECOVERIES, record)
    return render(request, "incentives/recovery.html", recovery_context(request, row))


def commitment_context(request: HttpRequest, held: Record) -> dict[str, Any]:
    """What the page of a commitment shows."""
    assert isinstance(held, Commitment)
    payments = list(held.payments.select_related("first_by", "second_by").order_by("pk"))
    fallen = awards.withdrawn(held.application)
    owed = any(one.state == PAID and one.recovering_fen < one.amount_fen for one in payments)
    officer = scope_for(person_of(request), COMMITMENTS, "release").allows(held)
    return _context(request, COMMITMENTS, held) | {
        "commitment": held,
        "refusals": _refusals(held) if held.state == COMMITTED else (),
        "payments": payments,
        "payment_register": PAYMENTS,
        "may_propose": officer and held.state == COMMITTED and held.open_fen > 0,
        "may_follow": officer and bool(fallen) and (held.state == COMMITTED or owed),
        "fallen": fallen,
    }


def payment_context(request: HttpRequest, row: Record) -> dict[str, Any]:
    """What the page of a payment shows."""
    assert isinstance(row, Payment)
    person, held = person_of(request), row.commitment
    is_open = row.state != PAID and PAYMENTS.workflow.state(row.state).is_open
    left = row.amount_fen - row.recovering_fen
    return _context(request, PAYMENTS, row) | {
        "payment": row,
        "commitment": held,
        "is_open": is_open,
        "refusals": _refusals(held) if is_open else (),
        "recoveries": list(row.recoveries.order_by("pk")),
        "recovery_register": RECOVERIES,
        "left_fen": left,
        "may_recover": row.state == PAID and left > 0 and scope_for(person, RECOVERIES, "add").allows(row),
    }


def recovery_context(request: HttpRequest, row: Record) -> dict[str, Any]:
    """What the page of a recovery shows."""
    return _context(request, RECOVERIES, row) | {"recovery": row}


def _context(request: HttpRequest, register: Register, row: Record) -> dict[str, Any]:
    context = record_context(request, register, row)
    offered = context["offer"].steps
    return context | {
        "buttons": [step for step in offered if step.code not in WITH_VOUCHER],
        "voucher_step": next((step for step in offered if step.code in WITH_VOUCHER), None),
        "today": clock.today(),
    }


def _refusals(held: Commitment) -> tuple[Refusal, ...]:
    """Why the award may not be paid now; empty when it may."""
    try:
        return assess(held.application, beside=held.pk).refusals
    except NotThereError:
        return (Refusal("not_standing", _("这项认定已不在册，不能支付。")),)
