"""What the plan asks for and nobody has been given yet."""

from collections import Counter
from dataclasses import dataclass

from zhiqiang.domains.delivery.models import Duty
from zhiqiang.domains.delivery.workflow import CANCELLED
from zhiqiang.foundation import clock
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import Clause, PlanTarget


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause of the plan and how many duties it has, at the city and in the units; whether a department leads one."""

    clause: Clause
    city: int
    units: int
    led: bool

    @property
    def is_open(self) -> bool:
        """Nobody answers for the clause yet."""
        return not self.city + self.units


def gaps() -> list[Gap]:
    """Every clause in the plan's order; a duty on a target counts for the clause of its target."""
    plan = active_plan()
    rows = Duty.objects.exclude(state=CANCELLED).values_list("clause", "target", "unit__kind", "lead")
    clause_of = {one.id: plan.clause_of(one) for one in plan.targets}
    city, units, led = Counter[str](), Counter[str](), set[str]()
    for clause, target, kind, lead in rows.order_by("pk"):
        place = clause or clause_of.get(target, "")
        (city if kind == Unit.Kind.CITY else units)[place] += 1
        if lead is not None:
            led.add(place)
    return [Gap(one, city[one.id], units[one.id], one.id in led) for one in plan.clauses]


def targets_alone() -> list[PlanTarget]:
    """The targets still to be reached that neither a duty of their own nor one of their clause answers for."""
    plan, today = active_plan(), clock.today()
    rows = Duty.objects.exclude(state=CANCELLED)
    clauses, named = set(rows.values_list("clause", flat=True)), set(rows.values_list("target", flat=True))
    ahead = [one for one in plan.targets if one.due >= today]
    return [one for one in ahead if one.id not in named and plan.clause_of(one) not in clauses]
