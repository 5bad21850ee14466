"""Figures that anybody may read without a key: the same as on the public pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field as Described

from zhiqiang.domains.goals.queries import board, city_unit
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.portals.api.describe import described, failures
from zhiqiang.portals.api.figures import (
    INDICATOR_EXAMPLE,
    LINE_EXAMPLE,
    SERIES_EXAMPLE,
    BoardLine,
    IndicatorEntry,
    SeriesAnswer,
    indicator_table,
    series_table,
)
from zhiqiang.portals.public.downloads import progress_document


class PublicLine(BoardLine):
    """One target of the city in a citizen's words."""

    title: str = Described(description="老百姓看得懂的名称")
    status_word: str
    nature: str = Described(description="演示数据，或空")


class Progress(Schema):
    """The progress of the whole plan."""

    notice: str = Described(description="演示环境里写明是演示数据")
    plan: str
    on: str
    cut_off: str | None
    targets: list[PublicLine]


PROGRESS_EXAMPLE = {
    "notice": "", "plan": "…", "on": "2026-11-23", "cut_off": None,
    "targets": [{**LINE_EXAMPLE, "title": "食品抽检合格的比例", "status_word": "慢于计划", "nature": ""}],
}  # fmt: skip

router = Router(auth=None, tags=["公开"])


@router.get(
    "progress",
    response={200: Progress, **failures(404, 422, 429)},
    **described("public_progress", "进展", "全市全部目标的进展，与公开网页、目标板相同。", PROGRESS_EXAMPLE),
)
def progress(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 (ninja hands it over)
    return progress_document(board())


@router.get(
    "indicators",
    response={200: list[IndicatorEntry], **failures(404, 422, 429)},
    **described("public_indicators", "指标", "方案的全部指标及其口径。", [INDICATOR_EXAMPLE]),
)
def indicators(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 (ninja hands it over)
    plan = active_plan()
    return [indicator_table(plan, one) for one in plan.indicators]


@router.get(
    "indicators/{slug:code}",
    response={200: SeriesAnswer, **failures(404, 422, 429)},
    **described("public_indicator", "一个指标", "全市各期数值与每月的分子分母。", SERIES_EXAMPLE),
)
def indicator(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 (ninja hands it over)
    return series_table(code, city_unit())
