"""What tests of assessment stand on: a run brought to any stage, its people, and facts of our own making."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhiqiang.domains.assessment.actions.marks import Given, give_marks, verify_marks
from zhiqiang.domains.assessment.actions.runs import open_run
from zhiqiang.domains.assessment.models import DepartmentMark, Result, Run
from zhiqiang.domains.assessment.queries import facts, standings
from zhiqiang.domains.assessment.queries.facts import marks_of
from zhiqiang.domains.assessment.registers import RUNS
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.workflow.verification import VERIFIED
from zhiqiang.kernel.assessment import Counted, Facts, Observed, Order, Scheme

SCHEME, PERIOD, TITLE = "county-quality-2026", "2026Q3", "2026年第三季度考评"
MARKED = ("arrangement", "mechanism", "activity", "practice")
FIGURES = {"agri_rate": "98", "food_rate": "97.8", "drug_rate": "98.5", "firm_visits": "3", "helped_firms": "6"}


def made_up(scheme: Scheme, unit: Unit, **figures: str) -> Facts:
    """Facts without any evidence behind them: the same for every unit but where `figures` says otherwise."""
    values = FIGURES | figures
    return Facts(
        observed={code: Observed(Decimal(value)) for code, value in values.items()},
        counted={"reports_on_time": Counted(9, 10), "duties_on_time": Counted(3, 4)},
        orders=[Order("blue", f"演示督〔{unit.position}〕号")] if unit.code == "130825" else [],
    )


@dataclass
class Office:
    """The people of an assessment and the run that they are in."""

    city: City
    officer: User = field(init=False)
    checker: User = field(init=False)
    leader: User = field(init=False)
    another: User = field(init=False)
    department: User = field(init=False)
    figures: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        here = self.city.city
        self.officer, self.checker = self.city.users["city_officer"], self.city.users["city_verifier"]
        self.leader, self.another = self.city.person("leader", here), self.city.person("city_officer", here)
        bureau = Organisation.objects.create(title="市场监管局（演示）", kind="department", unit=here)
        self.department = self.city.person("department", here, organisation=bureau)

    def put_facts_in_place(self, replace: Callable[..., None]) -> None:
        """Gather facts of our own making: what is tested here is not the figures."""

        def gather(
            scheme: Scheme, _period: Any, units: Any, *, run: Run | None = None, **_rest: Any
        ) -> dict[str, Facts]:
            marks = marks_of(run) if run is not None else {}
            found = {}
            for unit in units:
                known = made_up(scheme, unit, **self.figures.get(unit.code, {}))
                found[unit.code] = Facts(known.observed, known.counted, known.orders, marks.get(unit.code, {}))
            return found

        replace(facts, "gather", gather)
        replace(standings, "gather", gather)

    def run(self) -> Run:
        return open_run(scheme=SCHEME, period=PERIOD, title=TITLE, actor=self.officer)

    def step(self, run: Run, step: str, actor: User | None = None, reason: str = "") -> Run:
        made = take_step(register=RUNS, record_id=run.pk, step=step, actor=actor or self.officer, reason=reason)
        assert isinstance(made, Run)
        return made

    def mark(
        self, run: Run, layer: str, unit: Unit, actor: User, values: Mapping[str, str], why: str = "查验材料"
    ) -> None:
        """Give scores and have somebody else check them."""
        given = {item: Given(Decimal(value), why) for item, value in values.items()}
        give_marks(run=run, unit=unit, layer=layer, marks=given, actor=actor)
        checker = {"self": self.city.users["verifier"], "department": self.checker, "field": self.another}[layer]
        verify_marks(run=run, unit=unit, layer=layer, actor=checker)

    def to_department(self) -> Run:
        run = self.step(self.run(), "open")
        return self.step(run, "to_department")

    def to_field(self) -> Run:
        """A run in its field checks, with a department's score of 4 on every marked item of every unit."""
        run = self.to_department()
        self.mark(run, "department", self.city.unit, self.department, dict.fromkeys(MARKED, "4"))
        common = {"recorded_by": self.department, "recorded_at": clock.now(), "changed_at": clock.now()}
        others = [one for one in reporting_units() if one != self.city.unit]
        DepartmentMark.objects.bulk_create(
            DepartmentMark(run=run, unit=unit, item=item, value=4, reason="查验材料", state=VERIFIED, **common)
            for unit in others
            for item in MARKED
        )  # straight into the table: 隆化县 has gone the whole way
        return self.step(run, "to_field")

    def combined(self) -> Run:
        return self.step(self.to_field(), "combine")

    def published(self) -> Run:
        return self.step(self.combined(), "publish", self.leader)

    def result(self, run: Run) -> Result:
        """The newest result of 隆化县."""
        return Result.objects.filter(run=run, unit=self.city.unit).order_by("-number")[0]
