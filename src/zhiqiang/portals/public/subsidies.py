"""The subsidies that were paid: who, for what, by which rule and clause, how much, when. Organisations only."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from zhiqiang.domains.incentives.models import Payment
from zhiqiang.domains.incentives.queries.budget import came_back, paid_by_clause, paid_payments
from zhiqiang.domains.incentives.rules import to_yuan
from zhiqiang.foundation.access.marks import public
from zhiqiang.foundation.registers.exports import safe
from zhiqiang.foundation.registers.paging import page_of, total_words
from zhiqiang.portals.public.downloads import CHUNK, MARK, as_file, nature


@public
@require_safe
@cache_control(private=True, no_cache=True)
def subsidies(request: HttpRequest) -> HttpResponse:
    """What was paid, by year, newest first."""
    years = sorted({one.year for one in paid_by_clause()}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else None
    rows = paid_payments() if year is None else paid_payments().filter(paid_on__year=year)
    page = page_of(rows, request.GET.get("page"))
    back = came_back(page.object_list)
    context = {
        "years": years,
        "year": year,
        "page": page,
        "total": total_words(page),
        "rows": [(one, back.get(one.pk, 0)) for one in page.object_list],
        "sum_fen": sum(one.amount_fen for one in paid_by_clause(year)),
        "large": request.COOKIES.get("large_type") == "1",
    }
    return render(request, "public/subsidies.html", context)


@public
@require_safe
def subsidies_csv(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 (a view)
    """Everything that was paid, as CSV."""
    return as_file(StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8"), "subsidies", "csv")


def _lines() -> Iterator[str]:
    marked = [nature()] if nature() else []
    header = [
        _("受资助单位"), _("统一社会信用代码"), _("县区"), _("项目"), _("资助事项"), _("金额（元）"), _("付款日期"),
        _("金额规则"), _("方案条目"), _("已收回（元）"),
    ]  # fmt: skip
    yield MARK + _written([*header, *([_("数据性质")] if marked else [])])
    for one, back in _rows():
        organisation = one.organisation
        cells = [
            organisation.title, organisation.uscc or "", organisation.unit.title, one.programme_title, one.thing,
            str(one.amount), one.paid_on.isoformat() if one.paid_on else "", one.rule, one.clause, str(to_yuan(back)),
        ]  # fmt: skip
        yield _written([*safe(cells), *marked])


def _rows() -> Iterator[tuple[Payment, int]]:
    """Read chunk by chunk: a slow reader holds no database cursor open, which would keep SQLite from writing."""
    below = None
    while True:
        rows = paid_payments().order_by("-pk")
        chunk = list((rows if below is None else rows.filter(pk__lt=below))[:CHUNK])
        back = came_back(chunk)
        yield from ((one, back.get(one.pk, 0)) for one in chunk)
        if len(chunk) < CHUNK:
            return
        below = chunk[-1].pk


def _written(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
