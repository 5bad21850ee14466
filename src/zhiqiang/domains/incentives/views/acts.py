"""What is done: promise, propose, record what was paid or came back. One at a time; the same form twice acts once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiqiang.domains.incentives.actions import commitments, payments, recoveries
from zhiqiang.domains.incentives.models import Recovery
from zhiqiang.domains.incentives.registers import PAYMENTS, RECOVERIES
from zhiqiang.domains.incentives.rules import to_fen, yuan_text
from zhiqiang.domains.incentives.workflow import FINANCE, OFFICER, PAY, RECEIVE
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import once
from zhiqiang.foundation.registers.stepping import step_on_seen


@roles(*OFFICER)
@require_POST
def commit(request: HttpRequest, key: int) -> HttpResponse:
    """Promise an award its money."""

    def write() -> str:
        line_id = _number(request, "line", _("请选择预算项目。"))
        made = commitments.commit_award(application_id=key, line_id=line_id, actor=person_of(request))
        messages.success(
            request, _("已承诺 %(amount)s：%(row)s。") % {"amount": yuan_text(made.amount_fen), "row": made}
        )
        return reverse("money-commitment", args=[made.pk])

    return _done(request, write, back=_back(request))


@roles(*OFFICER)
@require_POST
def propose(request: HttpRequest, record: int) -> HttpResponse:
    """Propose to pay a commitment or a part of it."""

    def write() -> str:
        made = payments.propose_payment(
            commitment_id=record, actor=person_of(request), amount_fen=_fen(request, "amount")
        )
        messages.success(request, _("已提出拨付 %(amount)s，等两人批准。") % {"amount": yuan_text(made.amount_fen)})
        return reverse("money-payment", args=[made.pk])

    return _done(request, write, back=reverse("money-commitment", args=[record]))


@roles(*OFFICER)
@require_POST
def follow(request: HttpRequest, record: int) -> HttpResponse:
    """Do what follows a withdrawn recognition."""
    here = reverse("money-commitment", args=[record])

    def write() -> str:
        made = recoveries.follow_withdrawal(commitment_id=record, actor=person_of(request))
        owed = yuan_text(sum(one.amount_fen for one in made))
        words = _("已按撤销办理，拟追回 %(owed)s。") % {"owed": owed} if made else _("已按撤销办理，没有要追回的。")
        messages.success(request, words)
        return here

    return _done(request, write, back=here)


@roles(*FINANCE)
@require_POST
def pay(request: HttpRequest, record: int) -> HttpResponse:
    """Record that a payment has gone, by its voucher."""
    return _with_voucher(request, PAYMENTS, record, step=PAY, day="paid_on", page="money-payment")


@roles(*FINANCE)
@require_POST
def receive(request: HttpRequest, record: int) -> HttpResponse:
    """Record that money has come back, by its voucher."""
    return _with_voucher(request, RECOVERIES, record, step=RECEIVE, day="received_on", page="money-recovery")


@roles(*OFFICER, *FINANCE)
@require_POST
def recover(request: HttpRequest, record: int) -> HttpResponse:
    """Propose that a payment or a part of it must come back."""

    def write() -> str:
        cause, explanation = request.POST.get("cause", ""), request.POST.get("explanation", "").strip()[:400]
        if cause not in Recovery.Cause.values or not explanation:
            raise RefusedError(_("请选择追回的原因，并写明依据。"))
        made = recoveries.propose_recovery(
            payment_id=record, cause=cause, explanation=explanation, actor=person_of(request),
            amount_fen=_fen(request, "amount"),
        )  # fmt: skip
        messages.success(request, _("已提出追回 %(amount)s，等另一人决定。") % {"amount": yuan_text(made.amount_fen)})
        return reverse("money-recovery", args=[made.pk])

    return _done(request, write, back=reverse("money-payment", args=[record]))


def _with_voucher(
    request: HttpRequest, register: Register, record: int, *, step: str, day: str, page: str
) -> HttpResponse:
    here = reverse(page, args=[record])

    def write() -> str:
        values: dict[str, Any] = {"voucher": request.POST.get("voucher", ""), day: _day(request, day)}
        row = step_on_seen(
            register=register, record_id=record, version=request.POST.get("version", ""), step=step,
            actor=person_of(request), values=values,
        )  # fmt: skip
        title = register.workflow.step(step).title
        messages.success(request, _("“%(step)s”已办理：%(row)s。") % {"step": title, "row": row})
        return here

    return _done(request, write, back=here)


def _done(request: HttpRequest, write: Callable[[], str], *, back: str) -> HttpResponse:
    """Act once and go where it leads; what was refused is said where the person came from."""
    try:
        return redirect(once(request, person_of(request), write))
    except NotThereError:
        raise Http404 from None
    except (RefusedError, WrongValuesError) as error:
        messages.error(request, str(error))
        return redirect(back)


def _back(request: HttpRequest) -> str:
    """The programme's page that the form stood on."""
    code = request.POST.get("programme", "")
    return reverse("money-programme", args=[code]) if code.replace("-", "").isalnum() else reverse("money")


def _number(request: HttpRequest, name: str, otherwise: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isdecimal() and len(text) < 19):
        raise RefusedError(otherwise)
    return int(text)


def _fen(request: HttpRequest, name: str) -> int | None:
    """An amount typed in yuan, as fen; None where the field is empty. Raises RefusedError for what is no amount."""
    text = request.POST.get(name, "").strip().replace(",", "").replace("，", "")
    if not text:
        return None
    wrong = RefusedError(_("“%(text)s”不是金额，请以元为单位填写，最多两位小数，如 200000。") % {"text": text[:40]})
    try:
        yuan = Decimal(text)
        if not yuan.is_finite() or abs(yuan) > 10**12:
            raise wrong
        return to_fen(yuan)
    except (InvalidOperation, ValueError):
        raise wrong from None


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusedError(_("“%(text)s”不是日期，应写作 2026-03-01。") % {"text": text[:20]}) from None
