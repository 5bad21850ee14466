"""Who may apply is answered from facts: yes, no with what to do, or not known, and never a yes by silence."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.programmes import Programme
from zhiqiang.kernel.programmes.conditions import fact_value, holds
from zhiqiang.kernel.programmes.eligibility import eligible, level_refusals, levels_open
from zhiqiang.kernel.programmes.model import Condition

Altered = Callable[[Callable[[dict[str, Any]], object]], Programme]

FACTS = {"applicant_kind": "enterprise", "insured": True, "finished_on": date(2030, 2, 1), "size": "long"}


def test_all_met_is_eligible(programme: Programme) -> None:
    found = eligible(programme, FACTS, date(2030, 3, 1))
    assert (found.verdict, found.missing, found.unknown) == ("eligible", (), ())
    assert found.met == ("applicant_kind", "insured", "finished_on")


def test_a_failed_condition_says_what_to_do(programme: Programme) -> None:
    found = eligible(programme, FACTS | {"insured": False})
    assert (found.verdict, found.missing) == ("not_eligible", (("insured", "请先投保"),))


def test_a_fact_nobody_told_is_unknown_and_no_yes(programme: Programme) -> None:
    found = eligible(programme, {"applicant_kind": "enterprise", "finished_on": date(2030, 1, 1)})
    assert (found.verdict, [one.fact for one in found.unknown]) == ("unknown", ["insured"])
    assert eligible(programme, {}).verdict == "unknown"


def test_what_fails_outweighs_what_is_unknown(programme: Programme) -> None:
    assert eligible(programme, {"applicant_kind": "institution"}).verdict == "not_eligible"


def test_the_days_of_the_programme_count_where_a_day_is_given(programme: Programme) -> None:
    assert eligible(programme, FACTS, date(2029, 12, 31)).verdict == "not_eligible"
    assert eligible(programme, FACTS, date(2033, 12, 31)).verdict == "eligible"


def test_a_setting_of_the_city_switches_a_condition(altered: Altered) -> None:
    late = FACTS | {"finished_on": date(2020, 1, 1)}
    assert eligible(altered(lambda table: None), late).verdict == "not_eligible"
    started = altered(lambda table: table["setting"]["repaired"].__setitem__("value", "started"))
    assert eligible(started, late).verdict == "eligible"


def test_a_level_asks_more_than_the_application(programme: Programme) -> None:
    assert [level.code for level in levels_open(programme, FACTS)] == ["b", "a"]
    assert [level.code for level in levels_open(programme, FACTS | {"size": "short"})] == ["b"]
    assert [level.code for level in levels_open(programme, {})] == ["b"]
    assert programme.recognition is not None
    assert level_refusals(programme, programme.recognition.levels[1], {}) == (("size", "短桥最高为乙"),)


@pytest.mark.parametrize(
    ("condition", "value", "answer"),
    [
        ({"equals": True}, True, True),
        ({"equals": True}, 1, False),
        ({"equals": True}, "true", False),
        ({"equals": Decimal(3)}, 3, True),
        ({"equals": Decimal(3)}, 3.0, True),
        ({"equals": Decimal(1)}, True, False),
        ({"equals": "甲"}, " 甲 ", True),
        ({"one_of": ("甲", "乙")}, "乙", True),
        ({"one_of": ("甲", "乙")}, "丙", False),
        ({"at_least": Decimal(10)}, 10, True),
        ({"at_least": Decimal(10)}, Decimal("9.99"), False),
        ({"at_most": Decimal(3)}, 3, True),
        ({"at_most": Decimal(3)}, 4, False),
        ({"at_least": Decimal(1), "at_most": Decimal(3)}, 4, False),
        ({"at_least": date(2030, 1, 1)}, date(2030, 1, 1), True),
        ({"at_least": date(2030, 1, 1)}, "2030-01-01", False),
        ({"at_least": Decimal(1)}, True, False),
        ({"known": True}, "甲", True),
        ({"known": True}, False, True),
        ({"known": True}, "  ", None),
        ({"known": True}, float("nan"), None),
        ({"equals": True}, None, None),
        ({"equals": True}, [True], None),
    ],
)
def test_a_condition_compares_like_with_like(condition: dict[str, Any], value: object, answer: bool | None) -> None:
    assert holds(Condition("x", "…", **condition), {"x": value}) is answer


@given(
    st.dictionaries(
        st.sampled_from(["applicant_kind", "insured", "finished_on", "size"]),
        st.sampled_from([True, False, "enterprise", "institution", date(2030, 1, 1), date(2020, 1, 1), None]),
    )
)
def test_the_verdict_is_that_of_the_single_conditions(programme: Programme, facts: dict[str, Any]) -> None:
    kind = fact_value(facts, "applicant_kind")
    answers = [None if kind is None else kind in ("enterprise", "association")]
    answers += [holds(condition, facts) for condition in programme.applicant.conditions]
    expected = "not_eligible" if False in answers else "unknown" if None in answers else "eligible"
    assert eligible(programme, facts).verdict == expected


def test_a_condition_of_some_cases_asks_nothing_of_the_others(altered: Altered) -> None:
    condition = {"fact": "cost", "at_least": 500, "when": {"size": "long"}, "otherwise": "长桥造价不低于5元"}
    programme = altered(lambda table: table["applicant"]["condition"].append(condition))
    assert eligible(programme, FACTS | {"size": "short"}).verdict == "eligible"
    assert eligible(programme, FACTS | {"cost": 499}).missing == (("cost", "长桥造价不低于5元"),)
    assert eligible(programme, FACTS | {"cost": 500}).verdict == "eligible"
    nobody_said = {name: value for name, value in FACTS.items() if name != "size"}
    assert eligible(programme, nobody_said | {"cost": 900}).verdict == "unknown"
