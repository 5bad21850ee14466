"""Rules over one organisation's part in a standard, pure. Prefixes of numbers: GB/T 1.1 and the rules for codes."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding

PREFIXES = {
    "international": re.compile(r"^(ISO|IEC|ITU)\b"),
    "national": re.compile(r"^GB(/T|/Z)?\s?\d"),
    "province": re.compile(r"^DB\d{2}(/T)?\s?\d"),
    "city": re.compile(r"^DB\d{4}(/T)?\s?\d"),
    "group": re.compile(r"^T/"),
}


def normal_number(text: str) -> str:
    """A standard's number written one way: upper case, one space before the digits, a plain hyphen before the year."""
    number = re.sub(r"[\u2010-\u2015\uff0d]", "-", text.strip().upper())
    return re.sub(r"^([A-Z]+(?:\d+)?(?:/[A-Z]+)?)\s*(?=\d)", r"\1 ", number)


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break."""
    number, level, published = values.get("number") or "", values.get("level"), values.get("published_on")
    pattern = PREFIXES.get(level or "")
    if number and pattern is not None and not pattern.match(number):
        yield Finding("number", f"编号“{number}”不像所选层级的标准编号。", "请核对编号前缀与标准层级。")
    if level == "industry" and any(one.match(number) for one in PREFIXES.values()):
        yield Finding("level", f"编号“{number}”不是行业标准的编号。", "请核对标准层级。")
    if published and published > today:
        yield Finding("published_on", f"发布日期 {published} 晚于今天。", "未发布的标准不计入，请在发布后填报。")
