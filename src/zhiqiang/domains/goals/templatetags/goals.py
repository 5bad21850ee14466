"""Template filters of the goals pages: titles in the page's language, figures with what stands behind them."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiqiang.domains.goals import presentation
from zhiqiang.domains.goals.queries import Line
from zhiqiang.domains.goals.rules import Window
from zhiqiang.foundation.evidence.declaration import RUNNING, Shape
from zhiqiang.foundation.evidence.stocks import day_of
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.statuses import chip_of
from zhiqiang.foundation.registers.declaration import Register

register = template.Library()


@register.filter
def title_of(thing: object) -> str:
    return presentation.title(thing)


@register.filter
def value_text(line: Line) -> str:
    return presentation.value_text(line)


@register.filter
def goal_words(line: Line) -> str:
    return presentation.goal_text(line.target, line.indicator.unit)


@register.filter
def basis_text(line: Line) -> str:
    """What stands behind a value, under it: 3,931 / 3,999 · [97.9, 98.7]; the window; the period of a series."""
    window = line.window
    if window is None or line.measure is None or window.numerator is None:
        return ""
    if line.measure.shape is Shape.RATIO:
        counts = f"{figure_text(window.numerator, '', 0)} / {figure_text(window.denominator, '', 0)}"
        return counts + (f" · [{line.interval[0]:.1f}, {line.interval[1]:.1f}]" if line.interval else "")
    if line.measure.shape in RUNNING:
        return _standing_basis(window, str(line.measure.row_word), line.measure.shape)
    if line.measure.shape is Shape.SERIES:
        year, month = window.last.split("-")
        if month != "12":
            return _("%(year)s 年 %(month)d 月公布值") % {"year": year, "month": int(month)}
        return _("%(year)s 年公布值") % {"year": year}
    return _("自 %(year)s 年累计") % {"year": window.first[:4]} if line.target.kind == "cumulative" else window.last[:4]


def _standing_basis(window: Window, word: str, shape: Shape) -> str:
    """What is valid on a day: 96 / 104; 1,268 件 / 333.6 万人; the day."""
    day = day_of(window.last).isoformat()
    if shape is Shape.COVERAGE:
        return f"{figure_text(window.numerator, '', 0)} / {figure_text(window.denominator, '', 0)} · {day}"
    if shape is Shape.DENSITY:
        of = window.denominator or Decimal(0)
        return f"{figure_text(window.numerator, word, 0)} / {figure_text(of.normalize())} · {day}"
    return _("%(day)s 在册有效") % {"day": day}


@register.filter
def kind_word(line: Line) -> str:
    """How the target is worded and so judged: 达到, 保持, 累计 …"""
    return str(KINDS[line.target.kind])


@register.filter
def status_word(code: str) -> str:
    return str(chip_of(code).word)


@register.filter
def number(value: Decimal | None, places: int) -> str:
    return figure_text(value, "", places)


@register.filter
def label(declared: Register, name: str) -> str:
    return declared.label(name)


@register.filter
def cell(record: Any, name: str) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    return "—" if value in (None, "") else str(value)


@register.filter
def domain_titles(codes: tuple[str, ...]) -> str:
    """The Chinese names of domains, as the design lists them."""
    return "、".join(str(DOMAINS.get(code, code)) for code in codes)


KINDS = {
    "reach": lazy("达到某一水平"),
    "floor": lazy("保持不低于某一水平"),
    "cumulative": lazy("自起始日累计"),
    "annual_flow": lazy("每年新增"),
    "stock": lazy("某日有效存量"),
    "growth": lazy("当年增长"),
    "average_growth": lazy("年均增长"),
    "approximate": lazy("达到某一水平左右"),
    "benchmark": lazy("与全省比较"),
    "coverage": lazy("全覆盖"),
    "per_unit": lazy("每个单位都达到"),
    "deadline_rate": lazy("按期办结率"),
    "qualitative": lazy("定性"),
    "deliverable": lazy("按节点交付"),
}
DOMAINS = {
    "goals": lazy("目标指标"),
    "delivery": lazy("台账·调度·督办·考评"),
    "programmes": lazy("申报·评审·认定·激励"),
    "standards": lazy("标准化"),
    "enterprise_quality": lazy("企业质量"),
    "brands": lazy("品牌"),
    "sampling": lazy("抽检"),
    "inspections": lazy("双随机·专项检查"),
    "enforcement": lazy("执法办案"),
    "risks": lazy("风险与伤害监测"),
    "recalls": lazy("召回"),
    "traceability": lazy("追溯"),
    "complaints": lazy("投诉举报"),
    "prepaid_cards": lazy("预付卡"),
    "consumer_promises": lazy("放心消费"),
    "engineering": lazy("工程质量"),
    "metrology": lazy("计量"),
    "conformity": lazy("认证·检验检测"),
    "one_stop": lazy("一站式服务"),
    "activities": lazy("活动·培训"),
    "analysis": lazy("质量分析"),
    "innovation": lazy("创新"),
}
