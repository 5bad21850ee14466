"""Targets that count records: 新增 (cumulative from the start of the plan) and 每年 (annual flow, reset each year).

Attainment is A = V/E: what is counted against what the path asks for by now; once the count is reached it stays so.
"""

from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.calendar_years import shifted
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.expected_path import expected
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import Signals, band, explain, is_worsening, measure, span
from zhiqiang.kernel.targets.trailing_rate import trailing_rate
from zhiqiang.kernel.targets.vocabulary import Status, Verdict, worst
from zhiqiang.kernel.targets.wording import number, percent


def judge_cumulative(case: Case) -> Assessment:
    """Records from the start of the plan to the due date ≥ T; observations are totals so far."""
    points = case.points(lambda observation: level(case.target, observation))
    day = min(case.as_of, case.milestone.due)
    current = _last_until(points, day) or case.current(points)
    start = _start(case)
    history = [(point.on, point.value) for point in points]
    begun = start[1] if start else Decimal(0)
    if start:
        history = [start, *((on, value) for on, value in history if on > start[0])]
    signals = measure(
        case,
        at=day,
        value=current.value,
        goal=case.goal,
        whole=span(case, case.goal, begun),
        expected=expected(start, case.path, day) if start else None,
        trend=trailing_rate(history, day),
    )
    return _judge_count(case, signals, begun, case.milestone.due, young=history[0][0] > shifted(day, -12))


def _start(case: Case) -> tuple[date, Decimal] | None:
    baseline = case.target.baseline
    if baseline:
        return baseline.on, baseline.value
    return (case.target.start, Decimal(0)) if case.target.start else None


def judge_annual_flow(case: Case) -> Assessment:
    """Records of the year ≥ T, years ending on the anniversary of the due date; observations are totals of the year."""
    points = case.points(lambda observation: level(case.target, observation))
    closes = _year_end(case.milestone.due, case.as_of)
    opens = shifted(closes, -12)
    day = min(case.as_of, closes)
    current = _last_until(points, day)
    if current is None or current.on <= opens:
        raise UndecidableError(Status.NO_DATA, f"截至{closes.year}年的年度内还没有观测数据。")
    history = _running_total(points, closes)
    signals = measure(
        case,
        at=day,
        value=current.value,
        goal=case.goal,
        whole=span(case, case.goal, Decimal(0)),
        expected=expected((opens, Decimal(0)), [(closes, case.goal)], day),
        trend=trailing_rate(history, day),
        due=closes,
    )
    return _judge_count(case, signals, Decimal(0), closes, young=history[0][0] > shifted(day, -12))


def _year_end(due: date, as_of: date) -> date:
    """The first anniversary of the due date on or after the day, never after the due date itself."""
    years = due.year - as_of.year
    closes = shifted(due, -12 * years) if years > 0 else due
    if closes < as_of:
        closes = shifted(closes, 12)
    return min(closes, due)


def _running_total(points: list[Point], closes: date) -> list[tuple[date, Decimal]]:
    """Totals of single years strung together from the first year after which none is missing."""
    years: dict[date, list[Point]] = {}
    for point in points:
        if point.on <= closes:
            years.setdefault(_year_end(closes, point.on), []).append(point)
    kept = [closes]
    while (earlier := shifted(kept[-1], -12)) in years and earlier < kept[-1]:
        kept.append(earlier)
    total, running = Decimal(0), []
    for year in reversed(kept):
        running.append((shifted(year, -12), total))
        running += [(point.on, total + point.value) for point in years.get(year, ())]
        total = running[-1][1]
    return sorted(dict(running).items())


def _last_until(points: list[Point], day: date) -> Point | None:
    return next((point for point in reversed(points) if point.on <= day), None)


def _judge_count(case: Case, signals: Signals, begun: Decimal, due: date, *, young: bool) -> Assessment:
    attainment, status = _attainment(case, signals, begun, young=young)
    reasons = explain(signals)
    if attainment is not None:
        reasons.append(f"完成量为应完成量的{percent(attainment)}。")
    reasons += _pace(signals)
    if case.reaches(signals.value, signals.goal):
        return outcome(case, signals, Verdict.MET, reasons, due=due, attainment=attainment)
    if case.as_of >= due:
        return outcome(case, signals, Verdict.MISSED, reasons, due=due, attainment=attainment)
    if signals.expected is None and signals.trend is None:
        raise UndecidableError(Status.NO_DATA, "只有一期数据且没有基期，无法判断进度。")
    return outcome(case, signals, Verdict.OPEN, reasons, status=status, due=due, attainment=attainment)


def _attainment(case: Case, signals: Signals, begun: Decimal, *, young: bool) -> tuple[Decimal | None, Status]:
    """A = V/E counted from the start, and the status in flight: the worst of A and the forecast.

    A history of under a year is not held against a path that does not ask for one whole record yet.
    """
    ahead = band(case, signals.shortfall)
    if is_worsening(case, signals):
        ahead = Status.WORSENING
    asked = case.sign * (signals.expected - begun) if signals.expected is not None else Decimal(0)
    if asked <= 0:
        return None, worst(ahead, band(case, signals.lag))
    attainment = case.sign * (signals.value - begun) / asked
    if young and asked < abs(case.target.resolution) and ahead is not Status.WORSENING:
        return attainment, Status.ON_TRACK
    if attainment >= case.thresholds.attainment_on_track:
        return attainment, ahead
    if attainment >= case.thresholds.attainment_watch:
        return attainment, worst(ahead, Status.WATCH)
    return attainment, worst(ahead, Status.BEHIND)


def _pace(signals: Signals) -> list[str]:
    if signals.required_rate is None:
        return []
    needed = f"此后每月需{number(signals.required_rate / 12)}项"
    recent = f"，近12个月折合{number(signals.trend)}项" if signals.trend is not None else ""
    return [f"{needed}{recent}。"]
