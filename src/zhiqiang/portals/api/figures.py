"""Figures for programs: the board, the indicators, their series and evidence, the plan, deadlines."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import AuthorizationError
from pydantic import Field as Described

from zhiqiang.domains.goals import presentation
from zhiqiang.domains.goals.queries import Evidence, board, boards, city_unit, reporting_units, rows_behind
from zhiqiang.domains.goals.views import READERS
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.parameters.deadlines import answer, find_deadline, read_span
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.parameters import NotInForceError, UnknownParameterError
from zhiqiang.kernel.plan import Indicator, Plan
from zhiqiang.portals.api.access import FIGURES
from zhiqiang.portals.api.describe import described, failures
from zhiqiang.portals.api.errors import WrongFieldsError
from zhiqiang.portals.api.tables import as_table, evidence_table, number, period_end

Number = int | float | None
LINE_EXAMPLE = {
    "target": "G2027.5", "indicator": "food_pass_rate", "clause": "G", "kind": "reach", "due": "2027-12-31",
    "unit": "130800", "value": 98.2996, "numerator": 3931, "denominator": 3999, "interval": [97.8493, 98.6564],
    "goal": 99, "verdict": "open", "status": "behind", "expected": 98.72, "forecast": None, "required_pace": None,
    "cut_off": "2026-11-23T09:00:00+08:00", "reasons": [],
    "versions": {"plan": "…", "measure": "sampling.food_pass_rate@1", "data": "samples@7"},
}  # fmt: skip
EVIDENCE_EXAMPLE = {
    "numerator": 3931, "denominator": 3999, "rows": [101, 102], "digest": "…", "unit": "130800",
    "window": ["2025-12", "2026-11"],
}  # fmt: skip
INDICATOR_EXAMPLE = {
    "code": "food_pass_rate", "title": "食品安全抽检合格率", "public_title": "食品抽检合格的比例", "unit": "%",
    "decimals": 1, "better": "up", "clause": "G", "definition": "…", "measure": "sampling.food_pass_rate",
    "waits_for": "", "targets": ["G2023.5", "G2025.5", "G2027.5"],
}  # fmt: skip
SERIES_EXAMPLE = {
    "indicator": "food_pass_rate", "unit": "130800",
    "points": [{"on": "2026-10-31", "value": 98.3, "low": 97.8, "high": 98.7}],
    "months": [{"month": "2026-10", "numerator": 330, "denominator": 336, "benchmark": None, "data_version": 7}],
}  # fmt: skip


class Versions(Schema):
    """By what a figure was computed."""

    plan: str
    measure: str | None
    data: str | None


class BoardLine(Schema):
    """One target for one unit."""

    target: str = Described(description="目标编号")
    indicator: str = Described(description="指标代码")
    clause: str
    kind: str = Described(description="目标类型")
    due: date
    unit: str = Described(description="单位代码")
    value: Number
    numerator: Number
    denominator: Number
    interval: list[int | float] | None = Described(description="抽样的合格率：95% 区间，百分数")
    goal: Number
    verdict: str = Described(description="met、nearly_met、missed 或 open")
    status: str
    expected: Number = Described(description="现在应达到的值")
    forecast: Number
    required_pace: Number
    cut_off: str | None = Described(description="数据截至")
    versions: Versions
    reasons: list[str]


class EvidenceAnswer(Schema):
    """The rows behind a figure."""

    numerator: Number
    denominator: Number
    rows: list[int] = Described(description="计入的记录号")
    digest: str | None = Described(description="记录号升序、每行一个，取 SHA-256")
    window: list[str] | None = Described(description="从哪月到哪月，含首尾")
    unit: str


class IndicatorEntry(Schema):
    """What is measured."""

    code: str
    title: str
    public_title: str
    unit: str
    decimals: int
    better: str
    clause: str
    definition: str
    measure: str = Described(description="口径；空的还没有接入")
    waits_for: str = Described(description="还没有接入的，等哪个业务")
    targets: list[str]


class SeriesPoint(Schema):
    """One reading: of a rate, over the twelve months that end on the day."""

    on: date
    value: int | float
    low: Number
    high: Number


class SeriesMonth(Schema):
    """One month's stored figure."""

    month: str
    numerator: Number
    denominator: Number
    benchmark: Number
    data_version: int


class SeriesAnswer(Schema):
    """A whole series."""

    indicator: str
    unit: str
    points: list[SeriesPoint]
    months: list[SeriesMonth]


class PlanAnswer(Schema):
    """The plan in force."""

    slug: str
    title: str
    version: str
    hash: str = Described(description="内容的 SHA-256，数字引用它")
    period_start: date
    period_end: date
    units: list[dict[str, str]]
    clauses: list[dict[str, str]]
    indicators: list[str]
    targets: list[str]
    bound: list[str] = Described(description="已接入的目标")
    unbound: list[str] = Described(description="尚未接入的目标")


class DeadlineAnswer(Schema):
    """A due date with its proof."""

    due: str
    provisional: bool = Described(description="所涉年份的放假安排尚未公布，暂定")
    rule: str
    version: str
    article: str
    unit: str
    amount: int
    skipped: list[str]
    worked_weekends: list[str]
    confidence: str
    proof: list[str]


router = Router(auth=list(FIGURES), tags=["数字"])
AS_OF = Query(None, description="截至哪天，省略为今天", examples=["2025-12-31"])
UNIT = Query("", max_length=32, description="单位代码，省略为全市", examples=["130825"])


