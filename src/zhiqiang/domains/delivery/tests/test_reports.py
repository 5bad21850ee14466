"""Reports: opened once, prefilled, late is late, sent back at a cell, asked for once, reminded once a day."""

from datetime import date, datetime
from typing import Any

import pytest

from zhiqiang.domains.delivery.actions.reminders import remind_all
from zhiqiang.domains.delivery.actions.reports import (
    ask_figure,
    attach_to_report,
    marks_of,
    open_due_reports,
    open_reports,
)
from zhiqiang.domains.delivery.facade import overdue_reports, report_lines
from zhiqiang.domains.delivery.models import RefusedRequest, Report
from zhiqiang.domains.delivery.tests.office import PDF, Office, step
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.testing.city import START
from zhiqiang.foundation.workflow.models import ClockRun

DONE = "完成抽检任务（演示）"


def test_a_period_is_opened_once_however_often_the_sweep_runs(office: Office) -> None:
    duty = office.duty()
    assert len(open_reports(period="2026Q3")) == 1
    assert open_reports(period="2026Q3") == []
    assert open_due_reports() == 0
    report = Report.objects.get(duty=duty)
    assert (report.state, report.recorded_by, report.unit) == ("awaited", office.officer, duty.unit)
    # Ten working days from Thursday 8 October; Saturday the 10th is worked in 2026.
    run = ClockRun.objects.get(register="delivery.reports", record=report.pk)
    assert report.due_at == run.due
    assert report.due_at.astimezone(clock.ZONE).date() == date(2026, 10, 21)


def test_a_period_that_has_not_ended_is_not_opened(office: Office) -> None:
    office.duty()
    for period in ("2026Q4", "2026-10", "2026"):
        with pytest.raises(RefusedError, match="还没有结束"):
            open_reports(period=period)
    with pytest.raises(RefusedError, match="2026Q3"):
        open_reports(period="第三季度")


def test_only_duties_at_work_in_the_period_report(office: Office) -> None:
    late = office.duty("2026-9002", starts_on=date(2026, 10, 1))
    early = office.duty("2026-9003", due_on=date(2026, 6, 30))
    monthly = office.duty("2026-9004", rhythm="monthly")
    paused = office.duty("2026-9005")
    step(paused, "pause", office.officer)
    office.report(duty := office.duty())
    reported = set(Report.objects.values_list("duty", flat=True))
    assert reported == {duty.pk}
    assert not reported & {late.pk, early.pk, monthly.pk, paused.pk}


def test_the_reports_of_december_are_opened_in_january_and_their_due_day_is_provisional(
    office: Office, as_of: Any
) -> None:
    duty = office.duty(rhythm="monthly")
    as_of(2027, 1, 1)
    assert open_due_reports() == 1
    report = Report.objects.get(duty=duty)
    assert report.period == "2026-12"
    run = ClockRun.objects.get(register="delivery.reports", record=report.pk)
    assert run.provisional
    assert report.due_at.year == 2027


def test_a_clock_set_back_opens_nothing_again_and_loses_nothing(office: Office, as_of: Any) -> None:
    report = office.report()
    as_of(2026, 10, 2)
    assert open_reports(period="2026Q3") == []
    office.on_report(report, "submit", office.reporter, done=DONE)
    report.refresh_from_db()
    assert (report.state, report.late) == ("submitted", False)


def test_figures_come_from_evidence_and_cannot_be_typed(office: Office) -> None:
    report = office.report()
    assert {one["target"] for one in report.figures} >= {"T3.2.2"}
    before = [one | {"reference": ""} for one in report.figures]
    office.on_report(report, "submit", office.reporter, done=DONE, figures=[{"target": "T3.2.2", "value": "100%"}])
    report.refresh_from_db()
    assert report.figures == before


