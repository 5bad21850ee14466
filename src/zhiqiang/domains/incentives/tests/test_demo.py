"""The made-up money plays by the real actions, keeps the books right and shows every station."""

from datetime import date, datetime

from zhiqiang.domains.incentives import demo
from zhiqiang.domains.incentives.models import BudgetLine, Commitment, OutsidePayment, Payment
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.cast import MARK, Cast, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import PlannedScript, Rehearsal


def cast_of(treasury: Treasury) -> Cast:
    city, unit = treasury.city, treasury.city.unit
    people = {"officer": treasury.officer, "city_verifier": treasury.verifier, "finance": treasury.finance}
    return cast_in(
        city, firms={unit.code: (city.enterprise,)}, units=(unit,), **people,
        now=datetime(2026, 11, 23, 17, tzinfo=clock.ZONE),
    )  # fmt: skip


def test_the_made_up_money_plays_and_stands_at_every_station(treasury: Treasury, settings) -> None:
    settings.DEMO = True
    cast = cast_of(treasury)
    for number in range(7):
        treasury.award(f"GB/T 9910{number}-2026")
    treasury.award("GB/T 99140-2026", facts={"role": "joined"})
    assert Rehearsal(PastWriter()).play(demo.planned(cast)) == len(demo.CAPS) + len(demo.PAID_BY_PROVINCE)
    assert (
        {one.state for one in BudgetLine.objects.all()}
        == {one.state for one in OutsidePayment.objects.all()}
        == {"verified"}
    )
    assert Commitment.objects.count() == 7
    states = [one.state for one in Payment.objects.order_by("pk")]
    assert states == ["paid", "paid", "approved", "first_approved", "proposed", "paid"]
    assert Commitment.objects.filter(state="committed").count() == 4
    assert imbalances() == []
    paid = Payment.objects.filter(state="paid").first()
    assert (paid.paid_on, paid.voucher[:3]) == (date(2026, 11, 18), "演示支")


def test_everything_made_up_says_so(treasury: Treasury) -> None:
    for one in demo.planned(cast_of(treasury)):
        if isinstance(one, PlannedScript):
            continue
        assert any(MARK in str(value) or "演示" in str(value) for value in one.values.values())
