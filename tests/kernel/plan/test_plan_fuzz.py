"""However a package is damaged, it parses or is refused with problems; nothing else ever comes out."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.plan import Plan, PlanErrors, grammar, milestones, parse_plan

Files = dict[str, dict[str, Any]]
Step = tuple[Any, Any]  # a container and the key or index in it

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=8),
    st.sampled_from(["", "A1", "A1.1", "windows", "999901", "growth", "qualitative", "2029-02-29", "1e999", "%"]),
    st.lists(st.integers() | st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
    st.just(date.min) | st.just(Decimal("1E+999999")) | st.just(10**5000),
)


def steps(container: Any) -> list[Step]:
    keys = (
        list(container) if isinstance(container, dict) else range(len(container)) if isinstance(container, list) else []
    )
    found: list[Step] = []
    for key in keys:
        found.append((container, key))
        found.extend(steps(container[key]))
    return found


def damage(files: Files, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        places = steps(files)
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        match data.draw(st.sampled_from(["alter", "delete", "add", "repeat"])):
            case "delete":
                del container[key]
            case "add" if isinstance(container, dict):
                container[data.draw(st.text(min_size=1, max_size=6))] = data.draw(VALUES)
            case "repeat" if isinstance(container, list):
                container.append(copy.deepcopy(container[key]))
            case _:
                container[key] = data.draw(VALUES)
        if not files:
            return


def outcome(files: Files) -> Plan | PlanErrors:
    try:
        return parse_plan(files)
    except PlanErrors as refused:
        return refused


def see_that_it_holds(result: Plan | PlanErrors) -> None:
    if isinstance(result, PlanErrors):
        assert result.problems
        assert all(p.file and p.message for p in result.problems)
        assert all(p.key or "文件" in p.message for p in result.problems)
        return
    assert Plan.from_json(result.to_json()) == result
    for target in result.targets:
        assert grammar(result, target.id).milestones
    for indicator in result.indicators:
        assert milestones(result, indicator.code, derived=True)


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_package_parses_or_is_refused(fictional_files: Files, data: st.DataObject) -> None:
    files = copy.deepcopy(fictional_files)
    damage(files, data)
    see_that_it_holds(outcome(files))


@pytest.mark.parametrize("file", ["plan.toml", "units.toml", "indicators.toml", "targets.toml", "clauses/t1.toml"])
def test_every_single_key_of_the_chengde_package_may_go_missing(chengde_files: Files, file: str) -> None:
    for n in range(0, len(steps(chengde_files[file])), 7):
        files = chengde_files | {file: copy.deepcopy(chengde_files[file])}
        container, key = steps(files[file])[n]
        del container[key]
        see_that_it_holds(outcome(files))
