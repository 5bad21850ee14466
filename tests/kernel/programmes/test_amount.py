"""A case is paid by the rule that fits on its day, or not at all and told why."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.parameters import ParameterSet
from zhiqiang.kernel.programmes import Amount, Programme, amount_of
from zhiqiang.kernel.programmes.amount import is_same_thing, normal

Table = dict[str, Any]
Altered = Callable[[Callable[[Table], object]], Programme]

ON = date(2030, 5, 1)
CASE = {"applicant_kind": "enterprise", "bridge": "GB/T 1.1-2020", "size": "long", "accepted": True}


@pytest.fixture(scope="session")
def paid(programme: Programme, parameters: ParameterSet) -> Callable[..., Amount]:
    def ask(on: date = ON, **facts: Any) -> Amount:
        return amount_of(programme, CASE | facts, on, parameters)

    return ask


Paid = Callable[..., Amount]


def codes(amount: Amount) -> list[str]:
    return [refusal.code for refusal in amount.refusals]


def test_a_case_in_order_is_paid_in_fen_with_its_rule_clause_and_article(paid: Paid) -> None:
    assert paid() == Amount(500_000, "incentive.bridge.long", "A1.1", ON, (), article="试")


def test_the_day_decides_the_version_and_the_cap_holds(paid: Paid) -> None:
    assert paid(date(2030, 12, 31)).amount_fen == 500_000
    assert paid(date(2031, 1, 1)).amount_fen == 550_000


@pytest.mark.parametrize("day", [date(2029, 12, 31), date(2034, 1, 1)])
def test_nothing_is_paid_outside_the_programme_s_own_days(paid: Paid, day: date) -> None:
    assert paid(day).amount_fen == 0
    assert "not_in_force" in codes(paid(day))


def test_a_share_is_taken_of_a_money_fact_and_rounded_down_to_fen(paid: Paid) -> None:
    assert paid(size="short", cost=1_001).amount_fen == 300
    assert paid(size="short", cost=10**9).amount_fen == 550_000
    assert codes(paid(size="short")) == ["missing"]
    assert codes(paid(size="short", cost=-5)) == ["missing"]


def test_a_kind_that_may_not_apply_is_told_the_reason(paid: Paid) -> None:
    refused = paid(applicant_kind="institution")
    assert (refused.amount_fen, refused.rule) == (0, "incentive.bridge.long")
    assert refused.refusals == (("applicant_kind", "事业单位修桥另有渠道"),)
    assert "企业、社会团体" in paid(applicant_kind="department").refusals[0].message
    assert codes(paid(applicant_kind=None)) == ["missing"]


@pytest.mark.parametrize(("accepted", "code"), [(False, "condition"), (None, "missing"), (1, "condition")])
def test_nothing_is_paid_before_its_condition(paid: Paid, accepted: object, code: str) -> None:
    amount = paid(accepted=accepted)
    assert (amount.amount_fen, codes(amount)) == (0, [code])
    assert "验收后才付款" in amount.refusals[0].message


def test_a_case_that_no_rule_fits_is_told_what_is_paid(paid: Paid) -> None:
    amount = paid(size="middle")
    assert (amount.rule, codes(amount)) == ("", ["no_rule"])
    assert amount.refusals[0].message == "规模“middle”不在资助范围；资助的情形是：长桥；短桥"
    assert codes(paid(size=" ")) == ["missing"]


def test_a_payment_for_the_same_thing_names_funder_thing_and_sum(paid: Paid) -> None:
    amount = paid(already_paid=[{"funder": "province", "bridge": "gb／t1.1—2020", "amount_fen": 20_000_000}])
    assert (amount.amount_fen, codes(amount)) == (0, ["already_paid"])
    assert amount.refusals[0].message == "桥名 gb／t1.1—2020 已由省级（province）资助 200,000 元，同一事项不重复资助"


def test_the_city_s_own_earlier_payment_refuses_too(paid: Paid) -> None:
    assert codes(paid(already_paid=[{"funder": "city", "bridge": CASE["bridge"], "amount_fen": 1}])) == ["already_paid"]


def test_a_payment_for_another_thing_or_of_nothing_does_not_refuse(paid: Paid) -> None:
    others = [
        {"funder": "province", "bridge": "GB/T 1.2-2020", "amount_fen": 100},
        {"funder": "province", "bridge": CASE["bridge"], "amount_fen": 0},
    ]
    assert paid(already_paid=others).amount_fen == 500_000


def test_a_payment_whose_sum_is_not_told_refuses_all_the_same(paid: Paid) -> None:
    amount = paid(already_paid=[{"funder": "province", "bridge": CASE["bridge"]}])
    assert codes(amount) == ["already_paid"]
    assert "金额未写明" in amount.refusals[0].message


def test_a_payment_that_does_not_say_for_what_must_be_cleared_up(paid: Paid) -> None:
    amount = paid(already_paid=[{"funder": "某基金会", "amount_fen": 5}])
    assert codes(amount) == ["unclear_payment"]
    assert "某基金会资助 0.05 元" in amount.refusals[0].message


def test_a_programme_without_money_says_so(altered: Altered, parameters: ParameterSet) -> None:
    amount = amount_of(altered(lambda table: table.pop("incentive")), CASE, ON, parameters)
    assert (amount.amount_fen, amount.rule, codes(amount)) == (0, "", ["no_incentive"])


def test_a_case_that_is_not_paid_by_choice_is_told_that_choice(altered: Altered, parameters: ParameterSet) -> None:
    def change(table: Table) -> None:
        table["incentive"]["unpaid"] = [{"when": {"size": "short"}, "reason": "短桥只鼓励"}]
        table["incentive"]["rule"] = table["incentive"]["rule"][:1]

    amount = amount_of(altered(change), CASE | {"size": "short"}, ON, parameters)
    assert codes(amount) == ["unpaid_case"]


def test_all_refusals_are_told_at_once(paid: Paid) -> None:
    amount = paid(
        date(2029, 1, 1),
        applicant_kind="institution",
        accepted=False,
        already_paid=[{"funder": "city", "bridge": CASE["bridge"], "amount_fen": 1}],
    )
    assert codes(amount) == ["not_in_force", "applicant_kind", "condition", "already_paid"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("GB/T 1.1-2020", "ＧＢ／Ｔ 1.1－2020", True),
        ("GB/T 1.1-2020", "gb/t1.1—2020 ", True),
        ("GB/T 1.1-2020", "GB/T\u00a01.1\u200b–2020", True),
        ("GB/T 1.1-2020", "GB/T 11-2020", False),
        ("GB/T 99999-2024", "GB/T 9999-92024", False),
    ],
)
def test_the_same_standard_is_recognised_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (normal(one) == normal(other)) is same


def test_the_most_exact_name_that_both_give_decides() -> None:
    names = ("pilot", "standard")
    assert is_same_thing(names, {"pilot": "a", "standard": "x"}, {"pilot": "b", "standard": "x"}) is False
    assert is_same_thing(names, {"pilot": "a", "standard": "x"}, {"standard": "x"}) is True
    assert is_same_thing(names, {"pilot": "a"}, {"standard": "x"}) is None


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "applicant_kind": st.sampled_from(["enterprise", "association", "institution", "", 7]),
        "bridge": st.sampled_from(["甲", "乙", ""]),
        "size": st.sampled_from(["long", "short", "middle", True]),
        "accepted": st.sampled_from([True, False, 1, "true"]),
        "cost": st.one_of(st.integers(-10, 10**9), st.decimals(0, 10**6, places=1), st.none()),
        "already_paid": st.lists(
            st.fixed_dictionaries(
                {"funder": st.sampled_from(["city", "province"]), "amount_fen": st.integers(0, 5)},
                optional={"bridge": st.sampled_from(["甲", "乙"])},
            ),
            max_size=3,
        ),
    },
)


@given(facts=FACTS, day=st.dates(date(2029, 1, 1), date(2035, 1, 1)))
def test_money_flows_exactly_when_nothing_speaks_against_it(
    programme: Programme, parameters: ParameterSet, facts: dict[str, Any], day: date
) -> None:
    amount = amount_of(programme, facts, day, parameters)
    assert 0 <= amount.amount_fen <= 550_000
    assert amount.amount_fen == _expected(facts, day)
    if amount.refusals:
        assert amount.amount_fen == 0


def _expected(facts: dict[str, Any], day: date) -> int:
    """The same rules once more, written as a person would say them."""
    if not date(2030, 1, 1) <= day <= date(2033, 12, 31):
        return 0
    if facts.get("applicant_kind") not in ("enterprise", "association") or facts.get("accepted") is not True:
        return 0
    bridge = facts.get("bridge")
    for payment in facts.get("already_paid", []):
        same_or_unclear = not bridge or "bridge" not in payment or payment["bridge"] == bridge
        if payment["amount_fen"] > 0 and same_or_unclear:
            return 0
    if facts.get("size") == "long":
        return 500_000 if day.year == 2030 else 550_000
    cost = facts.get("cost")
    if facts.get("size") == "short" and cost is not None and cost >= 0:
        return min(550_000, int(Decimal(cost) * 3 / 10))
    return 0
