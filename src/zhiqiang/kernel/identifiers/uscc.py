"""The unified social credit code of a legal person or organisation (统一社会信用代码).

Source: GB 32100-2015 (check character: weights 3^(i-1) mod 31, modulus 31, as ISO/IEC 7064).
The region part is that of the registration and does not follow later moves: never derive a county from it.
"""

from collections.abc import Iterator
from itertools import islice

from zhiqiang.kernel.identifiers.findings import Examination, Finding, normalise

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, power, 31) for power in range(17))
LENGTH = 18
REGION = range(3, 9)  # positions of the administrative division, digits only
MISREAD = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"}  # letters that the standard leaves out
ALIKE = {
    "0": "DQ",
    "D": "0",
    "Q": "0",
    "1": "7L",
    "7": "1",
    "L": "1",
    "2": "7",
    "5": "6",
    "6": "5G",
    "8": "B",
    "B": "8",
}
MOST_SUGGESTIONS = 5


def check_character(body: str) -> str:
    """The 18th character for the first 17. Raises ValueError if `body` is not 17 characters of the alphabet."""
    if len(body) != LENGTH - 1:
        raise ValueError(f"计算校验码需要前 {LENGTH - 1} 位，现有 {len(body)} 位")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(text: str) -> bool:
    """Whether `text`, once normalised, is a code with the right characters and check character."""
    return not _findings(normalise(text))


def examine(text: str) -> Examination:
    """Every fault of `text` by position, with valid codes one slip away as suggestions."""
    code = normalise(text)
    findings = _findings(code)
    if not findings:
        return Examination(code)
    candidates = (candidate for candidate in _candidates(code) if not _findings(candidate))
    return Examination(code, tuple(findings), tuple(islice(dict.fromkeys(candidates), MOST_SUGGESTIONS)))


def _findings(code: str) -> list[Finding]:
    if len(code) != LENGTH:
        return [Finding(None, f"统一社会信用代码应为 {LENGTH} 位，现有 {len(code)} 位")]
    findings = []
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            findings.append(Finding(position, f"第 {position} 位不能是 {character}（不使用 I、O、S、V、Z 和其他符号）"))
        elif position in REGION and not character.isdigit():
            findings.append(Finding(position, f"第 {position} 位属于行政区划码，应为数字，不是 {character}"))
    if not findings and code[-1] != check_character(code[:-1]):
        findings.append(Finding(LENGTH, f"第 {LENGTH} 位校验码 {code[-1]} 与前 17 位不符"))
    return findings


def _candidates(code: str) -> Iterator[str]:
    """Codes that a slip of eye or hand turns into `code`, the likeliest slips first."""
    if len(code) != LENGTH:
        return
    yield "".join(MISREAD.get(character, character) for character in code)
    for at in range(LENGTH - 1):
        if code[at] != code[at + 1]:
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    for at, character in enumerate(code):
        for other in ALIKE.get(character, ""):
            yield code[:at] + other + code[at + 1 :]
    body = code[:-1]
    if all(character in ALPHABET for character in body):
        yield body + check_character(body)
