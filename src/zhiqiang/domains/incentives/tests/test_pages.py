"""The pages of money: what each shows, who opens it, what is done there and what is refused."""

from typing import Any

import pytest
from django.urls import reverse

from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment, Recovery
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.testing.browsing import body, hidden, open_as, words

MOST_QUERIES = 25


def said(answer: Any) -> list[str]:
    """The messages of the page that a form led to."""
    return [str(one) for one in answer.context["messages"]]


def post(person: Any, name: str, number: int, **data: str) -> Any:
    """Send a form and follow where it leads."""
    return open_as(person).post(
        reverse(name, args=[number]), {"request_key": f"key-{name}-{number}", **data}, follow=True
    )


def test_the_overview_shows_how_far_each_line_is_used(treasury: Treasury) -> None:
    treasury.line(cap=1_000_000)
    treasury.paid(treasury.proposed(treasury.commitment(), 5_000_000))
    text = words(open_as(treasury.officer).get("/money/"))
    for amount in ("1,000,000 元", "200,000 元", "50,000 元", "800,000 元"):
        assert amount in text, amount
    assert 'aria-label="已付 50,000 元，已承诺未付 150,000 元，未承诺 800,000 元"' in body(
        open_as(treasury.officer).get("/money/")
    )


def test_an_empty_treasury_leads_to_the_first_line(treasury: Treasury) -> None:
    answer = open_as(treasury.officer).get("/money/?year=abc")
    assert "2026 年还没有已核实的预算额度" in words(answer)
    assert reverse("register-new", args=["incentives.budget_lines"]) in body(answer)


def test_a_programme_shows_each_award_with_its_amount_or_why_there_is_none(treasury: Treasury) -> None:
    treasury.line()
    good, joined = treasury.award("GB/T 90001-2026"), treasury.award("GB/T 90002-2026", facts={"role": "joined"})
    treasury.award("GB/T 90003-2026")
    treasury.outside("GB/T 90003-2026")
    text = words(open_as(treasury.officer).get("/money/programme/standards-subsidy/"))
    assert "承诺 200,000 元" in text
    assert "规则“牵头国家标准的资助”（incentive.standard.national，2023-09-06 起的标准，" in text
    assert "按认定之日 2026-03-02 适用），方案 T1.1.1" in text
    assert "不在资助范围" in text
    assert "冀市监函〔2026〕8号" in text
    address = reverse("money-commit", args=[good.application_id])
    assert body(open_as(treasury.officer).get("/money/programme/standards-subsidy/")).count("/commit/") == 1
    assert address in body(open_as(treasury.officer).get("/money/programme/standards-subsidy/"))
    assert address not in body(open_as(treasury.verifier).get("/money/programme/standards-subsidy/"))
    assert joined.application_id != good.application_id


def test_a_promise_is_made_by_its_button_and_then_shown(treasury: Treasury) -> None:
    line, award = treasury.line(), treasury.award()
    answer = post(treasury.officer, "money-commit", award.application_id, line=str(line.pk), programme=award.programme)
    held = Commitment.objects.get()
    assert answer.redirect_chain == [(f"/r/incentives.commitments/{held.pk}/money/", 302)]
    assert "承诺 200,000 元" in words(answer)
    waiting = words(open_as(treasury.officer).get("/money/programme/standards-subsidy/?show=waiting"))
    assert "没有待承诺的认定" in waiting


def test_the_same_form_twice_promises_once(treasury: Treasury) -> None:
    line, award = treasury.line(), treasury.award()
    for _time in range(2):
        post(treasury.officer, "money-commit", award.application_id, line=str(line.pk), programme=award.programme)
    assert Commitment.objects.count() == 1
    line.refresh_from_db()
    assert line.committed_fen == 20_000_000


def test_a_refused_promise_says_why_where_it_was_asked(treasury: Treasury) -> None:
    line, award = treasury.line(cap=100_000), treasury.award()
    answer = post(treasury.officer, "money-commit", award.application_id, line=str(line.pk), programme=award.programme)
    assert answer.redirect_chain == [("/money/programme/standards-subsidy/", 302)]
    assert said(answer) == ["预算项目“2026-质强-01 质量强市专项”只余 100,000 元，不够承诺 200,000 元。"]
    for wrong in ("", "x", "9" * 30):
        answer = post(treasury.officer, "money-commit", award.application_id, line=wrong, request_key=f"k{wrong}")
        assert said(answer) == ["请选择预算项目。"]
    assert post(treasury.officer, "money-commit", 999, line=str(line.pk)).status_code == 404


