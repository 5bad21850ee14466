"""Targets broken down: the matrix, one target with its charts, entering a set and deciding on it; the outline."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.domains.steering.actions.shares import propose_shares, verify_set
from zhiqiang.domains.steering.presentation import cascade as shown
from zhiqiang.domains.steering.queries.alignment import aligned
from zhiqiang.domains.steering.queries.shares import units_meant, waiting
from zhiqiang.domains.steering.queries.standing import standing, units_seen_by
from zhiqiang.domains.steering.registers import OFFICER, OUTLINE_TASKS, READERS, SHARES
from zhiqiang.domains.steering.rules import Way, way_of
from zhiqiang.domains.steering.views.boards import LOOKS, day_of
from zhiqiang.domains.steering.workflow import CHECKER
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role, may
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.plans.active import NoPlanError, active_plan
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key, once
from zhiqiang.kernel.plan import PlanTarget

__all__ = ["alignment", "overview", "propose", "target", "verify"]
MOST = Decimal(10) ** 9


@roles(*LOOKS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Targets × units: share and figure side by side, the sum, and the gap to the city's goal."""
    now = standing(day_of(request), units_seen_by(person_of(request)), with_duties=False)
    rows = shown.target_rows(now)
    all_targets = request.GET.get("show") == "all"
    shared = [row for row in rows if row.is_shared]
    context = {
        "now": now,
        "rows": rows if all_targets or not shared else shared,
        "shared": len(shared),
        "total": len(rows),
        "short": [row for row in shared if row.status == "gap"],
        "all": all_targets or not shared,
        "may_add": may(request.user, SHARES, "add"),
    }
    return render(request, "steering/cascade.html", context)


@roles(*LOOKS)
@require_safe
def target(request: HttpRequest, target: str) -> HttpResponse:
    """One target: every unit's share, where it is from, its figure and how it stands; two charts with their tables."""
    found = _target(target)
    now = standing(day_of(request), units_seen_by(person_of(request)), with_duties=False)
    row = shown.target_row(now, found)
    pending = waiting(target) if has_role(request.user, (*READERS, "auditor")) else []
    context = {
        "now": now,
        "row": row,
        "target": found,
        "own": now.shares.own.get(target, {}),
        "history": shown.history(target),
        "path": shown.against_path(row),
        "slopes": shown.slopes(now, found, request.GET.get("unit", "")),
        "chosen": request.GET.get("unit", ""),
        "pending": pending,
        "may_add": may(request.user, SHARES, "add"),
        "may_verify": bool(pending) and has_role(request.user, CHECKER),
        "request_key": new_key(),
    }
    return render(request, "steering/target.html", context)


@roles(*OFFICER)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, target: str) -> HttpResponse:
    """Enter the shares of all units from one paper, with the sum under them."""
    found = _target(target)
    plan = active_plan()
    units = units_meant(plan, found, reporting_units())
    typed = {unit.code: text for unit, text in shown.typed_values(units, target)}
    if request.GET.get("fill") == "equal":
        typed = shown.equal_texts(found, units)
    problems: list[str] = []
    if request.method == "POST":
        typed = {unit.code: request.POST.get(f"value-{unit.code}", "").strip() for unit in units}

        def write() -> str:
            values, decided_on, basis = _given(request, {unit.short: typed[unit.code] for unit in units})
            by_code = {unit.code: values[unit.short] for unit in units if unit.short in values}
            made = propose_shares(
                target=target, values=by_code, decided_on=decided_on, basis=basis, actor=person_of(request)
            )
            messages.success(request, _("已登记 %(n)s 个单位的分解，等另一人核实。") % {"n": len(made)})
            return reverse("steering-target", args=[target])

        try:
            return redirect(once(request, person_of(request), write))
        except (RefusedError, WrongValuesError) as error:
            problems = str(error).split("\n")
    context = {
        "target": found,
        "indicator": plan.indicator(found.indicator),
        "goal": shown.goal_words(plan, found),
        "rows": [(unit, typed[unit.code]) for unit in units],
        "is_sum": way_of(found) is Way.SUM,
        "problems": problems,
        "basis": request.POST.get("basis", ""),
        "decided_on": request.POST.get("decided_on", ""),
        "today": clock.today(),
        "request_key": request.POST.get("request_key") or new_key(),
    }
    return render(request, "steering/propose.html", context, status=422 if problems else 200)


@roles(*CHECKER)
@require_POST
def verify(request: HttpRequest, target: str) -> HttpResponse:
    """Verify the whole set of a target; a set that falls short needs a reason."""
    here = reverse("steering-target", args=[_target(target).id])

    def write() -> str:
        reason = request.POST.get("reason", "").strip()[:400]
        count = verify_set(target=target, actor=person_of(request), reason=reason)
        messages.success(request, _("已核实 %(n)s 个单位的分解。") % {"n": count})
        return here

    try:
        return redirect(once(request, person_of(request), write))
    except NotThereError:
        raise Http404 from None
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(here)


@roles(*LOOKS)
@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    """Tasks of the provincial outline beside the clauses that serve them: gaps and orphans."""
    try:
        found = aligned()
    except NoPlanError:
        raise Http404 from None
    context = {
        "aligned": found,
        "may_add": has_role(request.user, OFFICER),
        "may_open": may(request.user, OUTLINE_TASKS, "view"),
    }
    return render(request, "steering/alignment.html", context)


def _target(wanted: str) -> PlanTarget:
    try:
        found = next((one for one in active_plan().targets if one.id == wanted), None)
    except NoPlanError:
        raise Http404 from None
    if found is None or way_of(found) is Way.NONE:
        raise Http404
    return found


def _given(request: HttpRequest, typed: Mapping[str, str]) -> tuple[dict[str, Decimal], date, str]:
    """The form's values by unit, its day and its paper. Raises RefusedError with every mistake, one a line."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    for unit, text in typed.items():
        if not text:
            continue
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and 0 <= number < MOST and round(number, 4) == number:
            values[unit] = number
        else:
            facts = {"unit": unit, "text": text[:20]}
            problems.append(_("%(unit)s：“%(text)s”不是分解值，请填不小于 0 的数，最多四位小数，如 3。") % facts)
    basis = request.POST.get("basis", "").strip()[:200]
    decided_on = _day(request.POST.get("decided_on", ""))
    if decided_on is None:
        problems.append(_("确定日期没有填对，应写作 2026-03-01。"))
    if not basis:
        problems.append(_("请写明依据文件的名称和文号。"))
    if not values and not problems:
        problems.append(_("没有填任何单位的值。"))
    if problems or decided_on is None:
        raise RefusedError("\n".join(problems))
    return values, decided_on, basis


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
