"""The board: figures become statuses by the rule of each kind; what is not built stays grey; figures open to rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.goals.queries import board, boards, city_unit, reporting_units, rows_behind
from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.domains.standards.registers import STANDARDS
from zhiqiang.foundation.evidence.models import Figure
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.write import create_record, take_step

TODAY = date(2026, 11, 23)


def sample(city, number, day, *, unit=None, conclusion="pass", design="representative", verify=True):
    row = create_record(
        register=SAMPLES,
        actor=city.users["city_officer"],
        values={
            "number": number,
            "unit": unit or city.unit,
            "level": "county",
            "design": design,
            "product_class": ProductClass.objects.get(code="food-04"),
            "product": "酱牛肉",
            "place": "某超市",
            "sampled_on": day,
            "laboratory": city.laboratory,
            "conclusion": conclusion,
        },
    )
    if verify:
        take_step(register=SAMPLES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    return row


def outside(city, series, year, value, benchmark=None, vintage=None):
    row = create_record(
        register=OUTSIDE_VALUES,
        actor=city.users["city_officer"],
        values={
            "series": series,
            "period_end": date(year, 12, 31),
            "value": Decimal(str(value)),
            "benchmark": None if benchmark is None else Decimal(str(benchmark)),
            "vintage": vintage or date(year + 1, 3, 1),
            "publisher": "统计部门（演示）",
            "source_title": "演示数据",
            "unit": city.city,
        },
    )
    take_step(register=OUTSIDE_VALUES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    return row


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


def test_an_empty_home_shows_48_targets_and_nothing_green_red_or_zero(city):
    shown = board()
    assert len(shown.lines) == 48
    assert shown.counts["not_bound"] == len(shown.plan.unbound)
    assert {line.status for line in shown.lines} <= {"not_bound", "no_data", "not_due", "to_verify"}
    assert all(line.value is None for line in shown.lines)


def test_only_verified_representative_batches_enter_the_food_rate_and_open_to_rows(city):
    passed = [sample(city, f"A{n}", date(2026, 3, 1) + timedelta(n)) for n in range(9)]
    failed = sample(city, "B", date(2026, 5, 1), conclusion="fail")
    sample(city, "C", date(2026, 5, 2), conclusion="fail", design="targeted")
    sample(city, "D", date(2026, 5, 3), conclusion="fail", verify=False)
    refresh()
    line = board().current("food_pass_rate")
    assert (line.window.numerator, line.window.denominator, line.value) == (9, 10, 90)
    found = rows_behind(line)
    assert set(found.ids) == {row.pk for row in [*passed, failed]}
    assert rows_behind(line, "missed").ids == (failed.pk,)
    assert rows_behind(line, "excluded:问题导向").total == 1
    assert rows_behind(line, "nonsense") is None
    unit_line = board(unit=city.unit).current("food_pass_rate")
    assert unit_line.window.denominator == 10
    assert board(unit=city.other_unit).current("food_pass_rate").value is None


def test_a_past_milestone_is_judged_on_its_own_day(city):
    for n in range(50):
        sample(city, f"P{n}", date(2023, 6, 1) + timedelta(n), conclusion="fail" if n < 2 else "pass")
    for n in range(10):
        sample(city, f"Q{n}", date(2026, 6, 1) + timedelta(n))
    refresh()
    shown = board()
    assert shown.line("G2023.5").value == 96
    assert shown.line("G2023.5").verdict == "missed"
    assert shown.current("food_pass_rate").target.id == "G2027.5"
    assert shown.current("food_pass_rate").value == 100


def test_a_standard_counts_once_however_many_firms_joined(city):
    for number, organisation in (
        ("GB/T 1-2024", city.enterprise),
        ("GB/T 1-2024", city.laboratory),
        ("GB/T 2-2025", city.enterprise),
    ):
        row = create_record(
            register=STANDARDS,
            actor=city.users["city_officer"],
            values={
                "number": number,
                "title": "某标准",
                "level": "national",
                "role": "joined",
                "organisation": organisation,
                "unit": city.unit,
                "published_on": date(2024, 5, 1),
                "proof": "前言页",
            },
        )
        take_step(register=STANDARDS, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    refresh()
    indicator = board().plan.target("G2027.7a").indicator
    line = board().current(indicator)
    assert line.value == 2
    assert rows_behind(line).total == 3
    assert board(unit=city.unit).current(indicator).status == "no_goal"


def test_outside_series_give_approximate_benchmark_growth_and_qualitative_their_own_rules(city):
    for year, value in ((2022, 13.8), (2023, 15.1), (2024, 16.4), (2025, 19.2)):
        outside(city, "hightech_share", year, value)
    outside(city, "manufacturing_pass_rate", 2025, 94.2, 93.9)
    for year, value, province in ((2022, 20, 800), (2023, 22.4, 880), (2024, 24, 960), (2025, 26.8, 1050)):
        outside(city, "rd_spending", year, value, province)
    refresh()
    shown = board()
    assert shown.line("G2025.2").verdict == "nearly_met"
    assert shown.line("G2027.2").status == "to_verify"
    assert shown.line("G2025.3").verdict == "met"
    assert shown.line("G2023.9").verdict == "met"
    assert shown.line("G2025.9").verdict == "met"
    assert shown.line("G2027.9").assessment.value is not None


def test_a_revised_value_takes_over_and_the_old_figure_stays_in_history(city):
    outside(city, "hightech_share", 2025, 19.0, vintage=date(2026, 3, 1))
    refresh()
    outside(city, "hightech_share", 2025, 19.6, vintage=date(2026, 9, 1))
    refresh()
    assert board().line("G2025.2").verdict == "met"
    assert Figure.objects.exclude(superseded_at=None).count() == 1


def queries_for(units):
    with CaptureQueriesContext(connection) as asked:
        boards(units)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_units_or_records(city):
    sample(city, "N", date(2026, 3, 1))
    refresh()
    few = queries_for([city_unit()])
    for n in range(20):
        sample(city, f"N{n}", date(2026, 3, 1) + timedelta(n))
    refresh()
    assert queries_for([city_unit(), *reporting_units()]) == few
