"""Telephone and identity numbers: always text, shown masked (identity check digit: GB 11643, ISO 7064 MOD 11-2)."""

import datetime
import re

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.drafts import Draft
from zhiqiang.kernel.cells.texts import read_code

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})[- ]?(\d{7,8})(?:[-转]+(\d{1,6}))?")
_SERVICE = re.compile(r"[48]00\d{7}|1[0-9]{4}|9[56]\d{3,4}|1[01]\d")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def read_phone(cell: Cell) -> Answer[str]:
    """A mobile, landline (area code-number[-extension]) or service number as digits and hyphens."""
    answer = read_code(cell)
    if not isinstance(answer, Read) or answer.value is None:
        return (
            Bad("电话号码被表格软件改成了科学计数，请把单元格设为文本后重新填写") if isinstance(answer, Bad) else answer
        )
    text = answer.value
    if len(re.findall(r"1[3-9]\d{9}", text)) > 1:
        return Ask("写了几个号码，请只填一个")
    tidy = re.sub(r"^(\+|00)?86[- ]?(?=1[3-9]|0)", "", text)
    tidy = re.sub(r"[() ]", "", re.sub(r"^\((0\d{2,3})\)", r"\1-", tidy))
    draft = Draft(text, (answer.rewritten,) if answer.rewritten else ())
    if _MOBILE.fullmatch(tidy.replace("-", "")):
        return draft.to(tidy.replace("-", ""), "统一号码写法").read(tidy.replace("-", ""))
    if found := _LANDLINE.fullmatch(tidy):
        number = "-".join(part for part in found.groups() if part)
        return draft.to(number, "统一号码写法").read(number)
    if _SERVICE.fullmatch(tidy.replace("-", "")):
        return draft.to(tidy.replace("-", ""), "统一号码写法").read(tidy.replace("-", ""))
    return _wrong_phone(tidy)


def read_identity(cell: Cell) -> Answer[str]:
    """An 18-character resident identity number whose date and check character are right."""
    answer = read_code(cell, uppercase=True, keep_spaces=False)
    if not isinstance(answer, Read) or answer.value is None:
        return answer
    text = answer.value
    if re.fullmatch(r"\d{15}", text):
        return Ask("这是 15 位的旧证号，请填 18 位证号")
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return Bad(f"身份证号应为 18 位，末位可为 X；您填的是 {len(text)} 位")
    try:
        datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return Bad("身份证号第 7 至 14 位不是日期")
    if identity_check(text[:17]) != text[17]:
        return Bad("身份证号的校验位不对，请逐位核对")
    return answer


def identity_check(first_17: str) -> str:
    """The check character of the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def mask_phone(number: str) -> str:
    """138****5678; a landline keeps its area code and last two digits."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    if found := _LANDLINE.fullmatch(number):
        return f"{found[1]}-{'*' * (len(found[2]) - 2)}{found[2][-2:]}"
    return number if _SERVICE.fullmatch(number) else "*" * len(number)


def mask_identity(number: str) -> str:
    """The first three and the last character stay; the date of birth never shows."""
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}" if len(number) > 4 else "*" * len(number)


def _wrong_phone(text: str) -> Ask | Bad:
    if re.search(r"[OolI]", text) and re.fullmatch(r"[\dOolI]+", text):
        digits = text.translate(str.maketrans("OolI", "0011"))
        return Ask("号码中有字母，应为数字吗？", digits if _MOBILE.fullmatch(digits) else None)
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"1[3-9]\d*", digits) and len(digits) != 11:
        return Bad(f"手机号应为 11 位，您填的是 {len(digits)} 位")
    if re.fullmatch(r"[2-8]\d{6,7}", text):
        return Ask("固定电话缺区号，例如 0314-2000000")
    return Bad(f"“{text}”不是电话号码")
