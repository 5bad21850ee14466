"""Duties and reports as plain lines, now or as they were on an earlier day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from zhiqiang.domains.delivery import rules, workflow
from zhiqiang.domains.delivery.models import Confidence, Duty, Milestone, Report
from zhiqiang.domains.delivery.rules import Standing
from zhiqiang.foundation import clock
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.workflow.clocks import end_of
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.foundation.workflow.verification import RECORDED

NOT_STARTED = (RECORDED, workflow.ASSIGNED)
OVER = (workflow.CLOSED, workflow.CANCELLED)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty on a day. `clock_due`: the nearest running time limit; `overdue_days`: calendar days since the earliest
    day of who answers for it that has passed; `last_report`: the newest period that was reported.

    A duty that was fed back waits for the city: it is not overdue, but to be watched once the city's own limit passed.
    """

    id: int
    number: str
    title: str
    clause: str
    target: str
    unit: str
    unit_title: str
    lead: str
    state: str
    state_title: str
    starts_on: date
    due_on: date
    clock_due: date | None
    overdue_days: int
    status: str
    last_report: str
    confidence: int | None
    source_kind: str
    source_ref: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report. `on_time` is None while it is owed and not yet late."""

    id: int
    unit: str
    unit_title: str
    duty: int
    duty_title: str
    period: str
    due: datetime
    submitted_on: date | None
    state: str
    on_time: bool | None
    sent_back_times: int


def near_days() -> timedelta:
    """How long before its day a duty is to be watched: the city's setting."""
    return timedelta(days=int(load_parameters().value("delivery.near", clock.today())))


def duty_lines(*, unit: str | None = None, on: date | None = None, status: str | None = None) -> list[DutyLine]:
    """The duties of a unit (its own, not those below it) or of all, on a day; cancelled ones are left out.

    States, clocks, milestones, reports and confidence are those of that day's end; day and unit are the present ones.
    """
    moment = _moment(on)
    duties = Duty.objects.filter(recorded_at__lte=moment).select_related("unit", "lead").order_by("due_on", "pk")
    if unit is not None:
        duties = duties.filter(unit__code=unit)
    lines = lines_of(duties, moment)
    return [one for one in lines if status is None or one.status == status]


def _moment(on: date | None) -> datetime:
    """The end of an earlier day; the present for today or none."""
    now = clock.now()
    if on is None or on >= now.date():
        return now if on is None or on == now.date() else datetime.combine(on, time(23, 59, 59), tzinfo=clock.ZONE)
    return datetime.combine(on, time(23, 59, 59), tzinfo=clock.ZONE)


def lines_of(duties: "QuerySet[Duty]", moment: datetime) -> list[DutyLine]:
    """These duties as they stood at a moment."""
    rows = list(duties)
    known = _Around([one.pk for one in rows], moment)
    states = known.states("delivery.duties", {one.pk: one.state for one in rows}, RECORDED)
    return [known.line(one, states[one.pk]) for one in rows if states[one.pk] != workflow.CANCELLED]


