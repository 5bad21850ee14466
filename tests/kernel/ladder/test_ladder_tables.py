"""Reading ladders: the one that ships, versions by day, and every fault of a table named at once."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from ladder_steps import LAPSED, ladder, table

from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.kernel.ladder import RUNGS, LadderError, ladder_on, ladders_from_table

SHIPPED = files("zhiqiang").joinpath("data", "plans", "chengde-2023-2027", "ladder.toml")


def problems(**changed: object) -> str:
    with pytest.raises(LadderError) as refused:
        ladders_from_table(table(**changed))
    return str(refused.value)


def test_the_ladder_that_ships_has_every_rung_with_a_known_approver_a_time_limit_and_an_authority() -> None:
    (shipped,) = ladders_from_table(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))
    assert tuple(one.code for one in shipped.rungs) == RUNGS
    parameters = load_parameters()
    for rung in shipped.rungs:
        assert rung.approver in BY_CODE
        assert parameters.get(rung.answer).is_clock
        assert rung.authority.article
    approvers = [one.approver for one in shipped.ordered]
    assert approvers == ["city_officer", "city_verifier", "city_verifier", "leader", "leader", "leader"]
    assert shipped.after("interview").code == "interview"


def test_the_ladder_of_a_day_is_the_version_in_force() -> None:
    two = table()
    first = two["ladder"][0]  # type: ignore[index]  # a made-up table
    two["ladder"] = [{**first, "valid_to": date(2025, 12, 31)}, {**first, "valid_from": date(2026, 1, 1)}]
    ladders = ladders_from_table(two)
    assert ladder_on(ladders, date(2025, 12, 31)) is ladders[0]
    assert ladder_on(ladders, date(2026, 1, 1)) is ladders[1]
    with pytest.raises(LookupError, match="没有有效的督办阶梯"):
        ladder_on(ladders, date(2022, 12, 31))


def test_versions_with_a_gap_are_refused() -> None:
    two = table()
    first = two["ladder"][0]  # type: ignore[index]  # a made-up table
    two["ladder"] = [{**first, "valid_to": date(2025, 12, 30)}, {**first, "valid_from": date(2026, 1, 1)}]
    with pytest.raises(LadderError, match="不能重叠或有空档"):
        ladders_from_table(two)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "violet"}, "不是 violet"),
        ({"authority": "nobody"}, "没有授权依据 nobody"),
        ({"approver": ""}, "approver：缺少"),
        ({"lapses_into": "red"}, "只能到紧接的上一级"),
        ({"ground": []}, "至少要有一种情形"),
        ({"ground": [{**LAPSED, "least": 3}]}, "应为正整数，不是 3"),
        ({"ground": [{**LAPSED, "kind": "mood"}]}, "不是 mood"),
        ({"ground": [{**LAPSED, "confidence": "sure"}]}, "不是 sure"),
        ({"code": "remind"}, "每级一次"),
        ({"colour": "blue"}, "不认识的键"),
    ],
)
def test_a_faulty_rung_is_named(changed: dict[str, object], words: str) -> None:
    assert words in problems(**changed)


def test_a_higher_rung_may_not_ask_for_less() -> None:
    overdue = {"kind": "duty_overdue", "least": 15, "article": "设定", "confidence": "setting"}
    assert "门槛低于下一级" in problems(ground=[overdue])


def test_all_faults_of_a_table_are_told_at_once() -> None:
    broken = table(approver="", authority="nobody") | {"ladders": []}
    with pytest.raises(LadderError) as refused:
        ladders_from_table(broken)
    assert len(refused.value.problems) >= 3


def test_a_table_without_ladders_is_refused() -> None:
    with pytest.raises(LadderError, match="至少要有一个"):
        ladders_from_table({"authority": []})


def test_a_rung_that_the_ladder_has_not_is_no_rung() -> None:
    with pytest.raises(KeyError):
        ladder().rung("interview")