def test_late_is_late(office: Office, as_of: Any) -> None:
    report = office.report()
    assert report_lines(period="2026Q3")[0].on_time is None
    as_of(2026, 10, 22)
    assert [one.id for one in overdue_reports(clock.today())] == [report.pk]
    office.on_report(report, "submit", office.reporter, done=DONE)
    line = report_lines(period="2026Q3", unit="130825")[0]
    assert (line.on_time, line.submitted_on, line.state) == (False, date(2026, 10, 22), "submitted")
    assert overdue_reports(clock.today()) == []
    assert overdue_reports(date(2026, 10, 20)) == []


def test_at_the_due_moment_it_is_still_in_time(office: Office) -> None:
    report = office.report()
    with clock.as_of(report.due_at):
        office.on_report(report, "submit", office.reporter, done=DONE)
    report.refresh_from_db()
    assert not report.late


def test_nothing_done_is_said_in_words(office: Office) -> None:
    with pytest.raises(RefusedError, match="本期无进展"):
        office.on_report(office.report(), "submit", office.reporter, stuck="经费未到（演示）")


def test_sending_back_marks_the_very_cell_and_the_rest_stays(office: Office) -> None:
    report = office.report()
    office.on_report(report, "submit", office.reporter, done=DONE, stuck="人手不足（演示）", needs="设备（演示）")
    office.on_report(report, "send_back", office.officer, "请写明缺几人", cells=["stuck"])
    report.refresh_from_db()
    assert [(one.field, one.reason) for one in marks_of(report)] == [("stuck", "请写明缺几人")]
    assert (report.done, report.needs, report.sent_back_times) == (DONE, "设备（演示）", 1)
    with pytest.raises(RefusedError, match="没有退回"):
        office.on_report(report, "resubmit", office.reporter, done="另写（演示）", stuck="缺两人（演示）")
    with pytest.raises(RefusedError, match="还没有改：卡在哪里"):
        office.on_report(report, "resubmit", office.reporter)
    office.on_report(report, "mend", office.reporter, stuck="缺两人（演示）")
    office.on_report(report, "resubmit", office.reporter)
    report.refresh_from_db()
    assert (report.state, report.done, report.stuck) == ("submitted", DONE, "缺两人（演示）")
    assert all(one.mended_at for one in marks_of(report))
    assert report_lines(period="2026Q3")[0].sent_back_times == 1


def test_a_second_turn_marks_anew(office: Office) -> None:
    report = office.report()
    office.on_report(report, "submit", office.reporter, done=DONE, stuck="人手（演示）")
    office.on_report(report, "send_back", office.officer, "写细", cells=["stuck"])
    office.on_report(report, "resubmit", office.reporter, stuck="缺两人（演示）")
    office.on_report(report, "send_back", office.officer, "写明数量", cells=["done"])
    report.refresh_from_db()
    with pytest.raises(RefusedError, match="“卡在哪里”没有退回"):
        office.on_report(report, "resubmit", office.reporter, stuck="再改（演示）")
    office.on_report(report, "resubmit", office.reporter, done="完成抽检 40 批（演示）")
    assert report.marks.count() == 2


def test_a_report_is_sent_back_at_cells_that_exist(office: Office) -> None:
    report = office.report()
    office.on_report(report, "submit", office.reporter, done=DONE)
    with pytest.raises(RefusedError, match="勾选"):
        office.on_report(report, "send_back", office.officer, "不对", cells=["nothing"])


def test_who_wrote_it_does_not_verify_it(office: Office) -> None:
    report = office.report()
    Membership.objects.create(user=office.reporter, role="verifier", unit=report.unit, valid_from=START)
    office.reporter.__dict__.pop("_memberships", None)
    office.on_report(report, "submit", office.reporter, done=DONE)
    with pytest.raises(RefusedError, match="另一人"):
        office.on_report(report, "verify", office.reporter)


def test_two_verifiers_at_once_verify_once(office: Office) -> None:
    report = office.report()
    office.on_report(report, "submit", office.reporter, done=DONE)
    office.on_report(report, "verify", office.verifier)
    with pytest.raises(RefusedError, match="当前状态是“已核实”"):
        office.on_report(report, "verify", office.city_verifier)


