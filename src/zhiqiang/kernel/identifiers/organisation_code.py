"""The organisation code (组织机构代码), positions 9 to 17 of a unified social credit code. Source: GB 11714-1997."""

from zhiqiang.kernel.identifiers.findings import Examination, Finding, normalise

BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 9
CHECK_CHARACTERS = "0123456789X0"  # indexed by 11 - sum mod 11: 10 is written X, 11 is written 0


def check_character(body: str) -> str:
    """The 9th character for the first 8. Raises ValueError if `body` is not 8 digits or letters."""
    if len(body) != LENGTH - 1:
        raise ValueError(f"计算校验码需要前 {LENGTH - 1} 位，现有 {len(body)} 位")
    total = sum(BODY_ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[11 - total % 11]


def examine(text: str) -> Examination:
    """Every fault of `text` by position, with the right check character as the suggestion."""
    code = normalise(text)
    if len(code) != LENGTH:
        return Examination(code, (Finding(None, f"组织机构代码应为 {LENGTH} 位，现有 {len(code)} 位"),))
    findings = [
        Finding(position, f"第 {position} 位不能是 {character}，应为数字或大写字母")
        for position, character in enumerate(code[:-1], start=1)
        if character not in BODY_ALPHABET
    ]
    if findings:
        return Examination(code, tuple(findings))
    right = check_character(code[:-1])
    if code[-1] == right:
        return Examination(code)
    fault = Finding(LENGTH, f"第 {LENGTH} 位校验码 {code[-1]} 与前 8 位不符")
    return Examination(code, (fault,), (code[:-1] + right,))


def is_valid(text: str) -> bool:
    """Whether `text`, once normalised, is a well-formed organisation code."""
    return examine(text).is_valid
