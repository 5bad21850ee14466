"""What must hold between the records of a plan: references, identifiers, territory, measures, known names."""

import re
from collections.abc import Collection

from zhiqiang.kernel.plan.draft import Draft, Head
from zhiqiang.kernel.plan.model import City, Indicator, ReportingUnit
from zhiqiang.kernel.plan.records import Place, nearest
from zhiqiang.kernel.plan.target_rules import check_targets
from zhiqiang.kernel.plan.vocabulary import Vocabulary

CODE = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOTTED = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
REGION_CODE = re.compile(r"[0-9]{6}")
MAX_DECIMALS = 6


def check(draft: Draft, head: Head | None, vocabulary: Vocabulary) -> None:
    """Append to the draft every problem that only shows between records."""
    if head is not None:
        _check_head(draft, head)
        _check_units(draft, head.city)
    _check_content(draft, vocabulary)
    for place, indicator in draft.indicators:
        _check_indicator(draft, place, indicator, vocabulary)
    _check_benchmarks(draft)
    check_targets(draft, (head.period_start, head.period_end) if head else None)


def _check_head(draft: Draft, head: Head) -> None:
    place = Place("plan.toml", "")
    if not SLUG.fullmatch(head.slug):
        draft.problems.append(place.at("slug").problem(f"“{head.slug}”应只含小写字母、数字与连字符"))
    if head.period_end <= head.period_start:
        draft.problems.append(
            place.at("period_end").problem(f"期末 {head.period_end} 不晚于期初 {head.period_start}；请更正")
        )
    if not head.city.path.endswith("/") or head.city.path == "/":
        draft.problems.append(place.at("city.path").problem("路径应以“/”结尾且不为空，例如 1308/"))


def _check_units(draft: Draft, city: City) -> None:
    by_code = {unit.code: unit for _, unit in draft.units}
    seen: dict[tuple[str, object], str] = {}
    for place, unit in draft.units:
        _check_unit(draft, place, unit, city)
        for key, value in (("order", unit.order), ("column", (unit.row, unit.column))):
            other = seen.setdefault((key, value), unit.code)
            if other != unit.code:
                draft.problems.append(place.at(key).problem(f"与单位 {other} 相同（{value}）；每个单位应不同"))
        parent, above = unit, [unit.code]
        while parent.parent in by_code and parent.parent not in above:
            parent = by_code[parent.parent]
            above.append(parent.code)
        if parent.parent in above:
            draft.problems.append(
                place.at("parent").problem(f"上级成环：{' → '.join([*above, parent.parent])}；请改为真正的上级")
            )
    codes = set(draft.units.ids)
    names: dict[str, str] = {}
    for place, unit in draft.units:
        for name in (unit.title, unit.short, *unit.aliases):
            other = names.setdefault(name, unit.code)
            if other != unit.code:
                draft.problems.append(
                    place.at("aliases").problem(f"名称“{name}”也指单位 {other}；一个名称只能指一个单位")
                )
        for former in unit.former_codes:
            if former.code in codes:
                draft.problems.append(
                    place.at("former_codes").problem(f"旧代码 {former.code} 现为另一单位所用；请核对")
                )


def _check_unit(draft: Draft, place: Place, unit: ReportingUnit, city: City) -> None:
    problems = draft.problems
    paths = {u.code: u.path for _, u in draft.units} | {city.code: city.path}
    for key, code in (("parent", unit.parent), ("geographic_parent", unit.geographic_parent)):
        if code and code != city.code:
            draft.units.refer(code, place.at(key), problems)
    if unit.code == city.code:
        problems.append(place.at("code").problem(f"代码 {unit.code} 与城市本身相同；请更正"))
    expected = f"{paths.get(unit.parent, '')}{unit.code}/"
    if unit.parent in paths and unit.path != expected:
        problems.append(place.at("path").problem(f"路径“{unit.path}”与上级不符；应为“{expected}”"))
    if unit.code_system != "local" and not REGION_CODE.fullmatch(unit.code):
        problems.append(
            place.at("code").problem(f'{unit.code_system} 代码应为六位数字；自编代码请写 code_system = "local"')
        )
    if unit.code_system == "local" and not CODE.fullmatch(unit.code):
        problems.append(place.at("code").problem("自编代码应以小写字母开头，只含小写字母、数字与下划线"))
    if unit.zone and unit.kind != "功能区":
        problems.append(place.at("zone").problem(f"只有功能区可写 zone = true，本单位是{unit.kind}"))
    for n, population in enumerate(unit.populations, start=1):
        if population.value <= 0:
            problems.append(place.at(f"populations[{n}].value").problem("人口应大于零；不掌握时请整条删去"))


