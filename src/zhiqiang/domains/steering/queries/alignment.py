"""The provincial outline beside the plan: what is taken up, what is not, and clauses that answer no task."""

from dataclasses import dataclass

from zhiqiang.domains.steering.models import Alignment, OutlineTask
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES
from zhiqiang.kernel.plan import Clause


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the clauses that serve it."""

    task: OutlineTask
    links: tuple[tuple[Clause, Alignment], ...]

    @property
    def status(self) -> str:
        """ "gap" where no clause serves it, "partial" where none serves it fully, else "full"."""
        if not self.links:
            return "gap"
        return "full" if any(link.fit == Alignment.Fit.FULL for _clause, link in self.links) else "partial"


@dataclass(frozen=True, slots=True)
class Aligned:
    """Every verified task, and the clauses that answer none."""

    tasks: tuple[TaskRow, ...]
    orphans: tuple[Clause, ...]
    clauses: int

    @property
    def gaps(self) -> tuple[TaskRow, ...]:
        return tuple(one for one in self.tasks if one.status == "gap")

    @property
    def partial(self) -> tuple[TaskRow, ...]:
        return tuple(one for one in self.tasks if one.status == "partial")


def aligned() -> Aligned:
    """The outline held against the plan in force; only what somebody else has verified counts."""
    plan = active_plan()
    clauses = {one.id: one for one in plan.clauses}
    links: dict[int, list[tuple[Clause, Alignment]]] = {}
    served: set[str] = set()
    rows = Alignment.objects.filter(state__in=EVIDENCE_STATES, task__state__in=EVIDENCE_STATES)
    for one in rows.order_by("clause"):
        if one.clause in clauses:
            links.setdefault(one.task_id, []).append((clauses[one.clause], one))
            served.add(one.clause)
    tasks = OutlineTask.objects.filter(state__in=EVIDENCE_STATES).order_by("document", "number")
    return Aligned(
        tuple(TaskRow(task, tuple(links.get(task.pk, ()))) for task in tasks),
        tuple(one for one in plan.clauses if one.id not in served),
        len(plan.clauses),
    )
