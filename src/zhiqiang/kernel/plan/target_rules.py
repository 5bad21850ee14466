"""What each kind of target needs and may not have, and how the milestones of one indicator must stand in time."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.plan.draft import Draft
from zhiqiang.kernel.plan.model import Indicator, Kind, PlanTarget
from zhiqiang.kernel.plan.records import Place

# What a kind must say beyond its due date, in the words of the package.
NEEDS: dict[Kind, tuple[str, ...]] = {
    "reach": ("value",),
    "floor": ("value", "start"),
    "cumulative": ("value", "start"),
    "annual_flow": ("value", "yearly_from"),
    "stock": ("value",),
    "growth": ("value",),
    "average_growth": ("value", "base_year", "base_year_basis"),
    "approximate": ("value", "tolerance", "tolerance_basis"),
    "benchmark": ("compared_with", "compared_as"),
    "coverage": ("value",),
    "per_unit": ("value",),
    "deadline_rate": ("value",),
    "qualitative": ("operationalisation",),
    "deliverable": ("evidence",),
}
# Fields that only some kinds may carry; whatever is not listed here is free to all.
RESERVED: dict[str, tuple[Kind, ...]] = {
    "value": tuple(kind for kind, needs in NEEDS.items() if "value" in needs),
    "start": ("floor", "cumulative", "annual_flow", "per_unit"),
    "tolerance": ("approximate",),
    "tolerance_basis": ("approximate",),
    "base_year": ("average_growth", "benchmark"),
    "base_year_basis": ("average_growth", "benchmark"),
    "compared_with": ("benchmark",),
    "compared_as": ("benchmark",),
    "operationalisation": ("qualitative",),
    "evidence": ("deliverable",),
}
MEANING = {
    "value": "目标值",
    "start": "起算日",
    "yearly_from": "首个考核年",
    "base_year": "基年",
    "base_year_basis": "基年依据",
    "tolerance": "容差",
    "tolerance_basis": "容差依据",
    "compared_with": "对标地区",
    "compared_as": "对标口径",
    "operationalisation": "定性目标的可操作口径",
    "evidence": "应交的证据",
}
SHARES: tuple[Kind, ...] = ("reach", "floor", "approximate", "coverage", "deadline_rate")
GROWTHS: tuple[Kind, ...] = ("growth", "average_growth")
MAX_GROWTH = Decimal(1000)

Report = Callable[[str, str], None]


def check_targets(draft: Draft, period: tuple[date, date] | None) -> None:
    """Append every problem of targets and checkpoints; `period` is the plan's first and last day, None when unknown."""
    indicators = {indicator.code: indicator for _, indicator in draft.indicators}
    for place, target in draft.targets:
        draft.items.refer(target.item, place.at("item"), draft.problems)
        draft.indicators.refer(target.indicator, place.at("indicator"), draft.problems)

        def report(key: str, message: str, place: Place = place) -> None:
            draft.problems.append(place.at(key).problem(message))

        _check_kind(target, report)
        _check_dates(target, period, report)
        _check_figures(target, indicators.get(target.indicator), report)
        reference = target.operationalisation.reference if target.operationalisation else ""
        if reference:
            draft.targets.refer(reference, place.at("operationalisation.reference"), draft.problems)
    _check_clauses_agree(draft)
    _check_order(draft)
    _check_checkpoints(draft)


def _check_kind(target: PlanTarget, report: Report) -> None:
    for key in NEEDS[target.kind]:
        if getattr(target, key) in (None, "", ()):
            report(key, f"{target.kind} 类目标须写明{MEANING[key]}（{key}）；请补上")
    for key, kinds in RESERVED.items():
        if target.kind not in kinds and getattr(target, key) not in (None, "", ()):
            report(key, f"{target.kind} 类目标不用{MEANING[key]}（{key}）；请删去或改类型")
    if target.kind == "per_unit" and target.scope != "each_unit":
        report("scope", 'per_unit 类目标逐单位考核；请写 scope = "each_unit"')
    if target.kind == "stock":
        return
    if target.operator == "equals" or (target.operator == "above" and target.kind != "benchmark"):
        report("operator", f"{target.kind} 类目标不可用 {target.operator}；equals 只用于 stock，above 只用于 benchmark")