def test_a_payment_goes_through_its_pages(treasury: Treasury) -> None:
    held = treasury.commitment()
    post(treasury.officer, "money-propose", held.pk, amount="1.5万")
    assert not Payment.objects.exists()
    answer = post(treasury.officer, "money-propose", held.pk, amount="150,000.50", request_key="again")
    payment = Payment.objects.get()
    assert (payment.amount_fen, answer.status_code) == (15_000_050, 200)
    for person, step in ((treasury.verifier, "approve_first"), (treasury.finance, "approve_second")):
        listed = open_as(person).get("/money/approvals/")
        assert reverse("money-payment", args=[payment.pk]) in body(listed)
        page = open_as(person).get(reverse("money-payment", args=[payment.pk]))
        assert "条件都满足，现在可以支付" in words(page)
        data = {"version": hidden(page, "version"), "request_key": step}
        address = reverse("register-step", args=["incentives.payments", payment.pk, step])
        assert address in body(page)
        done = open_as(person).post(address, data, follow=True)
        assert done.redirect_chain[-1] == (f"/r/incentives.payments/{payment.pk}/money/", 302)
    page = open_as(treasury.finance).get(reverse("money-payment", args=[payment.pk]))
    version = hidden(page, "version")
    answer = post(treasury.finance, "money-pay", payment.pk, voucher="", version=version, paid_on="2026-11-23")
    assert said(answer) == ["请填写凭证号。"]
    answer = post(
        treasury.finance, "money-pay", payment.pk, voucher="支-7", version=version, paid_on="2026-11-23",
        request_key="pay",
    )  # fmt: skip
    payment.refresh_from_db()
    assert (payment.state, payment.voucher) == ("paid", "支-7")
    assert "没有等您办理的拨付" in words(open_as(treasury.finance).get("/money/approvals/"))


def test_nobody_finds_in_the_list_what_they_may_not_sign(treasury: Treasury) -> None:
    both = treasury.city.person("city_verifier", treasury.city.city)
    both.memberships.create(role="finance", unit=treasury.city.city, valid_from="2020-01-01")
    payment = treasury.step(treasury.proposed(), "approve_first", both)
    address = reverse("money-payment", args=[payment.pk])
    assert address not in body(open_as(both).get("/money/approvals/"))
    assert address in body(open_as(treasury.finance).get("/money/approvals/"))


def test_the_loser_of_two_who_sign_at_once_gets_a_message(treasury: Treasury) -> None:
    payment = treasury.proposed()
    other = treasury.city.person("city_verifier", treasury.city.city)
    seen = hidden(open_as(other).get(reverse("money-payment", args=[payment.pk])), "version")
    treasury.step(payment, "approve_first", treasury.verifier)
    address = reverse("register-step", args=["incentives.payments", payment.pk, "approve_first"])
    answer = open_as(other).post(address, {"version": seen, "request_key": "late"})
    assert (answer.status_code, "有改动" in words(answer)) == (409, True)


def test_money_is_never_moved_in_a_batch(treasury: Treasury) -> None:
    payment = treasury.proposed()
    page = body(open_as(treasury.verifier).get("/r/incentives.payments/"))
    assert 'name="record"' not in page
    address = reverse("register-batch", args=["incentives.payments", "approve_first"])
    answer = open_as(treasury.verifier).post(address, {"record": f"{payment.pk}:1"}, follow=True)
    payment.refresh_from_db()
    assert (payment.state, said(answer)) == ("proposed", ["您的角色不能成批办理这一步。"])


def test_a_payment_that_may_not_be_paid_says_why_and_offers_no_voucher(treasury: Treasury) -> None:
    payment = treasury.approved()
    treasury.book.freeze(payment.commitment.application)
    page = open_as(treasury.finance).get(reverse("money-payment", args=[payment.pk]))
    assert "现在不能支付 有未处理完的异议" in words(page)
    assert 'name="voucher"' not in body(page)