@router.get(
    "board",
    response={200: list[BoardLine], **failures(401, 403, 404, 422, 429)},
    **described("board", "目标板", "全部目标的数字、判定与状态；unit=all 为全市与各单位。", [LINE_EXAMPLE]),
)
def board_lines(request: HttpRequest, unit: str = UNIT, as_of: date | None = AS_OF) -> list[dict[str, Any]]:
    require_reader(request)
    units = [city_unit(), *reporting_units()] if unit == "all" else [unit_of(unit)]
    return [as_table(line, one.plan.content_hash) for one in boards(units, on=as_of) for line in one.lines]


@router.get(
    "indicators",
    response={200: list[IndicatorEntry], **failures(401, 403, 404, 422, 429)},
    **described("indicators", "指标", "方案的全部指标及其口径。", [INDICATOR_EXAMPLE]),
)
def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    require_reader(request)
    plan = active_plan()
    return [indicator_table(plan, one) for one in plan.indicators]


@router.get(
    "indicators/{slug:code}/series",
    response={200: SeriesAnswer, **failures(401, 403, 404, 422, 429)},
    **described("indicator_series", "指标的序列", "各期数值（比率按近十二个月）与每月的分子分母。", SERIES_EXAMPLE),
)
def indicator_series(request: HttpRequest, code: str, unit: str = UNIT) -> dict[str, Any]:
    require_reader(request)
    return series_table(code, unit_of(unit))


@router.get(
    "evidence/{slug:code}",
    response={200: EvidenceAnswer, **failures(401, 403, 404, 422, 429)},
    **described("evidence", "数字的证据", "构成一个数字的记录；条数与公布的数字一致。", EVIDENCE_EXAMPLE),
)
def evidence(
    request: HttpRequest,
    code: str,
    unit: str = UNIT,
    period: str = Query("", description="年、月或日，如 2025、2025-06", examples=["2025-12"]),
) -> dict[str, Any]:
    require_reader(request)
    try:
        on = period_end(period) if period else None
    except ValueError:
        raise WrongFieldsError(period=_("应为 2025、2025-06 或 2025-12-31")) from None
    shown = board(unit=unit_of(unit), on=on)
    if code not in shown.by_indicator:
        raise Http404
    line = shown.current(code)
    return evidence_table(line, rows_behind(line))


@router.get(
    "plan",
    response={200: PlanAnswer, **failures(401, 403, 404, 422, 429)},
    **described("plan", "方案", "现行方案：任务、指标、目标与填报单位。", {"slug": "chengde-2023-2027"}),
)
def plan_in_force(request: HttpRequest) -> dict[str, Any]:
    require_reader(request)
    plan = active_plan()
    return {
        "slug": plan.slug,
        "title": plan.title,
        "version": plan.version,
        "hash": plan.content_hash,
        "period_start": plan.period_start,
        "period_end": plan.period_end,
        "units": [{"code": one.code, "title": one.title, "kind": one.kind} for one in plan.units],
        "clauses": [{"id": one.id, "title": one.title, "summary": one.summary} for one in plan.clauses],
        "indicators": [one.code for one in plan.indicators],
        "targets": [one.id for one in plan.targets],
        "bound": list(plan.bound),
        "unbound": list(plan.unbound),
    }


@router.get(
    "deadline",
    response={200: DeadlineAnswer, **failures(401, 403, 422, 429)},
    **described("deadline", "期限", "按起算时有效的规则算出截止日，并给出依据。", {"due": "2026-03-03"}),
)
def deadline(
    request: HttpRequest,  # noqa: ARG001 (ninja hands it over)
    rule: str = Query(..., description="规则编号", examples=["complaint.accept"]),
    start: str = Query(..., description="起算日或时刻", examples=["2026-02-12"]),
    suspend: list[str] = Query([], description="中止期间", examples=[["2026-02-20..2026-02-25"]]),  # noqa: B008
) -> dict[str, Any]:
    try:
        spans = [read_span(one) for one in suspend]
        return answer(find_deadline(rule, start, spans, parameters=load_parameters(), calendar=working_calendar()))
    except (UnknownParameterError, NotInForceError) as error:
        raise WrongFieldsError(rule=str(error)) from error
    except ValueError as error:
        raise WrongFieldsError(start=str(error)) from error


def require_reader(request: HttpRequest) -> None:
    """Figures of units are for those who may open the board; anybody may read the public ones."""
    if not has_role(request.auth, READERS):  # type: ignore[attr-defined]  # set by ninja
        raise AuthorizationError(message=_("您的角色不能读取目标板；公开的数字见 /api/public/progress。"))


def unit_of(code: str) -> Unit:
    """The unit of a code, the city where none is given. Raises WrongFieldsError."""
    if not code:
        return city_unit()
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise WrongFieldsError(unit=_("没有代码为“%(code)s”的单位") % {"code": code})
    return found


def indicator_table(plan: Plan, one: Indicator) -> dict[str, Any]:
    """An indicator as JSON values."""
    names = (
        "code",
        "title",
        "public_title",
        "unit",
        "decimals",
        "better",
        "clause",
        "definition",
        "measure",
        "waits_for",
    )
    return {name: getattr(one, name) for name in names} | {"targets": [each.id for each in plan.targets_of(one.code)]}


def series_table(code: str, unit: Unit) -> dict[str, Any]:
    """The series of an indicator. Raises Http404 for an unknown one."""
    shown = board(unit=unit)
    if code not in shown.by_indicator:
        raise Http404
    drawn = presentation.series(shown, code)
    cells = Evidence(shown.plan).cells(code, unit.code)
    return {
        "indicator": code,
        "unit": unit.code,
        "points": [
            {"on": point.on, "value": number(point.value), "low": number(point.low), "high": number(point.high)}
            for point in (drawn.points if drawn else ())
        ],
        "months": [
            {
                "month": cell.month,
                "numerator": number(cell.numerator),
                "denominator": number(cell.denominator),
                "benchmark": number(cell.benchmark),
                "data_version": cell.data_version,
            }
            for cell in cells
        ],
    }
