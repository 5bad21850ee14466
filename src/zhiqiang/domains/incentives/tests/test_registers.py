"""The ready-made tests of the registers of money that people type, and the reading of the others."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from zhiqiang.domains.incentives.models import BudgetLine, OutsidePayment
from zhiqiang.domains.incentives.registers import BUDGET_LINES, OUTSIDE_PAYMENTS, REGISTERS
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, open_as, words
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestBudgetLines(RegisterSpec):
    register = BUDGET_LINES
    wrong = {
        "no money": ({"cap": "0"}, "应大于 0"),
        "a year that is none": ({"year": "1926"}, "不在 2000 年至明年之间"),
        "closed before its year": ({"closes_on": "2025-12-31"}, "早于预算年度"),
        "set aside after today": ({"issued_on": "2099-01-01"}, "晚于今天"),
        "closed before it was set aside": ({"issued_on": "2026-05-01", "closes_on": "2026-04-01"}, "早于下达日期"),
        "an unknown programme": ({"programmes": "standards-subsidies"}, "standards-subsidy"),
    }

    @pytest.fixture(autouse=True)
    def _programmes(self, book: object) -> None:
        """The programmes that a line may name."""

    def values(self, city, n):
        return {
            "code": f"2026-质强-{n:03d}",
            "title": "质量强市专项资金",
            "year": 2026,
            "funder": "city",
            "programmes": "standards-subsidy standardisation-pilot",
            "cap": 2_000_000,
            "unit": city.unit,
            "issued_on": date(2026, 1, 20),
            "closes_on": date(2026, 12, 31),
            "clause": "S2.1",
            "proof": "承财行〔2026〕1号（演示）",
        }


class TestOutsidePayments(RegisterSpec):
    register = OUTSIDE_PAYMENTS
    wrong = {
        "no money": ({"amount": "-5"}, "应大于 0"),
        "paid after today": ({"paid_on": "2099-01-01"}, "晚于今天"),
    }

    def values(self, city, n):
        return {
            "thing": f"GB/T {99000 + n}-2026",
            "organisation": city.enterprise,
            "funder": "province",
            "funder_name": "河北省市场监督管理局",
            "amount": 200_000,
            "paid_on": date(2026, 2, 10),
            "document": "冀市监函〔2026〕8号（演示）",
            "unit": city.unit,
        }


def test_amounts_are_whole_fen_in_the_database_and_yuan_on_every_page(treasury: Treasury) -> None:
    row = treasury.outside("GB/T 99001-2026", amount="123456.78")
    assert OutsidePayment.objects.extra(select={"raw": "amount"}).get().raw == 12_345_678
    row.refresh_from_db()
    assert (str(row.amount), row.amount_fen) == ("123456.78", 12_345_678)
    page = open_as(treasury.officer).get(f"/r/{OUTSIDE_PAYMENTS.slug}/{row.pk}/")
    assert "123,456.78" in words(page)


def test_a_part_of_a_fen_is_refused(treasury: Treasury) -> None:
    with pytest.raises(WrongValuesError, match="2"):
        treasury.outside("GB/T 99001-2026", amount="0.001")


def test_a_cap_is_not_corrected_below_what_is_promised(treasury: Treasury) -> None:
    line = treasury.line()
    treasury.commitment(line=line)
    common = {"register": BUDGET_LINES, "record_id": line.pk}
    with pytest.raises(WrongValuesError, match="小于已经作出的承诺"):
        take_step(**common, step="propose_correction", actor=treasury.officer, reason="压减", values={"cap": 199_999})
    take_step(**common, step="propose_correction", actor=treasury.officer, reason="压减", values={"cap": 200_000})
    take_step(**common, step="accept_correction", actor=treasury.verifier)
    line.refresh_from_db()
    assert (line.cap_fen, line.committed_fen) == (20_000_000, 20_000_000)


def test_a_correction_of_a_cap_loses_no_promise_made_in_between(treasury: Treasury) -> None:
    line = treasury.line()
    common = {"register": BUDGET_LINES, "record_id": line.pk}
    take_step(**common, step="propose_correction", actor=treasury.officer, reason="追加", values={"cap": 3_000_000})
    treasury.commitment(line=line)
    take_step(**common, step="accept_correction", actor=treasury.verifier)
    line.refresh_from_db()
    assert (line.cap_fen, line.committed_fen) == (300_000_000, 20_000_000)


def test_a_line_that_pays_an_unknown_programme_is_refused_with_one_that_exists(treasury: Treasury) -> None:
    with pytest.raises(WrongValuesError, match="没有代码为“plain”的奖补项目"):
        treasury.line(programmes="standards-subsidy，plain")


def test_commitments_payments_and_recoveries_are_never_typed_in(treasury: Treasury) -> None:
    payment = treasury.paid()
    treasury.recovery(payment)
    for register in REGISTERS[2:]:
        assert [one.name for one in register.fields if one.form] == []
        browser = open_as(treasury.officer)
        answer: Any = browser.get(f"/r/{register.slug}/new/")
        assert (answer.status_code, answer["Location"]) == (302, "/money/")
        with pytest.raises(WrongValuesError):
            create_record(register=register, values={"unit": treasury.city.city}, actor=treasury.officer)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.slug)
def test_every_list_of_money_opens_with_its_amounts_in_yuan(treasury: Treasury, register: Any) -> None:
    treasury.outside("GB/T 90001-2026")
    treasury.recovery(treasury.paid())
    text = words(open_as(treasury.officer).get(f"/r/{register.slug}/"))
    amount = "1,000,000" if register is BUDGET_LINES else "200,000"
    assert amount in text
    export = reverse("register-export", args=[register.slug])
    assert f",{amount.replace(',', '')}" in body(open_as(treasury.officer).get(export, {"format": "csv"}))


def test_a_line_says_what_is_left(treasury: Treasury) -> None:
    line = treasury.line()
    treasury.commitment(line=line)
    assert BudgetLine.objects.get(pk=line.pk).left_fen == 80_000_000
