"""What is due, what is overdue, and the two rates, over instruments that are sealed, repaired and replaced."""

from datetime import date

import pytest

from zhiqiang.domains.metrology import registers
from zhiqiang.domains.metrology.facade import facts_of
from zhiqiang.domains.metrology.models import Instrument
from zhiqiang.domains.metrology.queries import (
    Due,
    due_lines,
    instruments_in_use,
    needing_action,
    on_time,
    verification_spans,
    verified_share,
)
from zhiqiang.domains.metrology.tests.bench import Bench
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.kernel.spans import Span

DAY = date(2026, 11, 23)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def bench(city, as_of):
    as_of(2026, 11, 23)
    return Bench(city)


def status(instrument, day=DAY):
    [line] = due_lines([instrument], day)
    return line.status, line.due


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [
        (date(2026, 11, 1), (Due.FINE, date(2027, 10, 31))),
        (date(2025, 12, 24), (Due.SOON, date(2026, 12, 23))),
        (date(2025, 12, 25), (Due.FINE, date(2026, 12, 24))),
        (date(2025, 11, 24), (Due.SOON, date(2026, 11, 23))),
        (date(2025, 11, 23), (Due.OVERDUE, date(2026, 11, 22))),
    ],
)
def test_a_yearly_instrument_is_called_soon_thirty_days_ahead_and_overdue_the_day_after(bench, verified_on, expected):
    instrument = bench.instrument()
    bench.verification(instrument, verified_on)
    assert status(instrument) == expected


def test_the_last_verification_decides_whatever_its_result(bench):
    instrument = bench.instrument()
    bench.verification(instrument, date(2026, 10, 1))
    bench.verification(instrument, date(2026, 11, 1), "fail")
    bench.verification(instrument, date(2026, 11, 30))  # in the future of that day
    bench.verification(instrument, date(2026, 11, 20), state="recorded")
    assert status(instrument) == (Due.FAILED, None)
    assert status(instrument, date(2026, 10, 31))[0] is Due.FINE
    assert status(instrument, date(2026, 12, 1))[0] is Due.FINE


def test_a_repair_ends_a_verification_at_once_and_a_new_one_begins_its_own(bench, city):
    instrument = bench.instrument()
    row = bench.verification(instrument, date(2026, 6, 1))
    take_step(
        register=registers.VERIFICATIONS, record_id=row.pk, step="withdraw", actor=city.users["verifier"],
        reason="更换传感器", values={"on": date(2026, 10, 5)},
    )  # fmt: skip
    assert status(instrument)[0] is Due.REPAIRED
    assert status(instrument, date(2026, 10, 4))[0] is Due.FINE
    assert verification_spans([row])[row.pk] == [Span(date(2026, 6, 1), date(2026, 10, 4))]
    bench.verification(instrument, date(2026, 10, 9))
    assert status(instrument)[0] is Due.FINE


def test_an_instrument_without_verification_and_one_without_a_last_day(bench):
    assert status(bench.instrument()) == (Due.NEVER, None)
    glass = bench.instrument("thermometer_glass")
    bench.verification(glass, date(2020, 5, 1))
    assert status(glass) == (Due.UNLIMITED, None)


def test_a_water_meter_is_to_be_replaced_six_years_after_its_only_verification(bench):
    meter = bench.instrument("water_meter_small")
    bench.verification(meter, date(2020, 12, 10))
    assert status(meter) == (Due.SOON, date(2026, 12, 9))
    assert status(meter, date(2026, 12, 10))[0] is Due.OVERDUE


def test_the_clock_stands_still_while_an_instrument_is_sealed(bench):
    instrument = bench.instrument()
    bench.verification(instrument, date(2025, 1, 1))
    bench.interrupt(instrument, date(2026, 1, 1), date(2026, 12, 31))
    assert list(instruments_in_use(DAY)) == []
    assert list(instruments_in_use(date(2027, 1, 1))) == [instrument]


def test_the_due_list_begins_with_the_most_pressing(bench):
    fine, soon, overdue, older, never = (bench.instrument() for _ in range(5))
    days = ((fine, date(2026, 9, 1)), (soon, date(2025, 12, 1)), (overdue, date(2025, 9, 1)), (older, date(2024, 9, 1)))
    for one, day in days:
        bench.verification(one, day)
    listed = needing_action(due_lines(list(instruments_in_use(DAY)), DAY))
    assert [one.instrument for one in listed] == [older, overdue, never, soon]


