"""Short ways to the ledger's states, each by the real actions of the right people."""

from datetime import date
from typing import Any

from zhiqiang.domains.delivery.actions.reports import open_reports
from zhiqiang.domains.delivery.models import Duty, Report
from zhiqiang.domains.delivery.registers import DUTIES, REPORTS
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def department(city: City) -> Organisation:
    """A department of the city that leads duties."""
    made, _new = Organisation.objects.get_or_create(
        title="市市场监管局（演示）", kind=Organisation.Kind.DEPARTMENT, unit=city.city
    )
    return made


def another(city: City, role: str, **at: Any) -> User:
    """Another person of a role: for 隆化县, or where `unit` says."""
    return city.person(role, at.pop("unit", city.unit), **at)


def given_duty(city: City, *, signed: bool = False, number: str = "2026-9001", **other: Any) -> Duty:
    """A duty of 隆化县 that was given (and signed for); the one of this number where it stands already."""
    if found := Duty.objects.filter(number=number).first():
        return found
    values = {
        "number": number, "title": "提升计量能力（演示）", "clause": "T7.1", "source_kind": "plan", "unit": city.unit,
        "starts_on": date(2020, 1, 6), "due_on": date(2027, 12, 31), "rhythm": "none", **other,
    }  # fmt: skip
    row = create_record(register=DUTIES, values=values, actor=city.users["city_officer"])
    take_step(register=DUTIES, record_id=row.pk, step="assign", actor=city.users["city_verifier"])
    if signed:
        who = another(city, "reporter", unit=row.unit)
        take_step(register=DUTIES, record_id=row.pk, step="sign", actor=who)
    return Duty.objects.get(pk=row.pk)


def step(row: Any, code: str, actor: User, reason: str = "按规定办理（演示）", **values: Any) -> Any:
    """Take a step on a duty."""
    return take_step(register=DUTIES, record_id=row.pk, step=code, actor=actor, reason=reason, values=values)


class Office:
    """The people around the ledger: a county's reporter and verifier, the city's officer and verifier."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.officer, self.city_verifier = city.users["city_officer"], city.users["city_verifier"]
        self.reporter, self.verifier = city.users["reporter"], city.users["verifier"]

    def duty(self, number: str = "2026-9001", **other: Any) -> Duty:
        """A quarterly duty of 隆化县 on food (T3.2), given and signed for."""
        values = {"clause": "T3.2", "rhythm": "quarterly", "starts_on": date(2026, 1, 5), **other}
        return given_duty(self.city, signed=True, number=number, **values)

    def report(self, duty: Duty | None = None, period: str = "2026Q3") -> Report:
        """The report of a duty for a period, opened by the system."""
        duty = duty or self.duty()
        open_reports(period=period)
        return Report.objects.get(duty=duty, period=period)

    def on_report(self, report: Report, code: str, actor: User, reason: str = "", **values: Any) -> Report:
        """Take a step on a report."""
        made = take_step(register=REPORTS, record_id=report.pk, step=code, actor=actor, reason=reason, values=values)
        assert isinstance(made, Report)
        return made
