"""The package's own parameters and calendar, a city's files over them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiqiang.foundation.parameters import load_parameters, package_calendar
from zhiqiang.kernel.parameters import Confidence, ParameterError
from zhiqiang.kernel.workdays import CalendarError, Unit, compute_deadline

PARAMETERS = load_parameters()
ANNOUNCED = (date(2020, 1, 1), date(2026, 12, 31))
FIXED_RULES = (
    "complaint.accept complaint.mediate report.verify penalty.decide penalty.publish referral.decide "
    "inspection.publish sampling.objection.food sampling.objection.product sampling.objection.agri "
    "sampling.objection.drug prepaid.file"
)


@pytest.mark.parametrize("rule", FIXED_RULES.split())
def test_the_rules_others_script_against_hold_through_all_announced_years(rule: str) -> None:
    for start in ANNOUNCED:
        assert compute_deadline(PARAMETERS.get(rule).limit(start), start, package_calendar()).due > start


def test_there_are_clock_rules_for_every_field_and_each_is_cited() -> None:
    clocks = PARAMETERS.clocks()
    assert len(clocks) >= 35
    assert {each.id.partition(".")[0] for each in clocks} >= {"complaint", "report", "penalty", "referral", "sampling"}
    for each in clocks:
        for version in each.versions:
            assert version.article
            assert version.clock is not None


def test_mediation_changed_from_45_working_days_to_60_days_on_15_april_2026() -> None:
    rule = PARAMETERS.get("complaint.mediate")
    assert [(each.amount, each.unit) for each in (rule.limit(date(2026, 4, 14)), rule.limit(date(2026, 4, 15)))] == [
        (45, Unit.WORKING_DAY),
        (60, Unit.DAY),
    ]
    assert "2024-07-01" in rule.versions[0].note


def test_the_thresholds_of_targets_are_dated_settings() -> None:
    on = date(2026, 12, 31)
    assert PARAMETERS.value("target.band.on_track", on) == Decimal("0.05")
    assert PARAMETERS.value("target.band.watch", on) == Decimal("0.20")
    assert PARAMETERS.get("target.trend.window").in_force(on).confidence is Confidence.SETTING


def test_a_citys_folder_replaces_a_rule_and_adds_one(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(
        '[[parameter]]\nid = "complaint.dispatch"\ntitle = "分送"\nstarts = "收到"\n[[parameter.versions]]\nvalue = 2\n'
        'unit = "working_day"\nvalid_from = 2024-01-01\narticle = "本市规定"\nconfidence = "setting"\n',
        encoding="utf-8",
    )
    assert load_parameters(tmp_path).value("complaint.dispatch", date(2025, 1, 1)) == 2
    assert len(load_parameters(tmp_path)) == len(PARAMETERS)
    assert load_parameters(tmp_path / "absent") is not None


def test_every_fault_of_a_citys_folder_is_reported_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[[parameter]\n", encoding="utf-8")
    (tmp_path / "b.toml").write_bytes("标题".encode("gb18030"))
    with pytest.raises(ParameterError) as refused:
        load_parameters(tmp_path)
    assert [problem.file for problem in refused.value.problems] == ["a.toml", "b.toml"]


def test_an_administrator_extends_the_calendar_by_a_year(tmp_path: Path) -> None:
    extension = tmp_path / "holidays.toml"
    extension.write_text('[[year]]\nyear = 2027\noff = [{ name = "元旦", from = 2027-01-01, to = 2027-01-04 }]\n')
    calendar = package_calendar(extension)
    assert calendar.is_announced(date(2027, 6, 1))
    assert calendar.rest_reason(date(2027, 1, 4)) == "元旦"
    assert not package_calendar().is_announced(date(2027, 6, 1))


@pytest.mark.parametrize("text", ["[[year]]\nyear = 2029\n", "[[year]\n", "year = 1\n"])
def test_a_faulty_extension_is_refused(tmp_path: Path, text: str) -> None:
    extension = tmp_path / "holidays.toml"
    extension.write_text(text)
    with pytest.raises(CalendarError):
        package_calendar(extension)
