"""For anybody: which calls are open, what is on public notice and until when one may object, what came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.programmes.queries import public
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.registers.paging import page_of, total_words


@marks.public
@require_safe
def programmes_public(request: HttpRequest) -> HttpResponse:
    """Open calls, notices, outcomes."""
    today = clock.today()
    page = page_of(public.outcomes(), request.GET.get("page"))
    context = {
        "calls": public.calls(today),
        "any_time": public.always_open(today),
        "notices": public.notices(today),
        "page": page,
        "outcomes": public.told(page.object_list),
        "total": total_words(page),
        "today": today,
    }
    return render(request, "programmes/public.html", context)


@marks.public
@require_safe
def notice_public(request: HttpRequest, key: int) -> HttpResponse:
    """One application on notice, or what came of it."""
    row = public.published().filter(pk=key).first()
    if row is None:
        raise Http404
    context = {
        "one": public.told([row])[0],
        "programme": programme_of(row.definition_id),
        "objections": list(row.objections.order_by("received_on", "pk")),
        "outcomes": public.objection_outcomes(row),
        "today": clock.today(),
    }
    return render(request, "programmes/notice.html", context)
