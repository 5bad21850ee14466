"""A plan survives its JSON, is named by its content, and nothing in it belongs to one city."""

import copy
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang.kernel.plan import Milestone, Plan, PlanErrors, grammar, parse_plan

Files = dict[str, dict[str, Any]]


def test_a_plan_read_back_from_its_json_is_equal(chengde: Plan) -> None:
    again = Plan.from_json(chengde.to_json())
    assert again == chengde
    assert again.content_hash == chengde.content_hash
    assert again.to_json() == chengde.to_json()


def test_the_json_holds_no_float(chengde: Plan) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    json.loads(chengde.to_json(), parse_float=refuse)


def test_the_hash_does_not_depend_on_the_order_of_files_or_keys(fictional_files: Files) -> None:
    shuffled = {name: dict(reversed(table.items())) for name, table in reversed(fictional_files.items())}
    assert parse_plan(shuffled).content_hash == parse_plan(fictional_files).content_hash


def test_the_hash_changes_with_any_word(fictional_files: Files) -> None:
    changed = copy.deepcopy(fictional_files)
    changed["targets.toml"]["target"][0]["value"] = Decimal("3.1")
    assert parse_plan(changed).content_hash != parse_plan(fictional_files).content_hash


def test_a_value_may_be_written_as_number_or_as_text(fictional_files: Files) -> None:
    hashes = set()
    for value in (4.5, "4.5", Decimal("4.5")):
        files = copy.deepcopy(fictional_files)
        files["targets.toml"]["target"][0]["value"] = value
        hashes.add(parse_plan(files).content_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"slug": 3}', "null"])
def test_json_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanErrors):
        Plan.from_json(text)


def test_another_city_with_two_units_and_three_targets_is_a_plan_too(fictional_files: Files) -> None:
    plan = parse_plan(fictional_files)
    assert (len(plan.units), len(plan.clauses), len(plan.targets)) == (2, 2, 3)
    assert plan.bound == ("A2.1",)
    assert len(plan.county_units) == 2, "this city counts its zone"
    assert [indicator.code for indicator in plan.indicators_of("A2.1")] == ["windows"]
    assert plan.clause_of(plan.target("A2.2")) == "A2"


def test_a_published_baseline_opens_the_path_of_a_falling_target(fictional_files: Files) -> None:
    asked = grammar(parse_plan(fictional_files), "A1.1")
    assert asked.direction == "down"
    assert asked.baseline == (date(2027, 12, 31), Decimal("5.5"))
    assert asked.milestones == (Milestone(date(2030, 12, 31), Decimal(3), "A1.1"),)


def test_a_yearly_target_has_a_milestone_on_the_same_day_of_each_year(fictional_files: Files) -> None:
    asked = grammar(parse_plan(fictional_files), "A2.1")
    assert [m.due for m in asked.milestones] == [date(2028, 6, 30), date(2029, 6, 30), date(2030, 6, 30)]


def test_a_deliverable_has_a_day_and_no_number(fictional_files: Files) -> None:
    (milestone,) = grammar(parse_plan(fictional_files), "A2.2").milestones
    assert (milestone.due, milestone.value, milestone.derived) == (date(2029, 12, 31), None, False)


def test_growth_of_one_year_and_average_growth_lie_on_separate_paths(chengde: Plan) -> None:
    assert [m.target for m in grammar(chengde, "G2025.9").milestones] == ["G2025.9"]


def test_levels_lead_one_to_the_next(chengde: Plan) -> None:
    asked = grammar(chengde, "G2027.2")
    assert [(m.target, m.value) for m in asked.milestones] == [
        ("G2023.2", Decimal(15)),
        ("G2025.2", Decimal("19.5")),
        ("G2027.2", None),
    ]


def test_a_set_of_exactly_so_many_is_judged_as_reached(chengde: Plan) -> None:
    assert chengde.target("T2.3.1a").operator == "equals"
    assert grammar(chengde, "T2.3.1a").operator == "reach"
