"""Rules over one record, pure: what must agree within a certificate, a laboratory, a centre, a result, a visit.

Years of validity are parameters; a contradiction with one is a warning that a written reason answers, for the issuing
body knows the scheme better than a table does.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.parameters import NotInForceError, ParameterSet, Version
from zhiqiang.kernel.proficiency import Outcome, en_number, judge_en, judge_z, z_score

Values = Mapping[str, Any]

MANAGEMENT = ("quality", "environment", "safety", "food_safety", "haccp", "energy", "other_management")
#: Scheme → family of schemes with one term of validity; a scheme that is not here has none that holds for all.
FAMILIES = dict.fromkeys(MANAGEMENT, "management") | {
    one: one for one in ("organic", "gap", "green_food", "low_carbon", "service", "ccc", "green_building")
}
VALIDITY, RENEWAL, USUAL = "certificate.validity.", "certificate.renewal.", "certificate.renewal.usual"
LABORATORY_VALIDITY, LABORATORY_RENEWAL = "laboratory.validity", "laboratory.renewal"

#: Stage of a testing centre → the date that it stands on, in order of time.
STAGES = {
    "planned": "planned_on",
    "approved": "approved_on",
    "building": "started_on",
    "completed": "completed_on",
    "qualified": "qualified_on",
}
OUTCOMES = {
    Outcome.SATISFACTORY: "满意",
    Outcome.QUESTIONABLE: "有问题",
    Outcome.UNSATISFACTORY: "不满意",
}


def broken_certificate(values: Values, today: date, parameters: ParameterSet) -> Iterable[Finding]:
    """Every rule that a certificate breaks."""
    yield from _spans(values, today, "颁证日期")
    number, main = values.get("number"), values.get("main")
    if number and main == number:
        yield Finding("main", "主证书编号与本证书编号相同。", "本证书就是主证书的，此栏留空。")
    family = FAMILIES.get(values.get("scheme") or "")
    if family:
        yield from _too_long(values, parameters, f"{VALIDITY}{family}")


def broken_laboratory(values: Values, today: date, parameters: ParameterSet) -> Iterable[Finding]:
    """Every rule that a laboratory's qualification breaks."""
    yield from _spans(values, today, "发证日期")
    yield from _too_long(values, parameters, LABORATORY_VALIDITY)


