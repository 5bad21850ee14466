"""Codes of reporting units: administrative divisions, statistical codes and a city's own ids.

Sources: GB/T 2260 (county level, 6 digits); 统计用区划代码 of the National Bureau of Statistics (statistical zones
written with county parts 71-79, townships 9 digits, villages 12 digits).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from zhiqiang.kernel.identifiers.findings import normalise

PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82}
)
LOCAL_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
STATISTICAL_ZONES = range(71, 80)


class CodeSystem(StrEnum):
    """Who assigns the code."""

    GB_T_2260 = "gbt2260"
    STATISTICAL = "statistical"
    LOCAL = "local"


@dataclass(frozen=True)
class UnitCode:
    """A unit's code in its canonical spelling. Local ids have no place in the tree of divisions."""

    code: str
    system: CodeSystem

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Codes of the divisions above, nearest first: 130828500 -> 130828, 130800, 130000."""
        if self.system is CodeSystem.LOCAL:
            return ()
        higher = [self.code[:9], self.code[:6], self.code[:4] + "00", self.code[:2] + "0000"]
        return tuple(code for code in dict.fromkeys(higher) if code != self.code and len(code) <= len(self.code))


def parse_unit_code(text: str) -> UnitCode:
    """Read a unit's code: 6, 9 or 12 digits, or a local id (small letters, digits, hyphens).

    Raises ValueError saying what is wrong.
    """
    digits = normalise(text)
    if digits.isascii() and digits.isdigit():
        return _division(digits)
    local = text.strip()
    if LOCAL_ID.fullmatch(local):
        return UnitCode(local, CodeSystem.LOCAL)
    raise ValueError(f"单位代码 {local!r} 应为 6、9 或 12 位数字，或小写字母开头的本地编号，如 yudaokou")


def _division(digits: str) -> UnitCode:
    if len(digits) not in (6, 9, 12):
        raise ValueError(f"区划代码应为 6、9 或 12 位数字，现有 {len(digits)} 位：{digits}")
    if int(digits[:2]) not in PROVINCES:
        raise ValueError(f"区划代码 {digits} 的前两位 {digits[:2]} 不是省级代码")
    if digits[2:4] == "00" and digits[4:].strip("0"):
        raise ValueError(f"区划代码 {digits} 缺少市级代码（第 3、4 位）")
    if len(digits) > 6 and digits[4:6] == "00":
        raise ValueError(f"区划代码 {digits} 缺少县级代码（第 5、6 位）")
    statistical = len(digits) > 6 or int(digits[4:6]) in STATISTICAL_ZONES
    return UnitCode(digits, CodeSystem.STATISTICAL if statistical else CodeSystem.GB_T_2260)
