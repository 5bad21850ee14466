"""The facts of a day that call for supervision: overdue reports and duties, targets behind over quarters.

Nothing is typed: reports and duties come from the ledger, targets from the boards of the quarters' ends.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache, partial

from django.utils.translation import gettext as _

from zhiqiang.domains.delivery import facade as delivery
from zhiqiang.domains.goals import facade as goals
from zhiqiang.domains.goals.facade import Line
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.proof import reference_of_window
from zhiqiang.foundation.pages.due import working_days_between
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.plans.models import PlanSnapshot
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.ladder import Fact, GroundKind, Ladder

#: Unit and target.
Key = tuple[str, str]
BEHIND = frozenset({"behind", "worsening", "missed"})


def facts_on(on: date, ladder: Ladder, subject: str = "") -> list[Fact]:
    """Every fact of a day; with a subject, at least those of it and of what could belong to the same matter."""
    kind = subject.partition(":")[0]
    ledger = [*_overdue_duties(on), *_overdue_reports(on)] if kind in ("", "duty", "report") else []
    targets = _targets_behind(on, _quarters_asked(ladder)) if kind in ("", "target") else ()
    return [*ledger, *targets]


def _overdue_duties(on: date) -> Iterator[Fact]:
    calendar = working_calendar()
    for line in delivery.overdue_duties(on):
        passed = on - timedelta(days=line.overdue_days)  # the earliest of its days that have passed
        days = working_days_between(passed, on, calendar)
        own = _("任务“%(title)s”的期限 %(due)s 已过，逾期 %(days)s 个工作日")
        of_a_step = _("任务“%(title)s”（%(state)s）本步应于 %(due)s 前办理，逾期 %(days)s 个工作日")
        words = (own if passed == line.due_on else of_a_step) % {
            "title": line.title, "due": passed, "days": days, "state": line.state_title,
        }  # fmt: skip
        subject = f"duty:{line.id}"
        source = f"record:delivery.duties/{line.id}"
        yield Fact(line.unit, subject, subject, GroundKind.DUTY_OVERDUE, days, line.title, words, source)


def _overdue_reports(on: date) -> Iterator[Fact]:
    calendar = working_calendar()
    for line in delivery.overdue_reports(on):
        due = line.due.astimezone(clock.ZONE).date()
        days = working_days_between(due, on, calendar)
        words = _("任务“%(title)s”%(period)s 的报告应于 %(due)s 提交，已逾期 %(days)s 个工作日") % {
            "title": line.duty_title, "period": line.period, "due": due, "days": days,
        }  # fmt: skip
        matter = f"duty:{line.duty}"
        yield Fact(
            line.unit, f"report:{line.duty}/{line.period}", matter, GroundKind.REPORT_OVERDUE, days,
            f"{line.duty_title} {line.period}", words, f"record:delivery.duties/{line.duty}",
        )  # fmt: skip


def _targets_behind(on: date, quarters: int) -> Iterator[Fact]:
    """Targets that were behind at the end of each of the last quarters, with how many in a row, up to those asked."""
    if not quarters:
        return
    running, now = behind(tuple(quarter_ends(on, quarters)), _stamp())
    for (code, target), count in running.items():
        line = now[code, target]
        words = _words_of(line, count)
        name = f"target:{target}"
        source = f"{line.indicator.code}@{line.data_reference or ''}"
        yield Fact(code, name, name, GroundKind.TARGET_BEHIND, count, line.indicator.title, words, source)


def _stamp() -> tuple[object, ...]:
    """What changes whenever a figure or the plan does: boards of thirteen units and four quarters are judged once."""
    plan = PlanSnapshot.objects.filter(active=True).values_list("hash", flat=True).first()
    newest = DatasetVersion.objects.order_by("-pk").values_list("pk", "at").first()
    return plan, newest, Figure.objects.order_by("-pk").values_list("pk", flat=True).first()


@lru_cache(maxsize=4)
def behind(ends: tuple[date, ...], _newest: tuple[object, ...]) -> tuple[dict[Key, int], dict[Key, Line]]:
    """The targets behind at the latest of these quarters' ends: in how many in a row, and how they stood then."""
    latest, *earlier = ends
    units = goals.reporting_units()
    now = {(line.unit.code, line.target.id): line for board in goals.boards(units, on=latest) for line in board.lines}
    running = {key: 1 for key, line in now.items() if line.status in BEHIND}
    still = set(running)
    for end in earlier:
        if not still:
            break
        boards = goals.boards([unit for unit in units if any(code == unit.code for code, _id in still)], on=end)
        then = {(line.unit.code, line.target.id): line.status for board in boards for line in board.lines}
        still = {key for key in still if then.get(key) in BEHIND}
        for key in still:
            running[key] += 1
    return running, {key: now[key] for key in running}


