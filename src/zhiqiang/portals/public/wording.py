"""The words of a citizen: statuses, rates out of a hundred, goals."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.presentation import goal_text, title
from zhiqiang.domains.goals.queries import Line
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.statuses import Chip, chip_of
from zhiqiang.foundation.text import Text, lazy
from zhiqiang.kernel.plan import Indicator

WORDS: dict[str, Text] = {
    "on_track": lazy("进展正常"),
    "watch": lazy("需要留意"),
    "behind": lazy("慢于计划"),
    "worsening": lazy("在变差"),
    "met": lazy("达到目标"),
    "nearly_met": lazy("差一点达到"),
    "missed": lazy("没有达到"),
    "open": lazy("还没到期"),
    "not_due": lazy("还没到期"),
    "no_data": lazy("还没有数据"),
    "to_verify": lazy("核实中"),
    "definition_changed": lazy("统计口径有变"),
    "benchmark_missing": lazy("等全省的数来比"),
    "not_bound": lazy("还没接上数据"),
    "no_goal": lazy("没有单独目标"),
}


def citizen_chip(status: str) -> Chip:
    """The status's own colour with a citizen's word."""
    chip = chip_of(status)
    return Chip(chip.colour, WORDS.get(status, chip.word))


def public_title(indicator: Indicator) -> str:
    """What is measured, in a citizen's words."""
    return title(indicator) if get_language() == "en" else indicator.public_title or indicator.title


def value_words(line: Line) -> str:
    return figure_text(line.value, line.indicator.unit, line.indicator.decimals)


def goal_words(line: Line) -> str:
    return goal_text(line.target, line.indicator.unit)


def of_a_hundred(line: Line) -> str:
    """ "每 100 批约 98.3 批合格" for a sampled rate."""
    value = figure_text(line.value, "", line.indicator.decimals)
    return _("每 100 批约 %(value)s 批合格") % {"value": value}


def rate_and_goal(line: Line) -> str:
    """The same for those who do not see the bar."""
    return _("现在 %(value)s，目标 %(goal)s") % {"value": value_words(line), "goal": goal_words(line)}


def failed(line: Line) -> Decimal | None:
    """How many of the sampled batches failed."""
    window = line.window
    if window is None or window.numerator is None or window.denominator is None:
        return None
    return window.denominator - window.numerator


def waiting_words(line: Line) -> str:
    """Why an unbound target shows nothing."""
    return _("这件事的数据还没有接上，接上以前不显示任何数。") if line.measure is None else ""