def broken_small_firm(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a visit to a small firm breaks."""
    visited = values.get("visited_on")
    if visited and visited > today:
        yield Finding("visited_on", f"走访日期 {visited} 晚于今天。", "请在走访之后填报。")
    if values.get("after") and not values.get("before"):
        yield Finding("before", "填了帮扶后的情况，没有帮扶前的情况。", "请补填帮扶前，才看得出变化。")


def broken_centre(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a testing centre's project breaks: dates in order, the stage as far as they say."""
    passed: tuple[str, date] | None = None
    for name in STAGES.values():
        day = values.get(name)
        if day is None:
            continue
        if day > today:
            yield Finding(name, f"日期 {day} 晚于今天。", "只填已经发生的节点。")
        if passed and day < passed[1]:
            yield Finding(name, f"日期 {day} 早于前一节点的 {passed[1]}。", "请核对各节点的先后。")
        passed = (name, day)
    stage = values.get("stage")
    if stage not in STAGES:
        return
    if values.get(STAGES[stage]) is None:
        yield Finding(STAGES[stage], "没有填所选阶段的日期。", "请补填日期，或改正阶段。")
    elif passed and passed[0] != STAGES[stage]:
        yield Finding("stage", "所选阶段之后的节点已有日期。", "请把阶段改为最近完成的节点。")


def broken_result(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a proficiency test's result breaks; the outcome is what the score says (ISO 13528)."""
    reported = values.get("reported_on")
    if reported and reported > today:
        yield Finding("reported_on", f"结果报告日期 {reported} 晚于今天。", "请填结果报告上的日期。")
    if values.get("statistic") == "other":
        if not values.get("remark"):
            yield Finding("remark", "用了其他统计量，没有说明。", "请写明统计量、数值和组织方的评定依据。")
        return
    yield from _missing_inputs(values)
    score = scored(values)
    outcome = values.get("outcome")
    if score is not None and outcome in set(Outcome) and outcome != score[1]:
        words = (
            f"{_NAMES[values['statistic']]} = {score[0]:.2f}，应为“{OUTCOMES[score[1]]}”，不是“{OUTCOMES[outcome]}”。"
        )
        yield Finding("outcome", words, "请核对指定值、标准差或不确定度，或改正评定。")


_NAMES = {"z": "z", "en": "En"}
_INPUTS = {
    "z": {"sigma": "能力评定标准差"},
    "en": {"uncertainty": "实验室扩展不确定度", "reference_uncertainty": "参考值扩展不确定度"},
}


def scored(values: Values) -> tuple[Decimal, Outcome] | None:
    """Score and outcome of a result, or None where its numbers are missing or make no score."""
    kind, numbers = values.get("statistic"), [values.get(name) for name in ("result", "assigned")]
    numbers += [values.get(name) for name in _INPUTS.get(kind or "", {})]
    if kind not in _INPUTS or any(number is None for number in numbers):
        return None
    score, judge = (z_score, judge_z) if kind == "z" else (en_number, judge_en)
    try:
        return score(*numbers), judge(*numbers)
    except ValueError:
        return None


def _missing_inputs(values: Values) -> Iterator[Finding]:
    for name, label in _INPUTS.get(values.get("statistic") or "", {}).items():
        number = values.get(name)
        if number is None:
            yield Finding(name, f"没有填{label}。", "请按结果报告补填，或改正统计量。")
        elif number < 0 or (name == "sigma" and number == 0):
            yield Finding(name, f"{label} {number} 不对。", "应大于 0。")


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, the month's last where it has no such day; date.max beyond it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def renewal_opens(valid_to: date, parameter: str, parameters: ParameterSet) -> date | None:
    """The day from which a renewal is due to be applied for; None where no rule was in force."""
    version = _in_force(parameters, parameter, valid_to)
    if version is None:
        return None
    amount = int(version.value)
    return valid_to - timedelta(days=amount) if version.unit == "day" else months_after(valid_to, -amount)


def renewal_parameter(scheme: str, parameters: ParameterSet) -> str:
    """The parameter of a scheme's renewal window: its own, else the usual one."""
    own = f"{RENEWAL}{FAMILIES.get(scheme, '')}"
    return own if own in parameters else USUAL


def _spans(values: Values, today: date, issued: str) -> Iterator[Finding]:
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and start > today:
        yield Finding("valid_from", f"{issued} {start} 晚于今天。", "请在颁发之后填报。")
    if not end:
        yield Finding("valid_to", "没有填有效期止。", "请按证书填写最后有效的一天。")
    elif start and end < start:
        yield Finding("valid_to", f"有效期止 {end} 早于{issued} {start}。", "请核对两个日期是否填反。")


def _too_long(values: Values, parameters: ParameterSet, parameter: str) -> Iterator[Finding]:
    start, end = values.get("valid_from"), values.get("valid_to")
    if not start or not end or values.get("validity_note"):
        return
    version = _in_force(parameters, parameter, start)
    if version is None or end <= (latest := months_after(start, int(version.value))):
        return
    message = f"有效期止 {end} 比规定的 {int(version.value)} 个月（{latest}）还晚（{version.article}）。"
    yield Finding("valid_to", message, "请核对日期；确系如此的（如再认证沿用原到期日），在“有效期说明”写明。")


def _in_force(parameters: ParameterSet, parameter: str, on: date) -> Version | None:
    try:
        return parameters.get(parameter).in_force(on)
    except NotInForceError:
        return None