def _check_dates(target: PlanTarget, period: tuple[date, date] | None, report: Report) -> None:
    first, last = period or (date.min, date.max)
    if not first <= target.due <= last:
        report("due", f"到期日 {target.due} 不在方案期 {first} 至 {last} 之内；请更正")
    if target.start is not None and not first <= target.start <= target.due:
        report("start", f"起算日 {target.start} 应在方案期初 {first} 与到期日 {target.due} 之间；请更正")
    if target.yearly_from is not None:
        if not first.year <= target.yearly_from <= target.due.year:
            report(
                "yearly_from", f"首个考核年 {target.yearly_from} 应在 {first.year} 至 {target.due.year} 之间；请更正"
            )
        if (target.due.month, target.due.day) == (2, 29):
            report("due", "逐年目标的到期日不能是 2 月 29 日；请改用每年都有的日期")
    if target.base_year is not None and not first.year - 10 <= target.base_year < target.due.year:
        report("base_year", f"基年 {target.base_year} 应早于到期年 {target.due.year}，且不早于期初十年；请更正")


def _check_figures(target: PlanTarget, indicator: Indicator | None, report: Report) -> None:
    if target.tolerance is not None and target.tolerance <= 0:
        report("tolerance", "容差应大于零，例如 0.5")
    if target.value is None:
        return
    percent = indicator is not None and indicator.unit == "%"
    if percent and target.kind in SHARES and not 0 <= target.value <= 100:
        report("value", f"百分比 {target.value} 应在 0 至 100 之间；请更正")
    if target.kind in GROWTHS and not -100 < target.value <= MAX_GROWTH:
        report("value", f"增长率 {target.value}% 应大于 -100% 且不超过 {MAX_GROWTH}%；请更正")
    if target.kind not in GROWTHS and target.value < 0:
        report("value", f"目标值 {target.value} 不应为负；请更正")


def _check_clauses_agree(draft: Draft) -> None:
    clauses = {item.id: item.clause for _, item in draft.items}
    owners = {indicator.code: indicator.clause for _, indicator in draft.indicators}
    for place, target in draft.targets:
        stands_in, owner = clauses.get(target.item), owners.get(target.indicator)
        if stands_in is not None and owner is not None and stands_in != owner:
            draft.problems.append(
                place.at("item").problem(
                    f"内容项 {target.item} 属于 {stands_in}，而指标 {target.indicator} 属于 {owner}；两处应一致"
                )
            )


def _check_order(draft: Draft) -> None:
    """Milestones are written in the order they fall due; a count from one start never aims lower later."""
    last: dict[str, PlanTarget] = {}
    for place, target in draft.targets:
        before = last.get(target.indicator)
        last[target.indicator] = target
        if before is None:
            continue
        if target.due <= before.due:
            draft.problems.append(
                place.at("due").problem(
                    f"里程碑次序颠倒：{target.due} 不晚于 {before.id} 的 {before.due}；同一指标请按到期日先后书写"
                )
            )
        counts = target.kind == before.kind == "cumulative"
        if counts and None not in (target.value, before.value) and _of(target) < _of(before):
            draft.problems.append(
                place.at("value").problem(f"累计目标 {target.value} 低于较早的 {before.id}（{before.value}）；请核对")
            )


def _check_checkpoints(draft: Draft) -> None:
    cells: defaultdict[str, list[PlanTarget]] = defaultdict(list)
    for _, target in draft.targets:
        cells[target.indicator].append(target)
    seen: set[tuple[str, date]] = set()
    for place, checkpoint in draft.checkpoints:
        draft.indicators.refer(checkpoint.indicator, place.at("indicator"), draft.problems)
        if not checkpoint.derived:
            draft.problems.append(place.at("derived").problem("检查点都是推算的；方案写明的值请作为 [[target]]"))
        around = cells[checkpoint.indicator]
        if (checkpoint.indicator, checkpoint.due) in seen or checkpoint.due in {t.due for t in around}:
            draft.problems.append(place.at("due").problem(f"{checkpoint.due} 已有目标或检查点；请删去重复的"))
        seen.add((checkpoint.indicator, checkpoint.due))
        below = [_of(t) for t in around if t.due < checkpoint.due and t.value is not None]
        above = [_of(t) for t in around if t.due > checkpoint.due and t.value is not None]
        if (below and checkpoint.value < max(below)) or (above and checkpoint.value > min(above)):
            draft.problems.append(place.at("value").problem(f"{checkpoint.value} 不在前后两个目标值之间；请重新推算"))


def _of(target: PlanTarget) -> Decimal:
    return Decimal(0) if target.value is None else target.value
