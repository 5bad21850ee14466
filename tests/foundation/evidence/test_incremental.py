"""Incremental equals full, to the digit, after any run of edits."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.foundation.evidence.models import Figure
from zhiqiang.foundation.evidence.refresh import recompute, refresh

DAYS = st.dates(date(2025, 11, 1), date(2026, 2, 28))
EDITS = st.lists(
    st.tuples(st.sampled_from(("add", "change", "verify", "drop")), st.integers(0, 40), DAYS, st.booleans()),
    min_size=1,
    max_size=8,
)


def standing() -> set[tuple[Any, ...]]:
    found = Figure.objects.filter(superseded_at=None)
    return set(found.values_list("measure", "unit", "month", "numerator", "denominator", "benchmark"))


@pytest.mark.django_db
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=st.lists(EDITS, min_size=2, max_size=3))
def test_refreshing_what_changed_gives_the_figures_of_refreshing_everything(town: Any, rounds: list[Any]) -> None:
    for edits in rounds:
        for edit in edits:
            _apply(town, *edit)
        refresh()
    in_part = standing()
    assert recompute() == 0
    assert refresh(full=True).changed == 0
    assert standing() == in_part


def _apply(town: Any, act: str, number: int, day: date, good: bool) -> None:
    model, field = ((Sample, "sampled_on"), (StandardRole, "published_on"), (OutsideValue, "period_end"))[number % 3]
    rows = list(model.objects.order_by("pk"))
    if act == "add" or not rows:
        _add(town, model, number, day, good)
        return
    row = rows[number % len(rows)]
    town.mark(row)
    if act == "drop":
        row.delete()
        return
    if act == "change":
        setattr(row, field, day)
    else:
        row.state = "verified" if good else "recorded"
    row.save()
    town.mark(row)


def _add(town: Any, model: Any, number: int, day: date, good: bool) -> None:
    unit = (*town.units, town.city)[number % 2 + good]
    town.made += 1
    if model is Sample:
        town.put(Sample, unit=unit, sampled_on=day, conclusion="pass" if good else "fail", number=f"N{town.made}")
    elif model is StandardRole:
        standard = f"GB/T {number % 5}-2026"
        taken = StandardRole.objects.filter(number=standard).values_list("organisation", flat=True)
        free = [firm for firm in town.firms if firm.pk not in taken]
        if free:
            town.put(StandardRole, unit=unit, number=standard, organisation=free[0], published_on=day)
    else:
        vintage = date.fromordinal(date(2026, 3, 1).toordinal() + town.made)
        town.put(OutsideValue, unit=town.city, period_end=day, value=f"{number}.125", vintage=vintage)
