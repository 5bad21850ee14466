"""What counts as new: first recognitions, once a year, from verified records; what is withdrawn stays in its month."""

from datetime import date

import pytest

from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.registers import RECOGNITIONS
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.write import create_record, take_step

CITY = "130800"


@pytest.fixture
def entered(city, as_of):
    """`entered(programme, day, …)`: a recognition from an outside list, verified by another person."""
    as_of(2026, 11, 23)

    def enter(programme, day, *, verified=True, organisation=None, level="", **other):
        values = {
            "programme": programme, "level": level, "organisation": organisation or city.enterprise,
            "subject": other.pop("subject", "某某"), "basis": f"文{Recognition.objects.count()}号", "unit": city.unit,
            "valid_from": day, **other,
        }  # fmt: skip
        row = create_record(register=RECOGNITIONS, values=values, actor=city.users["reporter"])
        return take(row, "verify") if verified else row

    def take(row, step, **values):
        return take_step(
            register=RECOGNITIONS, record_id=row.pk, step=step, actor=city.users["verifier"], reason="查",
            values=values or None,
        )  # fmt: skip

    enter.take = take
    return enter


def counted(code, unit=CITY):
    """Month → how many, for months with any."""
    refresh()
    cells = load_cells([code]).series(code, unit)
    return {cell.month: int(cell.numerator) for cell in cells if cell.numerator}


def test_a_research_unit_is_new_once_and_an_upgrade_is_none(entered, city):
    unit = "industrial-research-unit"
    other = Organisation.objects.create(title="别家", unit=city.unit)
    entered(unit, date(2024, 3, 5), level="c")
    entered(unit, date(2025, 6, 5), level="b")
    entered(unit, date(2025, 7, 5), level="c", organisation=other)
    entered(unit, date(2025, 8, 5), level="c", verified=False, organisation=city.laboratory)
    assert counted("programmes.research_units") == {"2024-03": 1, "2025-07": 1}


@pytest.mark.parametrize("step", ["suspend", "withdraw"])
def test_what_was_withdrawn_or_suspended_later_stays_in_the_count_of_its_month(entered, step):
    row = entered("industrial-research-unit", date(2024, 3, 5), level="c")
    entered.take(row, step, on=date(2025, 1, 1))
    assert counted("programmes.research_units") == {"2024-03": 1}


def test_a_suspension_does_not_make_two_of_one_project(entered):
    row = entered("technical-renovation-project", date(2024, 3, 5), started_on=date(2024, 2, 1), subject="轧线改造")
    entered.take(row, "suspend", on=date(2024, 6, 1))
    entered.take(row, "resume", on=date(2024, 9, 1))
    assert counted("programmes.renovation_started") == {"2024-02": 1}


def test_a_project_counts_on_the_day_that_the_reading_names(entered):
    project = "technical-renovation-project"
    entered(project, date(2024, 3, 5), started_on=date(2024, 2, 1), finished_on=date(2025, 5, 1), subject="一")
    entered(project, date(2024, 3, 5), started_on=date(2024, 2, 9), subject="二")
    assert counted("programmes.renovation_started") == {"2024-02": 2}
    assert counted("programmes.renovation_finished") == {"2025-05": 1}


def test_a_leading_standard_counts_once_in_each_years_list(entered):
    leader = "enterprise-standard-leader"
    entered(leader, date(2024, 3, 5), level="recommended", subject="Q/CD 1-2024")
    entered(leader, date(2024, 9, 5), level="province", subject="Q/CD 1-2024")
    entered(leader, date(2025, 3, 5), level="recommended", subject="Q/CD 1-2024")
    assert counted("programmes.standard_leaders") == {"2024-03": 1, "2025-03": 1}


def test_a_case_of_uplift_counts_for_its_county(entered, city):
    entered("small-enterprise-uplift", date(2026, 3, 5))
    assert counted("programmes.uplift_cases", city.unit.code) == {"2026-03": 1}
    assert counted("programmes.uplift_cases", city.other_unit.code) == {}


def test_a_design_product_counts_when_it_is_recognised(entered):
    entered("design-empowered-product", date(2026, 3, 5), subject="山楂锤包装")
    assert counted("programmes.design_products") == {"2026-03": 1}
