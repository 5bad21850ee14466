"""Rules over one sampled batch, pure: what must agree within a record.

Sources: 食品安全抽样检验管理办法 (report after sampling), 食品安全法 art. 88; designs and counting as in the README.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding

COMPLETE = 100


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break; missing values break none here (the model asks for them)."""
    sampled, reported = values.get("sampled_on"), values.get("reported_on")
    if sampled and sampled > today:
        yield Finding("sampled_on", f"抽样日期 {sampled} 晚于今天。", "请核对年份和月份。")
    if sampled and reported and reported < sampled:
        yield Finding("reported_on", f"报告日期 {reported} 早于抽样日期 {sampled}。", "请核对两个日期是否填反。")
    yield from _conclusion(values)
    if values.get("method") == "rapid" and values.get("level") in {"national", "province"}:
        yield Finding("method", "国家级、省级任务不以快速检测出结论。", "请填实验室检验，或改正任务级别。")


def _conclusion(values: Mapping[str, Any]) -> Iterable[Finding]:
    conclusion, rate = values.get("conclusion"), values.get("item_pass_rate")
    if conclusion == "pass" and rate is not None and rate < COMPLETE:
        yield Finding("conclusion", f"项目合格率 {rate}% 与结论“合格”不一致。", "有一项不合格，批次即为不合格。")
    if conclusion == "fail" and rate is not None and rate >= COMPLETE:
        yield Finding("conclusion", "项目合格率 100% 与结论“不合格”不一致。", "请核对检验报告。")
    if conclusion == "pass" and values.get("failed_items"):
        yield Finding("failed_items", "结论为合格，却填了不合格项目。", "请删去不合格项目，或改正结论。")
