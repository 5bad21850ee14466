"""The facts that call for supervision come from the ledger and the boards, never from a form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from zhiqiang.domains.delivery.facade import open_duty
from zhiqiang.domains.supervision.models import Order
from zhiqiang.domains.supervision.queries import facts
from zhiqiang.domains.supervision.queries.facts import facts_on, lead_of, quarter_ends
from zhiqiang.domains.supervision.queries.ladder import due_on, ladder_of
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.testing.browsing import open_as, words
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.ladder import GroundKind

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        (date(2026, 11, 23), [date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31)]),
        (date(2026, 12, 31), [date(2026, 12, 31), date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31)]),
        (date(2026, 1, 1), [date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30), date(2025, 3, 31)]),
        (date(2026, 3, 30), [date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30), date(2025, 3, 31)]),
    ],
)
def test_the_quarters_that_count_are_those_that_have_ended(on: date, ends: list[date]) -> None:
    assert quarter_ends(on, 4) == ends


def test_an_overdue_duty_of_the_ledger_is_due_for_a_reminder(city: City, as_of: Callable[..., Any]) -> None:
    as_of(2026, 11, 2)
    number = open_duty(
        title="整治电梯", clause="T7.1", unit_id=city.unit.pk, source_kind="plan", starts_on=date(2026, 9, 1),
        due_on=date(2026, 11, 13), actor=city.users["city_officer"],
    )  # fmt: skip
    as_of(2026, 11, 23)
    (due,) = [one for one in due_on(TODAY, f"duty:{number}") if one.subject == f"duty:{number}"]
    (fact,) = due.facts
    assert (due.unit, due.rung.code, fact.kind) == (city.unit.code, "remind", GroundKind.DUTY_OVERDUE)
    assert fact.source == f"record:delivery.duties/{number}"
    assert "整治电梯" in due.grounds[0]
    assert [one for one in due_on(TODAY) if one.subject == due.subject] == [due]


def test_an_order_about_a_duty_goes_to_its_lead_department_too_once_it_is_served(office: Office, city: City) -> None:
    department = Organisation.objects.create(title="市住建局（演示）", kind="department", unit=city.city)
    number = open_duty(
        title="整治电梯", clause="T7.1", unit_id=city.unit.pk, lead_id=department.pk, source_kind="plan",
        starts_on=date(2026, 9, 1), due_on=date(2026, 11, 13), actor=office.officer,
    )  # fmt: skip
    person = city.person("department", city.city, "housing", department)
    assert (office.drafted(f"duty:{number}").lead, lead_of(city.unit.code, f"duty:{number}")) == (None, department)
    row = Order.objects.get()
    assert open_as(person).get(f"/supervision/order/{row.pk}/").status_code == 404
    row = office.take(office.take(row, "approve", office.second), "serve", office.officer)
    assert row.lead == department
    assert "整治电梯" in words(open_as(person).get("/supervision/mine/"))
    assert office.take(row, "reply", person, "已督促整改").state == "replied"


def test_nobody_draws_up_an_order_for_the_department_they_belong_to(office: Office, city: City) -> None:
    department = Organisation.objects.create(title="市住建局（演示）", kind="department", unit=city.city)
    number = open_duty(
        title="整治电梯", clause="T7.1", unit_id=city.unit.pk, lead_id=department.pk, source_kind="plan",
        starts_on=date(2026, 9, 1), due_on=date(2026, 11, 13), actor=office.second,
    )  # fmt: skip
    office.officer.memberships.create(
        role="department", unit=city.city, organisation=department, valid_from=date(2020, 1, 1)
    )
    with pytest.raises(RefusedError, match="任职"):
        office.drafted(f"duty:{number}")


def test_a_duty_in_time_is_no_fact(city: City, as_of: Callable[..., Any]) -> None:
    as_of(2026, 11, 23)
    open_duty(
        title="整治电梯", clause="T7.1", unit_id=city.unit.pk, source_kind="plan", starts_on=date(2026, 9, 1),
        due_on=date(2026, 12, 31), actor=city.users["city_officer"],
    )  # fmt: skip
    assert facts_on(TODAY, ladder_of(TODAY)) == []


def test_an_overdue_report_is_a_fact_of_its_own_about_the_matter_of_its_duty(
    city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_of(2026, 11, 23)
    line = SimpleNamespace(
        unit=city.unit.code, duty=7, duty_title="整治电梯", period="2026Q3",
        due=datetime(2026, 11, 13, 23, 59, tzinfo=clock.ZONE),
    )  # fmt: skip
    ledger = SimpleNamespace(overdue_duties=lambda _on: [], overdue_reports=lambda _on: [line])
    monkeypatch.setattr(facts, "delivery", ledger)
    (fact,) = facts_on(TODAY, ladder_of(TODAY), "report:7/2026Q3")
    assert (fact.subject, fact.matter, fact.kind) == ("report:7/2026Q3", "duty:7", GroundKind.REPORT_OVERDUE)
    assert (fact.amount, fact.title) == (6, "整治电梯 2026Q3")
    assert "应于 2026-11-13 提交，已逾期 6 个工作日" in fact.words


@dataclass
class Boards:
    """Boards whose one target is behind at the ends of these quarters; a sampled rate whose goal is in its interval."""

    city: City
    behind: tuple[date, ...]
    interval: tuple[Decimal, Decimal] | None = None

    def boards(self, units: Any, *, on: date) -> list[Any]:
        return [self.board(unit, on) for unit in units]

    def board(self, unit: Any, on: date) -> Any:
        window = SimpleNamespace(numerator=Decimal(391), denominator=Decimal(400), first="2025-10", last="2026-09")
        line = SimpleNamespace(
            unit=unit, target=SimpleNamespace(id="G2027.2"), status="behind" if on in self.behind else "on_track",
            indicator=SimpleNamespace(title="抽检合格率", unit="%", decimals=2, code="pass_rate"), measure=None,
            value=Decimal("97.75"), assessment=SimpleNamespace(goal=Decimal(98)), window=window,
            is_survey=self.interval is not None, interval=self.interval, data_reference="samples@7",
        )  # fmt: skip
        return SimpleNamespace(lines=(line,))

    def reporting_units(self) -> list[Any]:
        return [self.city.unit]


@pytest.mark.parametrize(
    ("behind", "quarters"),
    [
        ((), 0),
        ((date(2026, 9, 30),), 1),
        ((date(2026, 9, 30), date(2026, 6, 30)), 2),
        ((date(2026, 9, 30), date(2026, 3, 31)), 1),
        ((date(2026, 6, 30), date(2026, 3, 31)), 0),
        ((date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31)), 4),
    ],
)
def test_a_target_counts_its_quarters_behind_in_a_row(
    city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, behind: tuple[date, ...], quarters: int
) -> None:
    as_of(2026, 11, 23)
    monkeypatch.setattr(facts, "goals", Boards(city, behind))
    found = facts_on(TODAY, ladder_of(TODAY), "target:G2027.2")
    assert [(one.subject, one.amount) for one in found] == ([("target:G2027.2", quarters)] if quarters else [])


def test_a_rate_that_its_sample_does_not_tell_apart_says_n_and_so(
    city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_of(2026, 11, 23)
    undecided = (Decimal("95.78"), Decimal("98.81"))
    monkeypatch.setattr(facts, "goals", Boards(city, (date(2026, 9, 30),), undecided))
    (fact,) = facts_on(TODAY, ladder_of(TODAY), "target:G2027.2")
    assert "（n=400）" in fact.words
    assert "统计上未区分" in fact.words
    monkeypatch.setattr(facts, "goals", Boards(city, (date(2026, 9, 30),), (Decimal("90.1"), Decimal("97.9"))))
    facts.behind.cache_clear()
    (fact,) = facts_on(TODAY, ladder_of(TODAY), "target:G2027.2")
    assert "n=400" in fact.words
    assert "未区分" not in fact.words
