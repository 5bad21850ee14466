"""How much the units are asked for: published, so that anybody can see whether it grows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from zhiqiang.domains.delivery.facade import burden_of_units
from zhiqiang.foundation.access.marks import public


@public
@require_safe
@cache_control(private=True, no_cache=True)
def burden(request: HttpRequest) -> HttpResponse:
    """Reports and fields that the units were asked for in the last twelve months, and what the system filled."""
    large = {"large": request.COOKIES.get("large_type") == "1"}
    return render(request, "public/burden.html", burden_of_units() | large)
