"""Pages of standards that a list does not do: systems as trees with gaps, reviews by the day they fall due."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhiqiang.domains.standards.models import LocalStandard, SystemNode
from zhiqiang.domains.standards.queries import STATUSES, due_reviews, review_of, trees
from zhiqiang.domains.standards.registers import LOCAL_STANDARDS, READERS, REVIEWS, SYSTEM_NODES
from zhiqiang.domains.standards.rules import Branch
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.pages.templatetags.look import chip
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.text import lazy
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES

WORDS = {
    "overdue": ("bad", lazy("逾期未复审")),
    "soon": ("warn", lazy("即将到期")),
    "revising": ("late", lazy("修订中")),
    "later": ("ok", lazy("未到期")),
}


@marks.roles(*READERS)
def systems_page(request: HttpRequest) -> HttpResponse:
    """Every system of standards that the person may see, and one of them as a tree with its gaps."""
    seen = scope_for(request.user, SYSTEM_NODES, "view").restrict(SystemNode.objects.all())  # type: ignore[arg-type]
    found = trees(seen)
    name = request.GET.get("system", next(iter(found), ""))
    if name and name not in found:
        raise Http404
    tree = found.get(name)
    return render(
        request,
        "standards/systems.html",
        {
            "systems": found.items(),
            "name": name,
            "tree": tree,
            "lines": list(_flat(tree.roots)) if tree else [],
            "may_add": may(request.user, SYSTEM_NODES, "add"),  # type: ignore[arg-type]
            "register": SYSTEM_NODES,
        },
    )


@marks.roles(*READERS)
def reviews_page(request: HttpRequest) -> HttpResponse:
    """The local standards in force by the day of their next review: what is overdue, what falls due soon."""
    today = clock.today()
    seen = scope_for(request.user, LOCAL_STANDARDS, "view").restrict(LocalStandard.objects.all())  # type: ignore[arg-type]
    standing = standing_on(LOCAL_STANDARDS, today, seen)  # type: ignore[arg-type]
    rows = due_reviews(LocalStandard.objects.filter(pk__in=standing.values("pk")), today)
    asked = request.GET.get("status", "")
    counts = {status: sum(row.due.status == status for row in rows) for status in STATUSES}
    return render(
        request,
        "standards/reviews.html",
        {
            "rows": [(row, *WORDS[row.due.status]) for row in rows if asked in {"", row.due.status}],
            "counts": [(status, chip(*WORDS[status]), counts[status]) for status in STATUSES],
            "urgent": counts["overdue"] + counts["soon"],
            "asked": asked,
            "may_add": may(request.user, REVIEWS, "add"),  # type: ignore[arg-type]
            "standards": LOCAL_STANDARDS,
            "reviews": REVIEWS,
        },
    )


def part_of_a_record(request: HttpRequest, register: Register, row: Record) -> dict[str, Any] | None:  # noqa: ARG001 (the shape of settings.RECORD_EXTRAS)
    """What a record's page says of the next review of a local standard, or of the system that a node stands in."""
    if isinstance(row, LocalStandard):
        counted = row.reviews.filter(state__in=EVIDENCE_STATES)
        due = review_of(row, counted, clock.today())
        colour, words = WORDS[due.status]
        return {"template": "standards/next_review.html", "due": due, "colour": colour, "words": words}
    if isinstance(row, SystemNode):
        return {"template": "standards/in_system.html", "system": row.system}
    return None


def _flat(branches: tuple[Branch, ...], depth: int = 0) -> Iterator[tuple[int, Branch]]:
    """Every branch in reading order with its depth."""
    for branch in branches:
        yield depth, branch
        yield from _flat(branch.below, depth + 1)
