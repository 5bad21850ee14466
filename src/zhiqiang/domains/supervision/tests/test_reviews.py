"""Reviews (条例 art. 17): applied for in time, decided by people without a hand in it, and all that followed undone."""

from datetime import date

import pytest

from zhiqiang.domains.supervision.actions.reviews import why_recused
from zhiqiang.domains.supervision.facade import order_lines, overturned, standing_penalties
from zhiqiang.domains.supervision.models import Interview, Order
from zhiqiang.domains.supervision.registers import ORDERS
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.trail.models import TrailEntry

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_unit_applies_within_thirty_days_of_being_served(office: Office, as_of) -> None:
    row = office.served()
    as_of(2026, 12, 23)
    assert office.review(row).state == "applied"


def test_the_day_after_the_thirtieth_is_too_late(office: Office, as_of) -> None:
    row = office.served()
    as_of(2026, 12, 24)
    with pytest.raises(RefusedError, match="2026-12-23 已过"):
        office.review(row)


def test_a_draft_is_not_there_for_the_unit_and_a_withdrawn_order_is_not_reviewed(office: Office) -> None:
    with pytest.raises(NotThereError):
        office.review(office.drafted())
    row = office.take(office.served("duty:8"), "withdraw", office.second)
    with pytest.raises(RefusedError, match="不能申请复核"):
        office.review(row)


def test_one_review_at_a_time(office: Office) -> None:
    row = office.served()
    office.review(row)
    with pytest.raises(WrongValuesError, match="没有重复办理"):
        office.review(row)


@pytest.mark.parametrize("step", ["uphold", "dismiss"])
@pytest.mark.parametrize(("who", "hand"), [("verifier", "批准"), ("leader", "下一级"), ("other", "核查")])
def test_whoever_had_a_hand_in_the_order_or_in_what_rests_on_it_does_not_decide(
    office: Office, who: str, hand: str, step: str
) -> None:
    """A blue order approved by `verifier`, checked by `other`; a later red one approved by `leader`."""
    office.lapsed()
    blue = office.lapsed()
    office.lapsed()
    assert office.served().rung == "red"
    review = office.review(blue)
    assert hand
    person = getattr(office, who)
    assert "回避" in why_recused(review, person)
    with pytest.raises(RefusedError, match="回避"):
        office.take(review, step, person, "不公")
    assert office.take(review, step, office.judge, "证据不足").state == {"uphold": "upheld"}.get(step, "dismissed")


def test_the_proposer_does_not_decide_even_when_a_verifier(office: Office) -> None:
    office.late()
    row = office.drafted(actor=office.verifier)
    row = office.take(office.take(row, "approve", office.second), "serve", office.officer)
    review = office.review(row)
    with pytest.raises(RefusedError, match="拟稿"):
        office.take(review, "uphold", office.verifier, "我看不公")
    assert why_recused(review, office.judge) == ""


def test_an_upheld_review_annuls_the_order_and_every_later_rung_but_not_the_earlier(office: Office) -> None:
    reminder, blue, orange = office.lapsed(), office.lapsed(), office.served()
    review = office.take(office.review(blue), "uphold", office.judge, "报告已按期寄达，有回执")
    states = {one.rung: one.state for one in Order.objects.all()}
    assert states == {"remind": "lapsed", "blue": "annulled", "orange": "annulled"}
    assert (reminder.number, blue.number in review.undone, orange.number in review.undone) == ("", True, True)


def test_what_was_counted_against_the_unit_counts_no_more(office: Office) -> None:
    office.lapsed()
    blue = office.lapsed()
    orange = office.served()
    assert [one.id for one in standing_penalties("130825", *YEAR)] == [blue.pk, orange.pk]
    review = office.take(office.review(blue), "uphold", office.judge, "有回执")
    assert standing_penalties("130825", *YEAR) == []
    assert [(one.id, one.upheld) for one in order_lines(unit="130825")][1:] == [(blue.pk, True), (orange.pk, True)]
    told = overturned(*YEAR)
    assert [(one.order.number, one.review) for one in told] == [(blue.number, review.pk), (orange.number, review.pk)]


def test_the_trail_keeps_what_was_undone(office: Office) -> None:
    office.lapsed()
    blue = office.lapsed()
    before = TrailEntry.objects.filter(register=ORDERS.slug, record=blue.pk).count()
    office.take(office.review(blue), "uphold", office.judge, "有回执")
    entries = TrailEntry.objects.filter(register=ORDERS.slug, record=blue.pk)
    assert entries.count() == before + 1
    assert "有回执" in str(entries.latest("pk").facts)
    blue.refresh_from_db()
    assert blue.finding == "没有对照要求"


def test_after_an_annulled_order_the_ladder_goes_on_from_what_still_stands(office: Office) -> None:
    office.lapsed()
    blue = office.lapsed()
    office.take(office.review(blue), "uphold", office.judge, "有回执")
    again = office.drafted()
    assert (again.rung, again.former.rung) == ("blue", "remind")


def test_an_annulled_red_order_takes_the_interview_and_its_correction_with_it(office: Office) -> None:
    interview = office.signed()
    red = Order.objects.get(rung="red")
    office.take(office.review(red), "uphold", office.judge, "定性有误")
    interview.refresh_from_db()
    assert (interview.state, interview.correction.state) == ("cancelled", "called_off")
    assert {one.rung: one.state for one in Order.objects.all()}["interview"] == "annulled"


def test_who_held_the_interview_does_not_decide_on_its_order(office: Office) -> None:
    interview = office.signed()
    review = office.review(interview.order)
    assert "回避" in why_recused(review, office.leader)
    assert Interview.objects.count() == 1


def test_a_dismissed_review_leaves_everything_as_it_was(office: Office) -> None:
    row = office.served()
    review = office.take(office.review(row), "dismiss", office.judge, "确未报送")
    row.refresh_from_db()
    assert (review.decision, row.state) == ("确未报送", "served")


def test_a_unit_takes_its_application_back_and_may_apply_again(office: Office) -> None:
    row = office.served()
    office.take(office.review(row), "take_back", office.reporter)
    assert office.review(row).state == "applied"