def _words_of(line: Line, quarters: int) -> str:
    """The fact in words; a sampled rate whose goal lies inside its interval says so, with its n."""
    assert line.assessment is not None
    unit, goal = line.indicator.unit, line.assessment.goal
    value = figure_text(line.value, unit, line.indicator.decimals)
    words = _("目标“%(title)s”连续 %(n)s 个季度滞后，最近为 %(value)s，目标 %(goal)s") % {
        "title": line.indicator.title, "n": quarters, "value": value,
        "goal": figure_text(goal, unit, line.indicator.decimals),
    }  # fmt: skip
    if line.window is None or not line.is_survey:
        return words
    words += _("（n=%(n)s）") % {"n": f"{line.window.denominator or 0:.0f}"}
    if line.interval and goal is not None and line.interval[0] <= goal <= line.interval[1]:
        low, high = (figure_text(one, unit, 1) for one in line.interval)
        words += _("，%(level)s 区间 [%(low)s, %(high)s] 含目标，统计上未区分") % {
            "level": "95%", "low": low, "high": high,
        }  # fmt: skip
    return words


def lead_of(unit: str, matter: str) -> Organisation | None:
    """The department that leads the duty of a matter; None for other matters, or where the ledger names none."""
    kind, _colon, number = matter.partition(":")
    if kind != "duty" or not number.isdecimal():
        return None
    line = next((one for one in delivery.duty_lines(unit=unit) if one.id == int(number)), None)
    if line is None or not line.lead:
        return None
    return Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, title=line.lead).first()


def printed_figure(fact: Fact, on: date) -> dict[str, str]:
    """The figure of a target as an order prints it, each value with the reference that computes it again.

    Keys: value, reference, goal, plan; for a sampled rate also n, n_reference, low, low_reference, high, high_reference
    and undecided ("1" where the goal lies inside the interval). Empty where there is nothing to compute again.
    """
    unit = next((one for one in goals.reporting_units() if one.code == fact.unit), None)
    if fact.kind is not GroundKind.TARGET_BEHIND or unit is None:
        return {}
    (board,) = goals.boards([unit], on=quarter_ends(on, 1)[0])
    line = board.line(fact.subject.partition(":")[2])
    reference = _references(line)
    value = reference("percent" if line.indicator.unit == "%" else "numerator")
    if not value or line.assessment is None:
        return {}
    spoken = partial(figure_text, unit=line.indicator.unit, places=line.indicator.decimals)
    found = {"value": spoken(line.value), "reference": value, "goal": spoken(line.assessment.goal),
             "plan": board.plan.content_hash}  # fmt: skip
    goal = line.assessment.goal
    if line.interval is not None and line.window is not None and goal is not None:
        low, high = line.interval
        found |= {
            "n": f"{line.window.denominator or 0:.0f}", "n_reference": reference("denominator"),
            "low": figure_text(low, "%", 1), "low_reference": reference("lower"),
            "high": figure_text(high, "%", 1), "high_reference": reference("upper"),
            "undecided": "1" if low <= goal <= high else "",
        }  # fmt: skip
    return found


def _references(line: Line) -> Callable[[str], str]:
    """What gives the reference of a part of a line's figure."""
    window, measure = line.window, line.measure
    if window is None or measure is None:
        return lambda _part: ""
    return partial(
        reference_of_window, measure, line.unit.code, window.first, window.last, line.data_version,
        line.other_version, window.numerator, window.denominator,
    )  # fmt: skip


def quarter_ends(on: date, number: int) -> list[date]:
    """The last days of the latest quarters that had ended by a day, the newest first."""
    found, day = [], date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    if (on + timedelta(days=1)).day == 1 and on.month % 3 == 0:
        day = on
    for _number in range(number):
        found.append(day)
        day = date(day.year, day.month - 2, 1) - timedelta(days=1)
    return found


def _quarters_asked(ladder: Ladder) -> int:
    """The most quarters that any rung asks for."""
    asked = [g.least for rung in ladder.ordered for g in rung.grounds if g.kind is GroundKind.TARGET_BEHIND]
    return max(asked, default=0)
