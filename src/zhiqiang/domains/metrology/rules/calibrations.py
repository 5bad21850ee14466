"""Rules over a calibration certificate."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding


def broken_calibration(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break."""
    day, due = values.get("calibrated_on"), values.get("next_due")
    if day and day > today:
        yield Finding("calibrated_on", f"校准日期 {day} 晚于今天。", "请按证书核对日期。")
    if day and due and due <= day:
        yield Finding("next_due", f"建议复校日期 {due} 不晚于校准日期 {day}。", "请按证书核对。")
    if values.get("standard") and values.get("instrument"):
        yield Finding("instrument", "一份校准证书只归一个对象：计量标准或器具。", "请清空其中一项。")
