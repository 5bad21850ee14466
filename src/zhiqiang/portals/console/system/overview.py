"""The first page of the system: what is kept, whether the trail holds, which plan and data stand, which jobs run."""

from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.models import DatasetVersion, DirtyPartition
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.plans.models import PlanSnapshot
from zhiqiang.foundation.reference.models import CalendarYear, Organisation, ProductClass
from zhiqiang.foundation.trail.models import TrailHead
from zhiqiang.foundation.trail.record import verify_trail
from zhiqiang.foundation.workflow.models import ClockRun

LISTED = 10


@roles("administrator", "auditor")
@require_safe
def system(request: HttpRequest) -> HttpResponseBase:
    """Everything on one page; who audits reads it."""
    return render(request, "console/system_index.html", _context(request))


@roles("administrator", "auditor")
@require_POST
def trail_check(request: HttpRequest) -> HttpResponseBase:
    """Walk the whole chain and say what was found."""
    count, fault = verify_trail()
    checked = {"count": count, "fault": fault, "at": clock.now()}
    return render(request, "console/system_index.html", {**_context(request), "checked": checked})


def _context(request: HttpRequest) -> dict[str, Any]:
    is_administrator = has_role(request.user, ("administrator",))
    unfinished = Job.objects.filter(status__in=(Job.Status.WAITING, Job.Status.RUNNING, Job.Status.FAILED))
    return {
        "users": User.objects.aggregate(all=Count("pk"), active=Count("pk", filter=Q(is_active=True))),
        "years": CalendarYear.objects.aggregate(last=Max("year"), count=Count("pk")),
        "provisional": ClockRun.objects.filter(stopped_at=None, provisional=True).count(),
        "organisations": Organisation.objects.count(),
        "classes": ProductClass.objects.count(),
        "api_keys": _address("api-keys") if is_administrator else "",
        "trail": TrailHead.objects.first(),
        "plan": PlanSnapshot.objects.filter(active=True).defer("content").first(),
        "datasets": _datasets(),
        "jobs": unfinished.select_related("actor")[:LISTED],
    }


def _datasets() -> list[dict[str, Any]]:
    """The version of each dataset that stands, and how many months wait to be written again."""
    latest = Q(pk__in=())
    for one in DatasetVersion.objects.order_by().values("dataset").annotate(latest=Max("version")):
        latest |= Q(dataset=one["dataset"], version=one["latest"])
    standing = {one.dataset: one for one in DatasetVersion.objects.filter(latest)}
    stale = DirtyPartition.objects.values_list("dataset").annotate(Count("pk"))
    waiting = {str(slug): int(count) for slug, count in stale}
    return [
        {"slug": slug, "version": standing.get(slug), "waiting": waiting.get(slug, 0)}
        for slug in sorted(catalogue.datasets())
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
