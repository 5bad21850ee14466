"""Recognitions: level history, terms, withdrawal on a ground, yearly reports, certificates, what payers are told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from zhiqiang.domains.programmes import facade
from zhiqiang.domains.programmes.actions.recognitions import record_report, withdraw_recognition
from zhiqiang.domains.programmes.models import Recognition, Round
from zhiqiang.domains.programmes.queries.reminders import due_dates, missing_report, overdue_reports
from zhiqiang.domains.programmes.registers import RECOGNITIONS
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.domains.programmes.tests.definitions import FULL
from zhiqiang.foundation import clock
from zhiqiang.foundation.certificates.queries import certificates_of
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.testing.browsing import body, open_as, words

LEVELS_OF_A_CITY = {"quality-award": "市政府质量奖", "old-brand": "承德老字号", "green-factory": "市级"}
PAYING = """
[incentive]
funder = "city"
same_thing = ["bridge"]

[[incentive.rule]]
parameter = "incentive.bridges"
"""


@pytest.fixture
def bridges(walk):
    walking.KNOWN["above_scale"] = True
    return walk("bridges")


def on(day, rows=None):
    return standing_on(RECOGNITIONS, day, rows)


def level_up(walk, as_of, day, level):
    as_of(*day)
    walk.call = None
    walk.count += 1
    row = walk.to("visited")
    walk.prepare(row, "decide_for")
    walk.step(row, "decide_for", level=level)
    return walk.to("recognised", row)


def test_a_new_level_follows_the_earlier_one_without_a_gap(bridges, as_of):
    first = bridges.recognition(bridges.to("recognised"))
    later = bridges.recognition(level_up(bridges, as_of, (2027, 3, 1), "a"))
    first.refresh_from_db()
    assert (later.follows, later.level, first.level) == (first, "a", "b")
    assert (first.valid_to, later.valid_from) == (date(2027, 2, 28), date(2027, 3, 1))
    for day, level in ((date(2026, 12, 31), "b"), (date(2027, 2, 28), "b"), (date(2027, 3, 1), "a")):
        assert [one.level for one in on(day)] == [level]


@pytest.mark.parametrize("ground", ["accident", "no_report"])
def test_a_withdrawn_recognition_leaves_later_days_and_stays_in_earlier_ones(bridges, as_of, ground):
    row = bridges.to("recognised")
    held = bridges.recognition(row)
    as_of(2027, 5, 1)
    verifier = bridges.person("city_verifier")
    withdraw_recognition(recognition_id=held.pk, ground=ground, on=date(2027, 4, 1), reason="已查实", actor=verifier)
    held.refresh_from_db()
    assert (held.state, held.ground) == ("withdrawn", ground)
    assert [on(day).exists() for day in (date(2026, 9, 1), date(2027, 3, 31), date(2027, 4, 1))] == [True, True, False]


def test_a_ground_must_be_one_of_its_programme(bridges):
    held = bridges.recognition(bridges.to("recognised"))
    with pytest.raises(WrongValuesError, match="撤销事由"):
        withdraw_recognition(
            recognition_id=held.pk, ground="rain", on=clock.today(), reason="雨", actor=bridges.person("city_verifier")
        )


def test_a_recognition_is_withdrawn_by_its_page(bridges):
    held = bridges.recognition(bridges.to("recognised"))
    browser = open_as(bridges.person("city_verifier"))
    page = words(browser.get(reverse("register-detail", args=[RECOGNITIONS.slug, held.pk])))
    assert "按事由撤销" in page
    data = {"ground": "accident", "on": "2026-09-01", "reason": "桥塌了", "request_key": "w"}
    answer = browser.post(reverse("recognition-withdraw", args=[held.pk]), data)
    assert answer.status_code == 302
    assert "撤销事由：垮塌" in words(browser.get(answer["Location"]))


def test_a_yearly_report_is_owed_reminded_of_and_missed(bridges, as_of):
    held = bridges.recognition(bridges.to("recognised"))
    officer = bridges.person("city_officer")
    title = next(one for one in due_dates(held.organisation_id, clock.today()) if "年度报告" in one.title)
    assert (title.day, title.near) == (date(2027, 3, 31), False)
    as_of(2027, 1, 15)
    assert next(one for one in due_dates(held.organisation_id, clock.today()) if "年度报告" in one.title).near
    as_of(2027, 4, 1)
    assert missing_report(held, clock.today()) == 2026
    assert overdue_reports(clock.today()) == [(held, 2026)]
    assert "年度报告逾期" in words(open_as(officer).get(reverse("rounds")))
    record_report(recognition_id=held.pk, year=2026, received_on=date(2027, 3, 30), actor=officer)
    held = Recognition.objects.get(pk=held.pk)
    assert missing_report(held, clock.today()) is None
    assert overdue_reports(clock.today()) == []
    for year, words_of in ((2026, "已经登记"), (2025, "认定之年"), (2028, "认定之年")):
        with pytest.raises(WrongValuesError, match=words_of):
            record_report(recognition_id=held.pk, year=year, received_on=clock.today(), actor=officer)


def test_the_end_of_a_term_falls_due_once(bridges):
    held = bridges.recognition(bridges.to("recognised"))
    assert [one.day for one in due_dates(held.organisation_id, clock.today())].count(held.valid_to) == 1


def test_a_level_is_called_as_its_own_programme_calls_it():
    levels = {Recognition(programme=code, level="city").get_level_display() for code in LEVELS_OF_A_CITY}
    assert levels == set(LEVELS_OF_A_CITY.values())


def test_a_programme_that_asks_no_reports_takes_none(walk):
    made = walk("lamps")
    held = made.recognition(made.to("recognised"))
    with pytest.raises(RefusedError, match="不要求年度报告"):
        record_report(recognition_id=held.pk, year=2026, received_on=clock.today(), actor=made.person("city_officer"))


def test_a_certificate_follows_its_recognition(bridges, write_programme):
    write_programme(
        "bridges", FULL.replace("certificate = false", "certificate = true").replace("version = 1", "version = 3")
    )
    held = bridges.recognition(bridges.to("recognised"))
    verifier, officer = bridges.person("city_verifier"), bridges.person("city_officer")

    def newest():
        return certificates_of(RECOGNITIONS.slug, [held.pk])[held.pk]

    first = newest()
    assert (first.payload["holder"], first.payload["subject"]) == (held.organisation.title, "桥名甲")
    assert (first.payload["level"], first.payload["until"]) == ("乙等", "2029-08-31")
    mine = words(open_as(bridges.person("enterprise")).get(reverse("my-programmes")))
    assert first.serial in mine

    def take(step, actor=verifier, **values):
        take_step(register=RECOGNITIONS, record_id=held.pk, step=step, actor=actor, reason="查", values=values or None)

    take("suspend")
    assert newest().revoked_cause.startswith("认定已暂停")
    take("resume")
    second = newest()
    assert (second.serial != first.serial, second.revoked_on) == (True, None)
    take("propose_correction", officer, basis="更正的文号")
    take("accept_correction")
    third = newest()
    second.refresh_from_db()
    assert (third.revoked_on, second.revoked_on) == (None, clock.today())
    take("withdraw")
    assert newest().revoked_cause == "认定已撤销：查"


def test_an_enterprise_sees_its_own_recognitions_and_no_others(bridges, city):
    held = bridges.recognition(bridges.to("recognised"))
    own = open_as(bridges.person("enterprise"))
    assert own.get(reverse("register-detail", args=[RECOGNITIONS.slug, held.pk])).status_code == 200
    other = city.person("enterprise", city.other_unit, organisation=bridges.city.laboratory)
    assert open_as(other).get(reverse("register-detail", args=[RECOGNITIONS.slug, held.pk])).status_code == 404


class TestWhatPayersAreTold:
    @pytest.fixture
    def paying(self, bridges, write_programme, monkeypatch):
        parameter = FULL.replace("version = 1", "version = 4") + PAYING.replace("incentive.bridges", "incentive.pilot")
        write_programme("bridges", parameter)
        return bridges

    def test_an_award_tells_by_which_facts_it_was_decided(self, paying):
        row = paying.to("recognised")
        award = facade.award(row.pk)
        assert (award.programme, award.version, award.subject) == ("bridges", 4, "桥名甲")
        assert (award.organisation_id, award.recognised_on) == (paying.applicant.pk, date(2026, 9, 1))
        assert award.facts["size"] == "long"
        assert award.facts["finished_on"] == date(2020, 1, 1)
        assert award.facts["accepted"] is True
        assert award.facts["applicant_kind"] == "enterprise"
        assert (facade.payable(row.pk), facade.unpayable(row.pk)) == (True, ())
        assert facade.awards(programme="bridges") == facade.awards(organisation_id=paying.applicant.pk) == [award]
        assert facade.awards(programme="lamps") == []
        assert facade.definition("bridges", 4).incentive is not None

    def test_nothing_is_payable_before_recognition_or_after_its_end(self, paying, as_of):
        row = paying.to("on_notice")
        assert facade.award(row.pk) is None
        assert "没有认定" in facade.unpayable(row.pk)[0]
        paying.to("recognised", row)
        held = paying.recognition(row)
        assert facade.payable(row.pk)
        take_step(
            register=RECOGNITIONS, record_id=held.pk, step="withdraw", actor=paying.person("city_verifier"), reason="假"
        )
        assert "已撤销" in facade.unpayable(row.pk)[0]
        assert [one.application_id for one in facade.awards()] == [row.pk]

    def test_nothing_is_payable_after_its_term(self, paying, as_of):
        row = paying.to("recognised")
        as_of(2029, 9, 1)
        assert "已满" in facade.unpayable(row.pk)[0]

    def test_a_programme_that_pays_nothing_has_no_awards(self, walk):
        made = walk("lamps")
        row = made.to("recognised")
        assert (facade.award(row.pk), facade.awards()) == (None, [])

    def test_an_unknown_version_is_told(self, paying):
        with pytest.raises(LookupError):
            facade.definition("bridges", 99)


def test_a_programme_added_by_a_file_alone_runs_from_call_to_recognition(walk, write_programme):
    """No Python: the file is written, the pages offer it, an application ends in the public register."""
    text = (
        FULL.replace('code = "bridges"', 'code = "kites"', 1)
        .replace("廊桥修缮认定", "风筝认定")
        .replace("名桥", "名筝")
    )
    write_programme("kites", text)
    walking.KNOWN["above_scale"] = True
    made = walk("kites")
    officer = open_as(made.person("city_officer"))
    assert "风筝认定" in words(officer.get(reverse("rounds")))
    data = {"title": "2026", "opens_on": "2026-09-01", "closes_on": "2026-09-30", "request_key": "r"}
    assert officer.post(reverse("round-new", args=["kites"]), data).status_code == 302
    made.call = Round.objects.get()
    assert "风筝认定" in words(open_as(None).get(reverse("programmes-public")))
    assert "风筝认定" in words(open_as(made.person("enterprise")).get(reverse("programmes")))
    held = made.recognition(made.to("recognised"))
    public = open_as(None).get(reverse("open-record", args=[RECOGNITIONS.slug, held.pk]))
    assert "风筝认定" in body(public)
    assert held.valid_from + timedelta(days=1) <= held.valid_to
