"""Public notice and objections: the clock in working days, freezing, outcomes with reasons."""

from datetime import date

import pytest
from django.urls import reverse

from zhiqiang.domains.programmes import facade
from zhiqiang.domains.programmes.actions.objections import record_objection
from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.registers import APPLICATIONS, OBJECTIONS
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.browsing import open_as, words


@pytest.fixture
def bridges(walk):
    walking.KNOWN["above_scale"] = True
    return walk("bridges")


@pytest.fixture
def on_notice(bridges):
    return bridges.to("on_notice")


def objection(walk, row, content="并非独立完成", **other):
    values = {"received_on": clock.today(), "objector_kind": "person", "objector": "李某"} | other
    return record_objection(
        application_id=row.pk, content=content, actor=values.pop("actor", walk.person("city_officer")), **values
    )


def hear(walk, found, step, reason="经核查属实", **other):
    actor = other.pop("actor", walk.person("city_verifier"))
    return take_step(register=OBJECTIONS, record_id=found.pk, step=step, actor=actor, reason=reason)


def test_the_notice_ends_after_the_working_days_of_the_rule(bridges, on_notice):
    # 1 September 2026 is a Tuesday: five working days end on Tuesday the 8th.
    assert (on_notice.notice_from, on_notice.notice_until) == (date(2026, 9, 1), date(2026, 9, 8))


@pytest.mark.parametrize(("day", "recognised"), [(4, False), (8, False), (9, True)])
def test_nothing_is_recognised_before_the_notice_is_over(bridges, on_notice, as_of, day, recognised):
    as_of(2026, 9, day)
    values = bridges.values(on_notice, "recognise")
    if recognised:
        assert bridges.step(on_notice, "recognise", **values).state == "recognised"
        return
    with pytest.raises(RefusedError, match="2026-09-08 期满"):
        bridges.step(on_notice, "recognise", **values)
    assert not Recognition.objects.exists()


def test_an_open_objection_freezes_what_is_on_notice(bridges, on_notice, as_of):
    found = objection(bridges, on_notice)
    on_notice.refresh_from_db()
    assert (on_notice.state, facade.is_frozen(on_notice.pk)) == ("contested", True)
    as_of(2026, 9, 20)
    with pytest.raises(RefusedError):
        bridges.step(on_notice, "recognise", **bridges.values(on_notice, "recognise"))
    hear(bridges, found, "dismiss", "材料齐全，异议不成立")
    on_notice.refresh_from_db()
    assert (on_notice.state, facade.is_frozen(on_notice.pk)) == ("on_notice", False)
    assert bridges.step(on_notice, "recognise", **bridges.values(on_notice, "recognise")).state == "recognised"


def test_the_notice_goes_on_only_when_every_objection_is_dismissed(bridges, on_notice):
    first, second = objection(bridges, on_notice), objection(bridges, on_notice, "名称与他人相同")
    hear(bridges, first, "dismiss", "不成立")
    on_notice.refresh_from_db()
    assert on_notice.state == "contested"
    hear(bridges, second, "dismiss", "不成立")
    on_notice.refresh_from_db()
    assert on_notice.state == "on_notice"


def test_an_upheld_objection_ends_it_with_its_reason_in_public(bridges, on_notice):
    found = objection(bridges, on_notice)
    hear(bridges, found, "uphold", "修缮由他人完成")
    on_notice.refresh_from_db()
    assert on_notice.state == "rejected"
    for address in (reverse("programmes-public"), reverse("notice-public", args=[on_notice.pk])):
        text = words(open_as(None).get(address))
        assert "修缮由他人完成" in text
        assert "李某" not in text
        assert "并非独立完成" not in text


def test_who_recorded_an_objection_does_not_hear_it(bridges, on_notice):
    verifier = bridges.person("city_verifier")
    bridges.city.person("city_officer", bridges.city.city)
    from zhiqiang.foundation.access.models import Membership
    from zhiqiang.foundation.testing.city import START

    Membership.objects.create(user=verifier, role="city_officer", unit=bridges.city.city, valid_from=START)
    verifier.__dict__.pop("_memberships", None)
    found = objection(bridges, on_notice, actor=verifier)
    with pytest.raises(RefusedError, match="另一人"):
        hear(bridges, found, "dismiss", actor=verifier)


def test_the_states_follow_from_objections_and_from_nothing_else(bridges, on_notice):
    officer, verifier = bridges.person("city_officer"), bridges.person("city_verifier")
    with pytest.raises(RefusedError, match="异议台账"):
        take_step(register=APPLICATIONS, record_id=on_notice.pk, step="object", actor=officer, reason="随手")
    objection(bridges, on_notice)
    for step in ("uphold", "dismiss"):
        with pytest.raises(RefusedError, match="异议台账"):
            take_step(register=APPLICATIONS, record_id=on_notice.pk, step=step, actor=verifier, reason="随手")


def test_an_objection_comes_within_the_notice_and_not_from_the_future(bridges, on_notice, as_of):
    with pytest.raises(WrongValuesError, match="不晚于今天"):
        objection(bridges, on_notice, received_on=date(2026, 9, 2))
    as_of(2026, 9, 10)
    with pytest.raises(RefusedError, match="期满"):
        objection(bridges, on_notice)
    assert objection(bridges, on_notice, received_on=date(2026, 9, 8)).state == "recorded"


def test_an_objection_against_what_was_recognised_freezes_and_may_end_it(bridges, as_of):
    row = bridges.to("recognised")
    as_of(2026, 9, 21)
    found = objection(bridges, row)
    assert facade.is_frozen(row.pk)
    assert "异议" in facade.unpayable(row.pk)[0]
    hear(bridges, found, "uphold", "材料虚假")
    held = bridges.recognition(row)
    assert (held.state, held.ground) == ("withdrawn", "objection")
    assert facade.payable(row.pk) is False


def test_an_objection_needs_something_that_is_public(bridges):
    row = bridges.to("accepted")
    with pytest.raises(RefusedError, match="公示期间或认定之后"):
        objection(bridges, row)


def test_an_objection_is_recorded_and_heard_by_the_pages(bridges, on_notice):
    officer, verifier = open_as(bridges.person("city_officer")), open_as(bridges.person("city_verifier"))
    address = reverse("application-objection", args=[on_notice.pk])
    data = {"received_on": "2026-09-01", "objector_kind": "anonymous", "content": "并非独立完成", "request_key": "o"}
    first, again = officer.post(address, data), officer.post(address, data)
    assert (first.status_code, again.status_code, on_notice.objections.count()) == (302, 302, 1)
    found = on_notice.objections.get()
    step = reverse("register-step", args=["programmes.objections", found.pk, "dismiss"])
    answer = verifier.post(step, {"version": found.version, "reason": "不成立", "request_key": "h"})
    on_notice.refresh_from_db()
    assert (answer.status_code, on_notice.state) == (302, "on_notice")
