"""Rules over money, pure: yuan and fen, budget lines, what others paid, vouchers. Amounts here are whole fen."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.findings import Finding

FEN_OF_YUAN = 100
LONGEST_VOUCHER = 80
#: Programme codes in one text, as people separate them.
SEPARATORS = re.compile(r"[\s,，、;；]+")


def to_fen(yuan: Decimal) -> int:
    """Yuan as whole fen. Raises ValueError for a part of a fen, TypeError for a float: money is never rounded here."""
    if isinstance(yuan, float):
        raise TypeError("money is Decimal or int, not float")
    fen = Decimal(yuan) * FEN_OF_YUAN
    if fen != fen.to_integral_value():
        raise ValueError(f"金额 {yuan} 元精确到分以下")
    return int(fen)


def to_yuan(fen: int) -> Decimal:
    """Whole fen as yuan with two places."""
    return Decimal(fen).scaleb(-2)


def yuan_text(fen: int) -> str:
    """An amount as people read it: "200,000 元", "1,234.50 元"."""
    sign, (whole, rest) = ("-" if fen < 0 else ""), divmod(abs(fen), FEN_OF_YUAN)
    return f"{sign}{whole:,}{f'.{rest:02d}' if rest else ''} 元"


def codes_in(text: str) -> tuple[str, ...]:
    """The programme codes that a budget line names, each once."""
    return tuple(dict.fromkeys(code for code in SEPARATORS.split(text) if code))


def broken_line_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that the values of a budget line break."""
    cap, year, closes = values.get("cap"), values.get("year"), values.get("closes_on")
    if cap is not None and cap <= 0:
        yield Finding("cap", "预算额度应大于 0。", "以元为单位填写，如 2000000。")
    if year is not None and not 2000 <= year <= today.year + 1:
        yield Finding("year", f"预算年度 {year} 不在 2000 年至明年之间。", "填四位年份，如 2026。")
    elif year is not None and closes is not None and closes < date(year, 1, 1):
        yield Finding(
            "closes_on", f"承诺截止日 {closes} 早于预算年度 {year} 年。", "一般填当年 12 月 31 日，结转的填结转期末。"
        )
    if issued := values.get("issued_on"):
        yield from _not_later("issued_on", "下达日期", issued, today)
        if closes is not None and closes < issued:
            yield Finding("closes_on", f"承诺截止日 {closes} 早于下达日期 {issued}。", "请核对这两个日期。")


def broken_outside_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that the values of a payment by another funder break."""
    amount, paid_on = values.get("amount"), values.get("paid_on")
    if amount is not None and amount <= 0:
        yield Finding("amount", "金额应大于 0。", "以元为单位填写，如 200000。")
    if paid_on is not None:
        yield from _not_later("paid_on", "拨付日期", paid_on, today)


def voucher_faults(voucher: str, day: date, *, not_before: date, today: date) -> Iterator[str]:
    """What is wrong with what finance enters when money has gone or has come back."""
    if not voucher:
        yield "请填写凭证号。"
    elif len(voucher) > LONGEST_VOUCHER:
        yield f"凭证号超过 {LONGEST_VOUCHER} 个字。"
    if day > today:
        yield f"日期 {day} 晚于今天，请在款项到账之后再登记。"
    if day < not_before:
        yield f"日期 {day} 早于批准或通知的日期 {not_before}。"


def _not_later(field: str, label: str, day: date, today: date) -> Iterator[Finding]:
    if day > today:
        yield Finding(field, f"{label} {day} 晚于今天。", "请核对日期。")
