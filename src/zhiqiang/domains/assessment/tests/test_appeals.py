"""Appeals: in their days, by the unit, decided by people who scored nothing of it; an upheld one makes a new result."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang.domains.assessment.actions.appeals import file_appeal
from zhiqiang.domains.assessment.models import Appeal, Result
from zhiqiang.domains.assessment.queries.standings import history_of, standings
from zhiqiang.domains.assessment.registers import APPEALS
from zhiqiang.domains.assessment.tests.office import Office
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step


def filed(office: Office, item: str = "activity", result: Result | None = None) -> Appeal:
    found = result or office.result(office.published())
    actor = office.city.users["reporter"]
    return file_appeal(result=found, item=item, grounds="参与企业名单漏交，现补齐（演示）", actor=actor)


def decide(appeal: Appeal, actor: User, value: str | None = None, step: str = "uphold") -> Appeal:
    values = {"value": Decimal(value)} if value is not None else None
    made = take_step(
        register=APPEALS, record_id=appeal.pk, step=step, actor=actor, reason="材料属实（演示）", values=values
    )
    assert isinstance(made, Appeal)
    return made


def test_an_upheld_appeal_replaces_the_result_and_keeps_the_old_one(office: Office) -> None:
    appeal = filed(office)
    decide(appeal, office.leader, "5")
    old, new = Result.objects.get(pk=appeal.result_id), office.result(appeal.result.run)
    assert (old.state, new.state, new.number, new.replaces_id) == ("replaced", "published", 2, old.pk)
    assert new.scored.item("activity").points == 5
    assert {layer: mark.value for layer, mark in new.scored.item("activity").layers.items()} == {
        "department": 4, "appeal": 5,
    }  # fmt: skip
    assert round((new.scored.exact or 0) - (old.scored.exact or 0), 20) == 1
    assert [one.number for one in history_of(new)] == [2, 1]
    assert [one.result.number for one in standings(new.run) if one.result and one.unit == new.unit] == [2]


def test_an_item_that_is_computed_is_computed_anew(office: Office) -> None:
    result = office.result(office.published())
    appeal = filed(office, "food_rate", result)
    office.figures["130825"] = {"food_rate": "98.5"}
    decide(appeal, office.leader)
    new = office.result(result.run)
    assert new.scored.item("food_rate").points == 10
    assert new.scored.item("agri_rate").points == result.scored.item("agri_rate").points


def test_an_appeal_that_changes_nothing_cannot_be_upheld(office: Office) -> None:
    with pytest.raises(RefusedError, match="没有任何变化"):
        decide(filed(office, "food_rate"), office.leader)


@pytest.mark.parametrize("value", [None, "5.5", "-1", "NaN"])
def test_upholding_needs_points_within_the_item(office: Office, value: str | None) -> None:
    with pytest.raises(RefusedError, match="请填写改定的得分"):
        decide(filed(office), office.leader, value)


def test_who_scored_or_computed_does_not_decide(office: Office) -> None:
    appeal = filed(office)
    with pytest.raises(RefusedError, match="参与过这个单位本轮的评分"):
        decide(appeal, office.checker, "5")
    with pytest.raises(RefusedError, match="参与过这个单位本轮的评分"):
        decide(appeal, office.checker, step="dismiss")
    with pytest.raises(NotThereError):
        decide(appeal, office.officer, "5")
    other = office.city.person("city_verifier", office.city.city)
    assert decide(appeal, other, "5").state == "upheld"


def test_a_dismissed_appeal_leaves_the_result_alone(office: Office) -> None:
    appeal = filed(office)
    assert decide(appeal, office.leader, step="dismiss").state == "dismissed"
    assert office.result(appeal.result.run).number == 1


def test_an_appeal_is_filed_within_its_days(office: Office, as_of: Callable[..., Any]) -> None:
    result = office.result(office.published())
    assert result.appeal_until is not None
    assert result.appeal_until.isoformat() == "2026-12-07"  # ten working days after 23 November
    as_of(2026, 12, 8)
    with pytest.raises(WrongValuesError, match="申诉期到 2026-12-07"):
        filed(office, result=result)


def test_a_unit_appeals_against_its_own_published_result_only(office: Office) -> None:
    run = office.combined()
    with pytest.raises(WrongValuesError, match="没有公布"):
        filed(office, result=office.result(run))
    run = office.step(run, "publish", office.leader)
    other = Result.objects.get(run=run, unit=office.city.other_unit)
    with pytest.raises(RefusedError):
        filed(office, result=other)
    with pytest.raises(WrongValuesError, match="没有“nothing”这一项"):
        filed(office, "nothing", office.result(run))


def test_a_second_open_appeal_on_the_same_item_is_refused(office: Office) -> None:
    appeal = filed(office)
    with pytest.raises(WrongValuesError):
        filed(office, result=appeal.result)
    filed(office, "practice", appeal.result)


def test_an_appeal_against_a_replaced_result_goes_to_the_one_that_holds(office: Office) -> None:
    first = filed(office)
    second = filed(office, "practice", first.result)
    decide(first, office.leader, "5")
    with pytest.raises(RefusedError, match="已被改定的结果替代"):
        decide(second, office.leader, "5")
