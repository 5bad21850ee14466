"""An application from draft to recognition, for each kind of programme, by the actions alone."""

from datetime import date

import pytest

from zhiqiang.domains.programmes.tests import walking


@pytest.fixture(autouse=True)
def _eligible(walk) -> None:
    walking.KNOWN["above_scale"] = True


def test_a_programme_with_every_stage_ends_in_a_recognition_for_its_term(walk):
    made = walk("bridges")
    row = made.to("recognised")
    found = made.recognition(row)
    assert (found.state, found.subject, found.level) == ("verified", "桥名甲", "b")
    assert (found.valid_from, found.valid_to) == (date(2026, 9, 1), date(2029, 8, 31))
    assert row.score == 60
    assert found.recorded_by != found.organisation


def test_a_programme_without_a_notice_is_recognised_by_the_decision(walk):
    made = walk("lamps")
    row = made.to("recognised")
    assert (made.recognition(row).state, made.recognition(row).subject) == ("verified", "灯名甲")


def test_a_programme_open_at_any_time_needs_no_call(walk):
    made = walk("wells")
    row = made.to("recognised")
    assert row.round is None
    assert made.recognition(row).valid_to is None
