"""Rules over one event of a public measurement standard, pure (计量标准考核办法)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding


def broken_event(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break."""
    day = values.get("happened_on")
    if day and day > today:
        yield Finding("happened_on", f"批准日期 {day} 晚于今天。", "未批准的事项不计入，请在批准后填报。")