def test_what_was_paid_is_asked_back_on_its_page(treasury: Treasury) -> None:
    payment = treasury.paid()
    answer = post(treasury.officer, "money-recover", payment.pk, cause="gift", explanation="")
    assert said(answer) == ["请选择追回的原因，并写明依据。"]
    post(treasury.officer, "money-recover", payment.pk, cause="false_data", explanation="材料不实", request_key="ok")
    recovery = Recovery.objects.get()
    assert recovery.amount_fen == 20_000_000
    page = open_as(treasury.verifier).get("/money/approvals/")
    assert reverse("money-recovery", args=[recovery.pk]) in body(page)
    step = reverse("register-step", args=["incentives.recoveries", recovery.pk, "demand"])
    open_as(treasury.verifier).post(step, {"version": "1", "request_key": "d"})
    page = open_as(treasury.finance).get(reverse("money-recovery", args=[recovery.pk]))
    post(
        treasury.finance, "money-receive", recovery.pk, voucher="收-1", received_on="2026-11-23",
        version=hidden(page, "version"),
    )  # fmt: skip
    recovery.refresh_from_db()
    assert (recovery.state, recovery.voucher) == ("received", "收-1")


def test_a_withdrawal_is_followed_by_one_button(treasury: Treasury) -> None:
    held = treasury.commitment()
    address = reverse("money-follow", args=[held.pk])
    assert address not in body(open_as(treasury.officer).get(reverse("money-commitment", args=[held.pk])))
    treasury.book.withdraw(held.application)
    page = open_as(treasury.officer).get(reverse("money-commitment", args=[held.pk]))
    assert address in body(page)
    assert "提供虚假材料" in words(page)
    answer = post(treasury.officer, "money-follow", held.pk)
    assert said(answer) == ["已按撤销办理，没有要追回的。"]
    assert Commitment.objects.get().state == "released"


@pytest.mark.parametrize("wrong", ["abc", "1e5000", "NaN", "0.001", "-5", "9" * 20])
def test_what_is_no_amount_is_refused_with_the_way_to_write_it(treasury: Treasury, wrong: str) -> None:
    held = treasury.commitment()
    answer = post(treasury.officer, "money-propose", held.pk, amount=wrong)
    assert len(said(answer)) == 1
    assert not Payment.objects.exists()


def test_what_is_no_day_is_refused(treasury: Treasury) -> None:
    payment = treasury.approved()
    answer = post(
        treasury.finance, "money-pay", payment.pk, voucher="支", version=str(payment.version), paid_on="23.11.2026"
    )
    assert said(answer) == ["“23.11.2026”不是日期，应写作 2026-03-01。"]


def test_money_is_closed_to_those_who_have_no_part_in_it(treasury: Treasury) -> None:
    payment = treasury.paid()
    treasury.recovery(payment)
    pages = [
        "/money/", "/money/approvals/", "/money/programme/standards-subsidy/",
        reverse("money-payment", args=[payment.pk]), reverse("money-commitment", args=[payment.commitment_id]),
        reverse("money-recovery", args=[payment.recoveries.get().pk]),
    ]  # fmt: skip
    people = {role: treasury.city.users[role] for role in ("enterprise", "expert", "laboratory", "administrator")}
    for page in pages:
        assert {role: open_as(one).get(page).status_code for role, one in people.items()} == dict.fromkeys(people, 404)
        assert open_as(None).get(page).status_code == 302
        for role in ("auditor",):
            assert open_as(treasury.city.users[role]).get(page).status_code == 200, page
    hidden_from_county = pages[3:]
    for page in hidden_from_county:
        assert open_as(treasury.city.users["reporter"]).get(page).status_code == 404, page
    acts = {"money-commit": 1, "money-propose": payment.commitment_id, "money-pay": payment.pk}
    for name, number in acts.items():
        assert open_as(treasury.verifier).post(reverse(name, args=[number])).status_code == 404, name
        assert open_as(treasury.officer).get(reverse(name, args=[number])).status_code in (404, 405), name


def test_a_programme_of_many_awards_asks_no_more_than_one_of_few(
    treasury: Treasury, django_assert_max_num_queries
) -> None:
    treasury.line(cap=100_000_000)
    for n in range(60):
        treasury.award(f"GB/T {90000 + n}-2026")
    browser = open_as(treasury.officer)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = browser.get("/money/programme/standards-subsidy/")
    assert body(answer).count("/commit/") == 50
    assert BudgetLine.objects.count() == 1
