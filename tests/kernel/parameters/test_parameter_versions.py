"""Versions in force, gaps and overlaps, and tables refused with all their faults."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang.kernel.parameters import (
    Confidence,
    NotInForceError,
    Parameter,
    ParameterError,
    UnknownParameterError,
    parameters_from_tables,
)
from zhiqiang.kernel.workdays import Unit


def version(**changes: Any) -> dict[str, Any]:
    row = {"value": 45, "unit": "working_day", "valid_from": date(2020, 1, 1), "article": "甲第一条"}
    return row | {"confidence": "verified"} | changes


def clock(*versions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": "case.mediate", "title": "调解", "starts": "受理", "versions": list(versions)} | changes


def load(*entries: Any) -> Parameter:
    return next(iter(parameters_from_tables({"a.toml": {"parameter": list(entries)}})))


def faults(*entries: Any) -> list[tuple[str, str]]:
    with pytest.raises(ParameterError) as refused:
        parameters_from_tables({"a.toml": {"parameter": list(entries)}})
    assert all(problem.file == "a.toml" for problem in refused.value.problems)
    return [(problem.key, problem.message) for problem in refused.value.problems]


TWO = (
    version(valid_to=date(2026, 4, 14)),
    version(value=60, unit="day", valid_from=date(2026, 4, 15), confidence="secondary", rolls=False),
)


@pytest.mark.parametrize(
    ("on", "amount", "unit"),
    [
        (date(2020, 1, 1), 45, Unit.WORKING_DAY),
        (date(2026, 4, 14), 45, Unit.WORKING_DAY),
        (date(2026, 4, 15), 60, Unit.DAY),
        (date(2099, 1, 1), 60, Unit.DAY),
        (datetime(2026, 4, 14, 16, 30, tzinfo=UTC), 60, Unit.DAY),
    ],
)
def test_a_case_keeps_the_version_in_force_at_its_start(on: date, amount: int, unit: Unit) -> None:
    limit = load(clock(*TWO, pauses=["检测"], on_expiry="提醒")).limit(on)
    assert (limit.amount, limit.unit) == (amount, unit)
    assert limit.version == ("2020-01-01" if amount == 45 else "2026-04-15")
    assert limit.rolls is (amount == 45)


def test_terms_of_the_clock_are_shared_by_its_versions_unless_one_differs() -> None:
    parameter = load(clock(*TWO, pauses=["检测"], on_expiry="提醒"))
    assert parameter.is_clock
    first, second = (each.clock for each in parameter.versions)
    assert first is not None
    assert second is not None
    assert (first.starts, first.pauses, first.on_expiry, first.rolls) == ("受理", ("检测",), "提醒", True)
    assert (second.starts, second.rolls) == ("受理", False)


def test_before_its_first_version_a_parameter_is_not_in_force() -> None:
    with pytest.raises(NotInForceError, match="2019-12-31 没有有效的版本（已有：2020-01-01 至 2026-04-14"):
        load(clock(*TWO)).in_force(date(2019, 12, 31))


def test_a_number_that_is_no_clock_has_a_value_but_no_limit() -> None:
    ratio = {"id": "card.custody", "title": "存管比例", "versions": [version(value=Decimal("0.20"), unit="ratio")]}
    parameters = parameters_from_tables({"a.toml": {"parameter": [ratio, clock(*TWO)]}})
    assert parameters.value("card.custody", date(2024, 1, 1)) == Decimal("0.20")
    assert [each.id for each in parameters.clocks()] == ["case.mediate"]
    with pytest.raises(TypeError, match="不是时限"):
        parameters.get("card.custody").limit(date(2024, 1, 1))


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    parameters = parameters_from_tables({"a.toml": {"parameter": [clock(*TWO)]}})
    with pytest.raises(UnknownParameterError) as unknown:
        parameters.get("case.mediat")
    assert unknown.value.nearest == ("case.mediate",)
    assert "case.mediate" in str(unknown.value)
    with pytest.raises(UnknownParameterError, match=r"没有参数 x$"):
        parameters.get("x")


def test_overrides_replace_the_same_id_and_leave_the_set_as_it_was() -> None:
    parameters = parameters_from_tables({"a.toml": {"parameter": [clock(*TWO)]}})
    local = load(clock(version(value=30)))
    assert parameters.with_overrides([local]).value("case.mediate", date(2024, 1, 1)) == 30
    assert parameters.value("case.mediate", date(2024, 1, 1)) == 45
    assert len(parameters) == 1


@pytest.mark.parametrize(
    ("versions", "key", "message"),
    [
        ([version(), TWO[1]], "versions[1].valid_from", "重叠"),
        ([version(valid_to=date(2026, 4, 15)), TWO[1]], "versions[1].valid_from", "重叠"),
        ([version(valid_to=date(2026, 4, 13)), TWO[1]], "versions[1].valid_from", "空档"),
        ([TWO[1], TWO[0]], "versions[1].valid_from", "按生效日排列"),
        ([version(valid_to=date(2019, 1, 1))], "versions[0].valid_to", "早于生效日"),
        ([version(value=0)], "versions[0].value", "正整数"),
        ([version(value=Decimal("7.5"))], "versions[0].value", "正整数"),
        ([version(value="7")], "versions[0].value", "应为数字"),
        ([version(value=True)], "versions[0].value", "应为数字"),
        ([version(value=0.2)], "versions[0].value", "应为数字"),
        ([version(value=Decimal("NaN"))], "versions[0].value", "有限"),
        ([version(unit="ratio")], "versions[0].unit", "时限的单位"),
        ([version(unit="week")], "versions[0].unit", "不认识的单位"),
        ([version(article=" ")], "versions[0].article", "缺少条文"),
        ([version(article=15)], "versions[0].article", "应为文字"),
        ([version(confidence="sure")], "versions[0].confidence", "之一"),
        ([version(valid_from="2020-01-01")], "versions[0].valid_from", "应为日期"),
        ([version(valid_to=datetime(2020, 1, 1, tzinfo=UTC))], "versions[0].valid_to", "应为日期"),
        ([version(vaild_to=date(2020, 1, 1))], "versions[0].vaild_to", "不认识的键"),
        ([version(pauses="检测")], "versions[0].pauses", "文字列表"),
        ([version(rolls="no")], "versions[0].rolls", "true 或 false"),
        ([version(starts=" ")], "versions[0].starts", "起算事件"),
        (["7"], "versions[0].", "键值表"),
        ([], "versions", "至少要有一个版本"),
    ],
)
def test_a_faulty_version_is_refused(versions: list[Any], key: str, message: str) -> None:
    found = faults(clock(*versions))
    assert any(where == f"case.mediate.{key}" and message in meaning for where, meaning in found), found


def test_versions_are_all_clocks_or_none() -> None:
    mixed = clock(*TWO)
    del mixed["starts"]
    mixed["versions"] = [TWO[0] | {"starts": "受理"}, version(value=60, unit="day", valid_from=date(2026, 4, 15))]
    assert faults(mixed) == [("case.mediate.versions", "各版本要么都是时限，要么都不是")]


def test_all_faults_of_all_files_are_reported_at_once() -> None:
    tables = {
        "a.toml": {"parameter": [clock(*TWO), clock({"unit": "day"}), {"id": "Bad Id"}, 7]},
        "b.toml": {"parameter": [clock(*TWO, colour="red"), clock(*TWO, title=None)], "clock": []},
        "c.toml": {"parameter": {}},
    }
    with pytest.raises(ParameterError) as refused:
        parameters_from_tables(tables)
    found = [(problem.file, problem.key) for problem in refused.value.problems]
    assert set(found) >= {
        ("a.toml", "case.mediate.id"),
        ("a.toml", "case.mediate.versions[0].value"),
        ("a.toml", "case.mediate.versions[0].valid_from"),
        ("a.toml", "case.mediate.versions[0].article"),
        ("a.toml", "case.mediate.versions[0].confidence"),
        ("a.toml", "parameter[2].id"),
        ("a.toml", "parameter[3]."),
        ("b.toml", "clock"),
        ("b.toml", "case.mediate.colour"),
        ("b.toml", "case.mediate.title"),
        ("c.toml", "parameter"),
    }
    assert all(problem.file in str(refused.value) for problem in refused.value.problems)


def test_confidence_has_four_steps() -> None:
    assert list(Confidence) == ["verified", "secondary", "unverified", "setting"]
