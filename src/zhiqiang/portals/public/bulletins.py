"""The published bulletins: list, page with both files, the check that computes every figure again, what was revised."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from zhiqiang.domains.bulletins.facade import PublishedBulletin, published, published_numbered
from zhiqiang.foundation.access.marks import public
from zhiqiang.foundation.documents.views import send
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.preview import preview_of
from zhiqiang.foundation.papers.reproduce import Reproduction, reproduce_paper
from zhiqiang.foundation.papers.revisions import revised_since
from zhiqiang.kernel.papers import figures_of

ENDINGS = ("docx", "pdf")
TEN_MINUTES = 600  # a check computes every figure again: the same paper is not computed for each visitor
fresh = cache_control(private=True, no_cache=True)


@public
@require_safe
@fresh
def bulletins(request: HttpRequest) -> HttpResponse:
    """Every published bulletin."""
    return _render(request, "public/bulletins.html", {"bulletins": published()})


@public
@require_safe
@fresh
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """One bulletin as it was issued, and what has happened to its figures since."""
    found = _found(number)
    paper = found.paper
    context = {
        "bulletin": found,
        "issued": paper,
        "sheet": preview_of(paper),
        "figures": len(figures_of(paper.paper)),
        "revised": revised_since(paper.paper),
        "successor": paper.successor,
        "checked": _checked(paper) if "check" in request.GET else None,
        "endings": ENDINGS,
    }
    return _render(request, "public/bulletin.html", context)


@public
@require_safe
def bulletin_file(request: HttpRequest, number: str, ending: str) -> HttpResponseBase:  # noqa: ARG001 (a view)
    """The very file that was issued."""
    if ending not in ENDINGS:
        raise Http404
    paper = _found(number).paper
    return send(paper.docx if ending == "docx" else paper.pdf)


def _checked(paper: IssuedPaper) -> Reproduction:
    key = f"reproduced:{paper.pk}"
    found: Reproduction | None = cache.get(key)
    if found is None:
        found = reproduce_paper(paper)
        cache.set(key, found, TEN_MINUTES)
    return found


def _found(number: str) -> PublishedBulletin:
    found = published_numbered(number)
    if found is None:
        raise Http404
    return found


def _render(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context | {"large": request.COOKIES.get("large_type") == "1"})