def test_a_verification_holds_until_the_next_of_its_instrument(bench):
    instrument = bench.instrument()
    first, failed, again = (
        bench.verification(instrument, day, result)
        for day, result in ((date(2025, 3, 1), "pass"), (date(2025, 9, 1), "fail"), (date(2025, 9, 20), "pass"))
    )
    same_day = bench.verification(instrument, date(2026, 9, 1), "fail")
    redone = bench.verification(instrument, date(2026, 9, 1), valid_to=date(2026, 12, 1))
    assert verification_spans([first, failed, again, same_day, redone]) == {
        first.pk: [Span(date(2025, 3, 1), date(2025, 8, 31))],
        failed.pk: [],
        again.pk: [Span(date(2025, 9, 20), date(2026, 8, 31))],
        same_day.pk: [],
        redone.pk: [Span(date(2026, 9, 1), date(2026, 12, 1))],
    }


def test_on_time_counts_what_was_due_in_the_period_and_done_by_then(bench):
    def instrument(*days, category="scale_digital", **other):
        made = bench.instrument(category, **other)
        for day in days:
            bench.verification(made, day)
        return made

    timely = instrument(date(2025, 3, 1), date(2026, 2, 28))  # due on that very day
    late = instrument(date(2025, 3, 1), date(2026, 3, 1))
    never_again = instrument(date(2025, 3, 1))
    early = instrument(date(2025, 11, 1), date(2026, 5, 1))
    sealed = instrument(date(2025, 3, 1))
    bench.interrupt(sealed, date(2026, 2, 1), date(2026, 4, 30))
    repaired = instrument(date(2025, 3, 1))
    bench.interrupt(repaired.verifications.get(), date(2025, 12, 1), kind="withdrawn")
    rows = [timely, late, never_again, early, sealed, repaired]
    rate = on_time(rows, *YEAR)
    assert (rate.numerator, rate.denominator, rate.percent) == (2, 4, "50.0")
    assert on_time(rows, date(2020, 1, 1), date(2020, 12, 31)).value is None
    assert on_time([], *YEAR).percent == ""


def test_a_meter_is_replaced_on_time_when_it_is_out_of_use_by_then(bench):
    meters = [
        bench.instrument("water_meter_small", valid_to=end) for end in (date(2026, 6, 30), date(2026, 8, 1), None)
    ]
    for meter in meters:
        bench.verification(meter, date(2020, 7, 1))  # its limit ends with 30 June 2026
    rate = on_time(meters, *YEAR)
    assert (rate.numerator, rate.denominator) == (1, 3)


def test_the_share_of_verified_instruments_is_that_of_those_in_use(bench, city):
    verified, overdue, sealed = (bench.instrument() for _ in range(3))
    bench.verification(verified, date(2026, 3, 1))
    bench.verification(overdue, date(2025, 3, 1))
    bench.interrupt(sealed, date(2026, 1, 1))
    in_use = list(instruments_in_use(DAY))
    share = verified_share(in_use, DAY)
    assert (share.numerator, share.denominator, share.percent) == (1, 2, "50.0")
    refresh(full=True)
    cell = load_cells(["metrology.verified_instruments"]).window_sum(
        "metrology.verified_instruments", "130800", "0001-01", "2026-11"
    )
    assert (cell.numerator, cell.denominator) == (1, 2)
    assert facts_of(city.enterprise.pk, DAY)["instruments_overdue"] == 1


def test_a_corrected_kind_computes_the_verifications_anew(bench, city):
    instrument = bench.instrument("scale_digital")
    bench.verification(instrument, date(2026, 3, 1))
    common = {"register": registers.INSTRUMENTS, "record_id": instrument.pk}
    take_step(**common, step="propose_correction", actor=city.users["reporter"], reason="类别填错",
              values={"category": "pressure_gauge"})  # fmt: skip
    DirtyPartition.objects.all().delete()
    take_step(**common, step="accept_correction", actor=city.users["verifier"])
    assert Instrument.objects.get(pk=instrument.pk).category == "pressure_gauge"
    assert DirtyPartition.objects.filter(dataset="instrument_verifications", month="2026-03").exists()


def test_a_due_list_of_many_instruments_asks_the_database_a_few_times(bench, django_assert_max_num_queries):
    for _ in range(40):
        bench.verification(bench.instrument(), date(2026, 3, 1))
    with django_assert_max_num_queries(8):
        assert len(due_lines(list(instruments_in_use(DAY).select_related("owner", "unit")), DAY)) == 40
