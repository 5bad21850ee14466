"""Rules over one event of a public measurement standard, pure (计量标准考核办法)."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Broken(NamedTuple):
    """A rule that a record breaks."""

    field: str
    message: str
    suggestion: str


def broken_rules(values: Mapping[str, Any], today_is: Any) -> Iterable[Broken]:
    """Every rule that these values break."""
    day = values.get("happened_on")
    if day and day > today_is:
        yield Broken("happened_on", f"批准日期 {day} 晚于今天。", "未批准的事项不计入，请在批准后填报。")
