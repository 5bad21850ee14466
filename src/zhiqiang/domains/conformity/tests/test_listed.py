"""What follows from one row of an official list, decided without any database."""

from datetime import date

import pytest

from zhiqiang.domains.conformity.rules.listed import Change, Contradiction, Known, Listed, Waits, judge, judge_new

TODAY, START, END = date(2026, 11, 23), date(2024, 5, 1), date(2027, 4, 30)
DAY, BEFORE = date(2026, 9, 1), date(2026, 6, 1)


def known(state="verified", **other):
    return Known(**{"state": state, "valid_from": START, "valid_to": END} | other)


@pytest.mark.parametrize(
    ("stored", "status", "step"),
    [
        (known(), "suspended", "suspend"),
        (known(), "revoked", "withdraw"),
        (known(), "cancelled", "withdraw"),
        (known("suspended", since=BEFORE), "valid", "resume"),
        (known("suspended", since=BEFORE), "revoked", "withdraw"),
    ],
)
def test_a_changed_status_asks_for_its_step_on_the_day_of_the_list(stored, status, step):
    assert judge(stored, Listed(status, DAY), TODAY) == Change(step, DAY, status)


@pytest.mark.parametrize(
    ("stored", "listed"),
    [
        (known(), Listed("valid", None)),
        (known(), Listed("valid", START)),
        (known("recorded"), Listed("valid", None)),
        (known("correcting"), Listed("valid", None)),
        (known("suspended", since=DAY), Listed("suspended", DAY)),
        (known("suspended", since=DAY), Listed("suspended", None)),
        (known("withdrawn", since=DAY), Listed("revoked", DAY)),
        (known("withdrawn", since=DAY), Listed("cancelled", None)),
        (known("withdrawn", since=DAY), Listed("expired", END)),
        (known(valid_to=BEFORE), Listed("expired", BEFORE)),
        (known("suspended", since=START, valid_to=BEFORE), Listed("expired", None)),
    ],
)
def test_what_agrees_asks_for_nothing(stored, listed):
    assert judge(stored, listed, TODAY) is None


@pytest.mark.parametrize(
    ("stored", "listed", "column", "words"),
    [
        (known(), Listed("suspended", None), "on", "没有状态变更日期"),
        (known(), Listed("suspended", date(2026, 12, 1)), "on", "晚于今天"),
        (known(), Listed("suspended", date(2024, 4, 30)), "on", "早于颁证日期"),
        (known(valid_to=BEFORE), Listed("revoked", DAY), "on", "晚于有效期止"),
        (known("suspended", since=DAY), Listed("valid", BEFORE), "on", "早于暂停起日"),
        (known("suspended", since=DAY), Listed("revoked", BEFORE), "on", "早于暂停起日"),
        (known(free_from=DAY), Listed("suspended", BEFORE), "on", "以前的一次暂停"),
        (known("suspended", since=DAY), Listed("suspended", BEFORE), "on", "暂停起日不同"),
        (known("withdrawn", since=DAY), Listed("revoked", BEFORE), "on", "撤销日期不同"),
        (known("withdrawn", since=DAY), Listed("valid", DAY), "status", "已撤销"),
        (known("withdrawn", since=DAY), Listed("suspended", DAY), "status", "已撤销"),
        (known("voided"), Listed("valid", None), "status", "已作废"),
        (known(valid_to=BEFORE), Listed("valid", None), "status", "已过"),
        (known("suspended", since=START, valid_to=BEFORE), Listed("valid", None), "status", "已过"),
        (known(), Listed("expired", DAY), "status", "未到"),
        (known(valid_to=None), Listed("expired", DAY), "status", "未到"),
    ],
)
def test_what_contradicts_the_register_is_left_to_a_person(stored, listed, column, words):
    found = judge(stored, listed, TODAY)
    assert isinstance(found, Contradiction)
    assert (found.column, words in found.message, bool(found.suggestion)) == (column, True, True)


@pytest.mark.parametrize("state", ["recorded", "returned", "correcting"])
def test_nothing_is_done_to_a_record_that_waits_for_its_verification(state):
    assert isinstance(judge(known(state), Listed("suspended", DAY), TODAY), Waits)


@pytest.mark.parametrize(
    ("listed", "end", "kind"),
    [
        (Listed("valid", None), END, type(None)),
        (Listed("valid", None), BEFORE, Contradiction),
        (Listed("expired", None), BEFORE, type(None)),
        (Listed("expired", None), END, Contradiction),
        (Listed("suspended", DAY), END, Waits),
        (Listed("revoked", DAY), END, Waits),
    ],
)
def test_a_new_certificate_is_judged_by_its_own_last_day(listed, end, kind):
    assert type(judge_new(listed, end, TODAY)) is kind


def test_a_suspension_may_begin_on_the_first_day_after_the_last_one():
    assert isinstance(judge(known(free_from=DAY), Listed("suspended", DAY), TODAY), Change)
