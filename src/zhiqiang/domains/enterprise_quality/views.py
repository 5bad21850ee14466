"""The work list of chief quality officers: the missing by county; and what an appointed officer still lacks."""

import csv
from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.domains.enterprise_quality import rules
from zhiqiang.domains.enterprise_quality.models import AboveScale, QualityOfficer
from zhiqiang.domains.enterprise_quality.queries import Coverage, UnitCoverage, coverage_on, listed_records
from zhiqiang.domains.enterprise_quality.registers import ABOVE_SCALE_LIST, LIST_EDITIONS, QUALITY_OFFICERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import STAFF
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.exports import attachment_header, safe
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.trail.record import record as trail

READERS = (*STAFF, "auditor", "administrator")
MARK = "\ufeff"


@marks.roles(*READERS)
@require_safe
def officer_coverage(request: HttpRequest) -> HttpResponse:
    """Counts by county on any day, and below them the enterprises without an officer that this person may see."""
    found = coverage_on(_day(request))
    chosen = _chosen(request, found)
    if request.GET.get("format") == "csv":
        return _as_csv(request, found, chosen)
    visible = _visible(request, chosen, "view")
    lists = [(row, visible[row.unit.pk], row.lacking - len(visible[row.unit.pk])) for row in chosen if row.lacking]
    context = {
        "found": found,
        "rate": figure_text(found.city.rate, "%", 1),
        "rows": [(row, figure_text(row.rate, "%", 1)) for row in (*found.units, found.city)],
        "unit": request.GET.get("unit", ""),
        "lists": lists,
        "above_scale": ABOVE_SCALE_LIST,
        "officers": QUALITY_OFFICERS,
        "editions": LIST_EDITIONS,
        "may_appoint": may(_person(request), QUALITY_OFFICERS, "add"),
    }
    return render(request, "enterprise_quality/officer_coverage.html", context)


def shortfalls_of_an_officer(request: HttpRequest, register: Register, row: Record) -> dict[str, object] | None:  # noqa: ARG001 (an extra's shape)
    """The part of an appointment's page that says what the officer lacks by the city's settings (RECORD_EXTRAS)."""
    if not isinstance(row, QualityOfficer):
        return None
    parameters, today = load_parameters(), clock.today()
    found = rules.officer_shortfalls(
        {name: getattr(row, name) for name in ("education", "experience_years", "certificate", "appointed_by")},
        college_years=parameters.value("quality_officer.experience.college", today),
        other_years=parameters.value("quality_officer.experience.other", today),
    )
    return {"template": "enterprise_quality/officer_shortfalls.html", "shortfalls": found}


def _chosen(request: HttpRequest, found: Coverage) -> list[UnitCoverage]:
    """The county asked for, or all. Raises Http404 for one that is not there."""
    code = request.GET.get("unit", "")
    rows = [row for row in found.units if code in ("", row.unit.code)]
    if not rows:
        raise Http404
    return rows


def _visible(request: HttpRequest, rows: list[UnitCoverage], action: str) -> dict[int, list[AboveScale]]:
    """Unit id → its missing enterprises that this person may see."""
    scope = scope_for(_person(request), ABOVE_SCALE_LIST, action)
    listed = {record: row.unit.pk for row in rows for record in row.missing}
    by_unit: dict[int, list[AboveScale]] = defaultdict(list)
    for one in listed_records(listed):
        if scope.allows(one):
            by_unit[listed[one.pk]].append(one)
    return by_unit


def _as_csv(request: HttpRequest, found: Coverage, rows: list[UnitCoverage]) -> HttpResponse:
    """The missing enterprises inside this person's export scope, one a line; the export stands in the trail."""
    visible = _visible(request, rows, "export")
    with transaction.atomic():
        facts = {"query": request.GET.urlencode()[:400], "list": "quality_officer_coverage"}
        trail(action="export", actor=_person(request), register=ABOVE_SCALE_LIST.slug, facts=facts)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    mark = f"{_('演示数据')}-" if settings.DEMO else ""
    name = f"{mark}{_('未任命首席质量官的规上工业企业')}-{found.day}.csv"
    response["Content-Disposition"] = attachment_header(name)
    response.write(MARK)
    writer = csv.writer(response)
    labels = (_("县区"), _("企业"), _("统一社会信用代码"), _("行业大类"), _("入规日期"), _("名册日期"), _("截至"))
    writer.writerow([*labels, *([_("数据性质")] if settings.DEMO else [])])
    for row, one in ((county, firm) for county in rows for firm in visible[county.unit.pk]):
        firm = one.organisation
        cells = [one.unit.short, firm.title, firm.uscc or "", one.get_division_display()]
        edition = row.edition.as_of.isoformat() if row.edition else ""
        days = [one.valid_from.isoformat(), edition, found.day.isoformat()]
        writer.writerow([*safe([*cells, *days]), *([_("演示数据")] if settings.DEMO else [])])
    return response


def _day(request: HttpRequest) -> date:
    """The day asked for, today where none or no day was given; the list of tomorrow is not known."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), clock.today())
    except ValueError:
        return clock.today()


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