def test_a_figure_reported_for_a_month_is_not_asked_for_again(office: Office) -> None:
    first = office.duty("2026-9001")
    second = office.duty("2026-9002", title="另一项食品任务（演示）")
    open_reports(period="2026Q3")
    kept, spared = (Report.objects.get(duty=one) for one in (first, second))
    assert kept.figures
    assert spared.figures == []
    refused = RefusedRequest.objects.filter(asked_for=spared)
    assert {one.indicator for one in refused} == {one["indicator"] for one in kept.figures}
    with pytest.raises(RefusedError, match="9 月已报过"):
        ask_figure(report_id=spared.pk, target="T3.2.2", actor=office.officer)
    assert refused.all().count() == len(kept.figures) + 1


def test_one_more_figure_is_asked_for_and_taken_from_evidence(office: Office) -> None:
    report = office.report()
    ask_figure(report_id=report.pk, target="G2027.2", actor=office.officer)
    report.refresh_from_db()
    assert "G2027.2" in {one["target"] for one in report.figures}
    with pytest.raises(RefusedError, match="没有编号"):
        ask_figure(report_id=report.pk, target="X1", actor=office.officer)
    with pytest.raises(NotThereError):
        ask_figure(report_id=report.pk, target="G2027.3", actor=office.reporter)


def test_what_is_let_off_frees_its_figures(office: Office) -> None:
    report = office.report()
    office.on_report(report, "let_off", office.officer, "本季不开展（演示）")
    assert report_lines(period="2026Q3") == []
    other = office.duty("2026-9002")
    open_reports(period="2026Q3")
    assert Report.objects.get(duty=other).figures


def test_files_come_with_a_report_while_it_is_owed(office: Office) -> None:
    report = office.report()
    attach_to_report(report_id=report.pk, name="小结.pdf", content=PDF, actor=office.reporter)
    with pytest.raises(RefusedError, match="文件"):
        attach_to_report(report_id=report.pk, name="小结.pdf", content=b"MZ\0\0", actor=office.reporter)
    office.on_report(report, "submit", office.reporter, done=DONE)
    with pytest.raises(RefusedError, match="已经报出"):
        attach_to_report(report_id=report.pk, name="补.pdf", content=PDF, actor=office.reporter)


def test_one_button_reminds_all_who_owe_and_nobody_twice_a_day(office: Office, as_of: Any) -> None:
    office.report(office.duty("2026-9001"))
    elsewhere = office.city.person("reporter", office.city.other_unit, "another-county")
    office.report(office.duty("2026-9002", unit=office.city.other_unit))
    here = {office.reporter, *(one.user for one in Membership.objects.filter(role="reporter", unit=office.city.unit))}
    told = remind_all(period="2026Q3", actor=office.officer)
    assert told == Notice.objects.count() >= len(here) + 1
    assert set(Notice.objects.values_list("person", flat=True)) >= {office.reporter.pk, elsewhere.pk}
    assert remind_all(period="2026Q3", actor=office.officer) == 0
    as_of(2026, 10, 9)
    assert remind_all(period="2026Q3", actor=office.officer) == told


def test_who_has_reported_is_not_reminded_and_a_county_reminds_its_own(office: Office) -> None:
    office.on_report(office.report(office.duty("2026-9001")), "submit", office.reporter, done=DONE)
    office.city.person("reporter", office.city.other_unit, "another-county")
    office.report(office.duty("2026-9002", unit=office.city.other_unit))
    assert remind_all(period="2026Q3", actor=office.verifier) == 0
    assert remind_all(period="2026Q3", actor=office.officer) >= 1
    assert not Notice.objects.filter(person=office.reporter).exists()


def test_the_reports_of_a_day_are_told_as_they_were(office: Office, as_of: Any) -> None:
    report = office.report()
    as_of(2026, 10, 26)
    office.on_report(report, "submit", office.reporter, done=DONE)
    as_of(2026, 11, 2)
    then = overdue_reports(date(2026, 10, 23))
    assert [(one.id, one.state, one.on_time) for one in then] == [(report.pk, "awaited", False)]
    assert isinstance(then[0].due, datetime)