class _Around:
    """What stands around some duties at a moment: a constant number of queries however many they are."""

    def __init__(self, duties: list[int], moment: datetime) -> None:
        self.moment, self.day = moment, moment.astimezone(clock.ZONE).date()
        self.past = moment < clock.now()
        self.near = near_days()
        self.duties = duties
        runs = ClockRun.objects.filter(register="delivery.duties", started_at__lte=moment, record__in=duties)
        running = runs.filter(Q(stopped_at=None) | Q(stopped_at__gt=moment)).order_by("due", "pk")
        self.due: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        for pk, due, code in running.values_list("record", "due", "clock"):
            self.due[pk].append((due, code))
        self.behind = self._behind_by_milestone()
        self.reported = self._reports()
        self.confidence = self._confidence()

    def states(self, register: str, present: Mapping[int, str], initial: str) -> dict[int, str]:
        """Where records stood: by the steps taken until then; the present states where the moment is now."""
        if not self.past:
            return dict(present)
        found = dict.fromkeys(present, initial)
        taken = StepTaken.objects.filter(register=register, at__lte=self.moment, record__in=list(present))
        found.update(taken.order_by("at", "pk").values_list("record", "target"))
        return found

    def _behind_by_milestone(self) -> dict[int, date]:
        """The earliest day of a milestone that had passed and was not done."""
        rows = Milestone.objects.filter(duty__in=self.duties, due_on__lt=self.day, recorded_at__lte=self.moment)
        known = {pk: (duty, due, state) for pk, duty, due, state in rows.values_list("pk", "duty", "due_on", "state")}
        states = self.states("delivery.milestones", {pk: one[2] for pk, one in known.items()}, RECORDED)
        return _earliest(
            (duty, due) for pk, (duty, due, _state) in known.items() if states[pk] in (RECORDED, workflow.CLAIMED)
        )

    def _reports(self) -> dict[int, str]:
        """The newest period that was reported; reports that were owed past their time are noted as behind."""
        rows = Report.objects.filter(duty__in=self.duties, recorded_at__lte=self.moment)
        facts = {pk: rest for pk, *rest in rows.values_list("pk", "duty", "period", "due_at", "state")}
        states = self.states("delivery.reports", {pk: one[3] for pk, one in facts.items()}, workflow.AWAITED)
        newest: dict[int, str] = {}
        for pk, (duty, period, due_at, _state) in facts.items():
            if states[pk] in (workflow.SUBMITTED, workflow.VERIFIED):
                newest[duty] = max(newest.get(duty, ""), period)
            if states[pk] in workflow.OWED and due_at < self.moment:
                day = due_at.astimezone(clock.ZONE).date()
                self.behind[duty] = min(day, self.behind.get(duty, day))
        return newest

    def _confidence(self) -> dict[int, int]:
        stated = Confidence.objects.filter(duty__in=self.duties, recorded_at__lte=self.moment)
        return dict(stated.order_by("recorded_at", "pk").values_list("duty", "level"))

    def line(self, duty: Duty, state: str) -> DutyLine:
        running = self.due.get(duty.pk, [])
        due = running[0][0] if running else None
        ours = [end_of(duty.due_on), *(one for one, code in running if code in workflow.HOLDER_CLOCKS)]
        passed = [one for one in ours if one < self.moment]
        with_city, at_rest = state in workflow.WITH_THE_CITY, state in (*OVER, workflow.SUSPENDED)
        late = bool(passed) and not with_city and not at_rest
        slow_city = with_city and due is not None and due < self.moment
        standing = Standing(
            started=state not in NOT_STARTED,
            closed=state in OVER,
            late=late,
            behind=duty.pk in self.behind,
            near=state == workflow.SUSPENDED or slow_city or (not with_city and duty.due_on - self.day <= self.near),
        )
        since = min(passed).astimezone(clock.ZONE).date() if late else self.day
        return DutyLine(
            id=duty.pk, number=duty.number, title=duty.title, clause=duty.clause, target=duty.target,
            unit=duty.unit.code, unit_title=duty.unit.title, lead=duty.lead.title if duty.lead else "",
            state=state, state_title=str(workflow.DUTY.state(state).title), starts_on=duty.starts_on,
            due_on=duty.due_on, clock_due=due.astimezone(clock.ZONE).date() if due else None,
            overdue_days=(self.day - since).days, status=rules.status_of(standing),
            last_report=self.reported.get(duty.pk, ""), confidence=self.confidence.get(duty.pk),
            source_kind=duty.source_kind, source_ref=duty.source_ref,
        )  # fmt: skip


def _earliest(pairs: Iterable[tuple[int, date]]) -> dict[int, date]:
    found: dict[int, list[date]] = defaultdict(list)
    for key, day in pairs:
        found[key].append(day)
    return {key: min(days) for key, days in found.items()}


def report_lines(*, period: str, unit: str | None = None) -> list[ReportLine]:
    """The reports of a period, of one unit or of all, in administrative order; those that were let off are left out."""
    rows = Report.objects.filter(period=period).exclude(state=workflow.WITHDRAWN)
    if unit is not None:
        rows = rows.filter(unit__code=unit)
    return [_report(one, clock.now()) for one in _ordered(rows)]


def overdue_reports(on: date) -> list[ReportLine]:
    """The reports that were owed past their time at the end of a day."""
    moment = _moment(on)
    rows = Report.objects.filter(due_at__lt=moment, recorded_at__lte=moment)
    if moment >= clock.now():
        return [_report(one, moment) for one in _ordered(rows.filter(state__in=workflow.OWED))]
    found = {one.pk: one for one in _ordered(rows)}
    around = _Around([], moment)
    states = around.states("delivery.reports", {pk: one.state for pk, one in found.items()}, workflow.AWAITED)
    return [_report(one, moment, states[pk]) for pk, one in found.items() if states[pk] in workflow.OWED]


def overdue_duties(on: date) -> list[DutyLine]:
    """The duties whose own day or whose time limit had passed at the end of a day."""
    return duty_lines(on=on, status=rules.OVERDUE)


def _ordered(rows: "QuerySet[Report]") -> "QuerySet[Report]":
    return rows.select_related("unit", "duty").order_by("unit__position", "duty__due_on", "pk")


def _report(report: Report, moment: datetime, state: str = "") -> ReportLine:
    sent = report.submitted_at if report.submitted_at and report.submitted_at <= moment else None
    on_time = not report.late if sent else False if report.due_at < moment else None
    return ReportLine(
        id=report.pk, unit=report.unit.code, unit_title=report.unit.title, duty=report.duty_id,
        duty_title=report.duty.title, period=report.period, due=report.due_at,
        submitted_on=sent.astimezone(clock.ZONE).date() if sent else None, state=state or report.state,
        on_time=on_time, sent_back_times=report.sent_back_times,
    )  # fmt: skip
