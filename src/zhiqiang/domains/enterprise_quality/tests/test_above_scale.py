"""The list of above-scale enterprises: an enterprise is on it once at a time, however its records come in."""

from datetime import date

import pytest

from zhiqiang.domains.enterprise_quality.models import AboveScale
from zhiqiang.domains.enterprise_quality.registers import ABOVE_SCALE_LIST
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.write import change_record, create_record, take_step


@pytest.fixture
def firm(city, as_of):
    as_of(2026, 11, 23)
    return city.enterprise


def on_the_list(city, start, end=None, **other):
    values = {
        "organisation": city.enterprise, "unit": city.unit, "division": "13", "valid_from": start, "valid_to": end,
        "source": "名册",
    }  # fmt: skip
    return create_record(register=ABOVE_SCALE_LIST, values=values | other, actor=city.users["reporter"])


def verify(city, row):
    return take_step(register=ABOVE_SCALE_LIST, record_id=row.pk, step="verify", actor=city.users["verifier"])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 6, 30), None),
        (date(2022, 1, 1), date(2023, 1, 1)),
        (date(2023, 2, 1), date(2023, 3, 1)),
        (date(2022, 1, 1), None),
    ],
)
def test_a_span_that_shares_a_day_with_another_is_refused_with_that_span(city, firm, start, end):
    on_the_list(city, date(2023, 1, 1), date(2023, 6, 30))
    with pytest.raises(WrongValuesError, match="2023-01-01 至 2023-06-30）重叠"):
        on_the_list(city, start, end)


def test_an_enterprise_that_comes_back_the_day_after_is_on_the_list_again(city, firm):
    on_the_list(city, date(2023, 1, 1), date(2023, 6, 30))
    assert on_the_list(city, date(2023, 7, 1)).pk is not None


def test_a_record_does_not_overlap_itself(city, firm):
    row = on_the_list(city, date(2023, 1, 1))
    changed = change_record(
        register=ABOVE_SCALE_LIST, record_id=row.pk, version=1, values={"valid_from": date(2023, 1, 2)},
        actor=city.users["reporter"],
    )  # fmt: skip
    assert changed.valid_from == date(2023, 1, 2)


def test_a_voided_record_is_in_nobodys_way(city, firm):
    row = on_the_list(city, date(2023, 1, 1))
    take_step(register=ABOVE_SCALE_LIST, record_id=row.pk, step="void", actor=city.users["reporter"], reason="重复登记")
    assert on_the_list(city, date(2023, 2, 1)).pk is not None


def test_a_record_that_came_in_unchecked_is_not_verified_over_another(city, firm):
    """An import writes many rows at once, past the model's own check: the second person stops it."""
    verify(city, on_the_list(city, date(2023, 1, 1)))
    stray = AboveScale.objects.bulk_create([
        AboveScale(
            organisation=firm, unit=city.unit, division="13", valid_from=date(2024, 1, 1), source="名册",
            recorded_by=city.users["reporter"], recorded_at=clock.now(), changed_at=clock.now(),
        )
    ])[0]  # fmt: skip
    with pytest.raises(WrongValuesError, match="2023-01-01 至 今）重叠"):
        verify(city, stray)
    stray.refresh_from_db()
    assert stray.state == "recorded"


def test_an_enterprise_withdrawn_and_listed_anew_is_not_reinstated_on_top(city, firm):
    row, verifier = verify(city, on_the_list(city, date(2023, 1, 1))), city.users["verifier"]
    take_step(
        register=ABOVE_SCALE_LIST, record_id=row.pk, step="withdraw", actor=verifier, reason="退规",
        values={"on": date(2024, 1, 1)},
    )  # fmt: skip
    verify(city, on_the_list(city, date(2025, 1, 1)))
    with pytest.raises(WrongValuesError, match="重叠"):
        take_step(
            register=ABOVE_SCALE_LIST, record_id=row.pk, step="reinstate", actor=city.users["city_verifier"],
            reason="误退",
        )  # fmt: skip
