"""Reads over standards: systems as trees, and local standards by the day of their next review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from zhiqiang.domains.standards.models import LocalStandard, Review, SystemNode
from zhiqiang.domains.standards.rules import Due, Node, Reviewed, Tree, next_review, tree_of
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES

STATUSES = ("overdue", "soon", "revising", "later")


@dataclass(frozen=True, slots=True)
class DueReview:
    """A local standard in force, and when it is to be reviewed next."""

    standard: LocalStandard
    due: Due


def trees(nodes: "QuerySet[SystemNode]") -> dict[str, Tree]:
    """System → its tree, of the verified ones among these nodes, in order of name."""
    by_system: dict[str, list[Node]] = {}
    for one in nodes.filter(state__in=EVIDENCE_STATES).order_by("system", "code"):
        node = Node(one.code, one.parent_code, one.title, one.needed, one.standard_number)
        by_system.setdefault(one.system, []).append(node)
    return {system: tree_of(found) for system, found in by_system.items()}


def due_reviews(standards: "QuerySet[LocalStandard]", on: date) -> list[DueReview]:
    """These standards by urgency: overdue, due soon, being revised, the rest; each group by its day."""
    counted = Review.objects.filter(state__in=EVIDENCE_STATES, reviewed_on__lte=on)
    found = standards.select_related("unit").prefetch_related(Prefetch("reviews", queryset=counted, to_attr="counted"))
    rows = [DueReview(one, review_of(one, one.counted, on)) for one in found]  # type: ignore[attr-defined]  # prefetched
    return sorted(rows, key=lambda row: (STATUSES.index(row.due.status), row.due.day or row.due.since))


def review_of(standard: LocalStandard, reviews: Iterable[Review], on: date) -> Due:
    """When one standard is to be reviewed next, by the rule in force on a day."""
    rules = load_parameters()
    period, remind = (int(rules.value(f"standards.review.{name}", on)) for name in ("period", "remind"))
    made = [Reviewed(one.reviewed_on, one.outcome) for one in reviews]
    return next_review(standard.published_on, made, on, period=period, remind=remind)