def _check_content(draft: Draft, vocabulary: Vocabulary) -> None:
    orders: dict[int, str] = {}
    for place, section in draft.sections:
        if orders.setdefault(section.order, section.id) != section.id:
            draft.problems.append(
                place.at("order").problem(f"次序 {section.order} 与章节 {orders[section.order]} 相同；请改为不同的次序")
            )
    for place, item in draft.items:
        for key, names in (("records", item.records), ("domains", item.domains)):
            if not names:
                draft.problems.append(place.at(key).problem("至少写一项"))
        _check_names(draft, place.at("domains"), item.domains, vocabulary.domains, "领域")
        _check_names(draft, place.at("registers"), item.registers, vocabulary.registers, "台账")


def _check_indicator(draft: Draft, place: Place, indicator: Indicator, vocabulary: Vocabulary) -> None:
    problems = draft.problems
    if not CODE.fullmatch(indicator.code):
        problems.append(place.at("code").problem(f"“{indicator.code}”应以小写字母开头，只含小写字母、数字与下划线"))
    if indicator.clause not in draft.clauses.ids and indicator.clause not in draft.sections.ids:
        known = [*draft.clauses.ids, *draft.sections.ids]
        problems.append(
            place.at("clause").problem(f"条款“{indicator.clause}”不存在{nearest(indicator.clause, known)}；请更正")
        )
    if bool(indicator.measure) == bool(indicator.waits_for):
        problems.append(
            place.at("measure").problem(
                "measure（已有计算）与 waits_for（等待的领域）应恰好填一个；请删去一个或补上一个"
            )
        )
    if indicator.measure and not DOTTED.fullmatch(indicator.measure):
        problems.append(
            place.at("measure").problem(f"“{indicator.measure}”应写成“领域.计算”，例如 sampling.food_pass_rate")
        )
    _check_names(draft, place.at("measure"), [indicator.measure], vocabulary.measures, "计算")
    _check_source(draft, place.at("source"), indicator, vocabulary.outside)
    _check_names(draft, place.at("waits_for"), [indicator.waits_for], vocabulary.domains, "领域")
    if indicator.resolution <= 0:
        problems.append(place.at("resolution").problem("分辨率应大于零，例如 0.1"))
    if not 0 <= indicator.decimals <= MAX_DECIMALS:
        problems.append(place.at("decimals").problem(f"小数位数应在 0 至 {MAX_DECIMALS} 之间"))
    if draft.targets.whole and not any(target.indicator == indicator.code for _, target in draft.targets):
        problems.append(place.problem("没有任何目标使用本指标；请在 targets.toml 补目标或删去本指标"))


def _check_source(draft: Draft, place: Place, indicator: Indicator, outside: Collection[str] | None) -> None:
    """An indicator says that it rests on an outside series exactly when its measure does."""
    says = indicator.source == "outside"
    if says and not indicator.measure:
        draft.problems.append(place.problem("没有 measure 的指标还没有数据来源；请删去 source"))
    elif indicator.measure and outside is not None and says != (indicator.measure in outside):
        draft.problems.append(
            place.problem(
                "由台账记录计算的指标不写 source；请删去" if says else '取自外部统计，请写明 source = "outside"'
            )
        )


def _check_benchmarks(draft: Draft) -> None:
    units = {indicator.code: indicator.unit for _, indicator in draft.indicators}
    for place, benchmark in draft.benchmarks:
        if not benchmark.indicator:
            continue
        draft.indicators.refer(benchmark.indicator, place.at("indicator"), draft.problems)
        if units.get(benchmark.indicator, benchmark.unit) != benchmark.unit:
            draft.problems.append(
                place.at("unit").problem(
                    f"单位“{benchmark.unit}”与指标的“{units[benchmark.indicator]}”不同；请核对口径"
                )
            )


def _check_names(draft: Draft, place: Place, names: Collection[str], known: Collection[str] | None, noun: str) -> None:
    if known is not None:
        draft.problems.extend(
            place.problem(f"{noun}“{name}”不存在{nearest(name, known)}；请更正或删去")
            for name in names
            if name and name not in known
        )
