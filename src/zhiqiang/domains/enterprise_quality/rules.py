"""Rules over the records of enterprise quality, pure; how a diagnosis is scored and graded from its typed points."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span, intersect

Values = Mapping[str, Any]

COLLEGE = frozenset({"college", "bachelor", "master"})
LONGEST_EXPERIENCE = 60
NOT_APPLICABLE = frozenset({"不适用", "n/a", "na", "缺项"})
LONGEST_GRADE = 20
WHOLE = Decimal(100)
ONE_PLACE = Decimal("0.1")
LINES = re.compile(r"[\n;；]+")
PARTS = re.compile(r"[|｜\t]")


def overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the other spans that shares a day with this one."""
    return next((one for one in others if intersect([span], [one])), None)


def in_words(span: Span) -> str:
    """A span as a message says it."""
    return f"{span.start} 至 {span.end or '今'}"


def span_rules(values: Values, start: str, end: str) -> Iterable[Finding]:
    """The last day does not come before the first; `start`, `end` are the words of the two days."""
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        yield Finding("valid_to", f"{end} {last} 早于{start} {first}。", "请核对两个日期是否填反。")


def above_scale_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one span on the list of above-scale enterprises breaks."""
    yield from span_rules(values, "入规日期", "退规日期")
    yield from _not_after(values, "valid_from", "入规日期", today)


def edition_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one edition of the list breaks."""
    yield from _not_after(values, "as_of", "名册日期", today)


def officer_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one appointment breaks; a certificate is a fact of its own, but has a number and a day."""
    yield from span_rules(values, "任命日期", "任期截止日")
    yield from _not_after(values, "valid_from", "任命日期", today)
    yield from _not_after(values, "trained_on", "培训日期", today)
    certificate, trained = values.get("certificate"), values.get("trained_on")
    if certificate and not trained:
        yield Finding("trained_on", "填了培训证书号，没有填培训日期。", "请填证书上的日期。")
    if trained and not certificate:
        yield Finding("certificate", "填了培训日期，没有填培训证书号。", "请填证书号；未取得证书的，两项都留空。")
    years = values.get("experience_years")
    if years is not None and years > LONGEST_EXPERIENCE:
        yield Finding("experience_years", f"质量工作年限 {years} 年不合常理。", "请填年数，如 6。")


def officer_shortfalls(values: Values, *, college_years: Decimal, other_years: Decimal) -> list[Finding]:
    """What an appointed officer still lacks by the city's own settings; a hint, never a reason not to count.

    Notices of other places differ in years and schooling, so nothing here refuses an appointment.
    """
    found = []
    years, education = values.get("experience_years"), values.get("education")
    asked = college_years if education in COLLEGE else other_years
    if years is None or not education:
        found.append(Finding("experience_years", "没有填学历或质量工作年限。", "请向企业补齐。"))
    elif years < asked:
        words = f"质量工作 {years} 年，本市设定为 {asked.normalize():f} 年。"
        found.append(Finding("experience_years", words, "请企业说明或另行任命。"))
    if not values.get("certificate"):
        found.append(Finding("certificate", "没有培训证书。", "请安排首席质量官培训。"))
    if values.get("appointed_by") not in {None, "", "legal_representative"}:
        found.append(Finding("appointed_by", "不是由法定代表人任命。", "请企业补办任命。"))
    return found


def commitment_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one published commitment breaks."""
    yield from span_rules(values, "公布日期", "承诺截止日")
    yield from _not_after(values, "valid_from", "公布日期", today)


def clinic_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one quality clinic breaks."""
    yield from span_rules(values, "开办日期", "停办日期")
    yield from _not_after(values, "valid_from", "开办日期", today)


def expert_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one expert's engagement breaks."""
    yield from span_rules(values, "聘任日期", "聘期截止日")
    yield from _not_after(values, "valid_from", "聘任日期", today)


def _not_after(values: Values, name: str, words: str, today: date) -> Iterable[Finding]:
    day = values.get(name)
    if day and day > today:
        yield Finding(name, f"{words} {day} 晚于今天。", "请核对年份和月份。")


# --- diagnosis -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a diagnosis template: its number, its words, the most points it can bring."""

    code: str
    title: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the lowest score (of 100) that earns it."""

    grade: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class Graded:
    """What the typed points come to: score of 100 to one place, grade, and the share of the weight that applied."""

    score: Decimal
    grade: str
    coverage: Decimal


class UnreadableError(ValueError):
    """A typed table cannot be read; `findings` names every faulty line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("；".join(one.message for one in findings))


def read_items(text: str) -> tuple[Item, ...]:
    """The items of a template, one a line: number | words | points. Raises UnreadableError."""
    items: list[Item] = []
    wrong: list[Finding] = []
    for place, parts in _lines(text):
        weight = _number(parts[2]) if len(parts) == 3 else None
        if weight is None or not parts[0] or not parts[1]:
            wrong.append(_wrong("items", place, "不像“编号 | 条目 | 分值”", "例：1.1 | 质量方针 | 20"))
        elif weight <= 0:
            wrong.append(_wrong("items", place, f"分值 {parts[2]} 应大于 0", "请改正分值"))
        elif parts[0] in {one.code for one in items}:
            wrong.append(_wrong("items", place, f"编号“{parts[0]}”重复", "每个条目一个编号"))
        else:
            items.append(Item(parts[0], parts[1], weight))
    if not items and not wrong:
        wrong.append(Finding("items", "没有条目。", "每行一条：编号 | 条目 | 分值。"))
    if wrong:
        raise UnreadableError(wrong)
    return tuple(items)


def read_bands(text: str) -> tuple[Band, ...]:
    """The grades of a template, the best first, one a line: grade | lowest score. Raises UnreadableError."""
    bands: list[Band] = []
    wrong: list[Finding] = []
    for place, parts in _lines(text):
        lowest = _number(parts[1]) if len(parts) == 2 else None
        if lowest is None or not 0 < len(parts[0]) <= LONGEST_GRADE:
            wrong.append(_wrong("grades", place, "不像“等级 | 最低分”", "例：甲 | 90；等级名不超过 20 个字"))
        elif not 0 <= lowest <= WHOLE:
            wrong.append(_wrong("grades", place, f"最低分 {parts[1]} 不在 0 到 100 之间", "得分折算成百分制"))
        elif parts[0] in {one.grade for one in bands}:
            wrong.append(_wrong("grades", place, f"等级“{parts[0]}”重复", "每个等级一行"))
        elif bands and lowest >= bands[-1].lowest:
            wrong.append(_wrong("grades", place, f"最低分 {parts[1]} 不低于上一等级", "由高到低排列"))
        else:
            bands.append(Band(parts[0], lowest))
    if not wrong and (not bands or bands[-1].lowest != 0):
        wrong.append(Finding("grades", "最后一个等级的最低分应为 0。", "否则低分没有等级。"))
    if wrong:
        raise UnreadableError(wrong)
    return tuple(bands)


def read_points(text: str, items: Sequence[Item]) -> dict[str, Decimal | None]:
    """The points of a diagnosis by item, None where the item does not apply; one a line: number | points.

    Every item is answered once. Raises UnreadableError.
    """
    weights = {one.code: one.weight for one in items}
    points: dict[str, Decimal | None] = {}
    wrong: list[Finding] = []
    for place, parts in _lines(text):
        code, typed = (parts[0], parts[-1]) if len(parts) == 2 else ("", "")
        applies = typed.casefold() not in NOT_APPLICABLE
        number = _number(typed) if applies else None
        if not code or (applies and number is None):
            wrong.append(_wrong("points", place, "不像“编号 | 得分”", "例：1.1 | 16，或 1.1 | 不适用"))
        elif code not in weights:
            wrong.append(_wrong("points", place, f"模板里没有条目“{code}”", "请核对编号"))
        elif code in points:
            wrong.append(_wrong("points", place, f"条目“{code}”打了两次分", "请保留其一"))
        elif number is not None and not 0 <= number <= weights[code]:
            wrong.append(
                _wrong("points", place, f"“{code}”得分 {typed} 不在 0 到 {weights[code]:f} 之间", "请改正得分")
            )
        else:
            points[code] = number
    if not wrong and (missing := [code for code in weights if code not in points]):
        wrong.append(Finding("points", f"缺少条目：{'、'.join(missing)}。", "不适用的也要写明“不适用”。"))
    if wrong:
        raise UnreadableError(wrong)
    return points


def grade_of(
    points: Mapping[str, Decimal | None], items: Sequence[Item], bands: Sequence[Band], minimum_coverage: Decimal
) -> Graded:
    """The score of 100 over the items that apply, rounded half up to one place, and the grade of the rounded score.

    An item that does not apply leaves both sums. `minimum_coverage`: the percentage of the weight that must apply.
    Raises UnreadableError where less applies, or nothing.
    """
    whole = sum((one.weight for one in items), Decimal())
    applies = sum((one.weight for one in items if points[one.code] is not None), Decimal())
    coverage = WHOLE * applies / whole
    if not applies or coverage < minimum_coverage:
        words = f"适用条目只占总分值的 {coverage.quantize(ONE_PLACE, ROUND_HALF_UP)}%，不足以定级。"
        raise UnreadableError([Finding("points", words, f"至少应有 {minimum_coverage:f}% 的分值适用。")])
    earned = sum((one for one in points.values() if one is not None), Decimal())
    score = (WHOLE * earned / applies).quantize(ONE_PLACE, ROUND_HALF_UP)
    grade = next(band.grade for band in bands if score >= band.lowest)
    return Graded(score, grade, coverage)


def graded(template: Any, points: str) -> Graded:
    """A diagnosis's typed points by its template (`items`, `grades`, `minimum_coverage`). Raises UnreadableError."""
    items = read_items(template.items)
    answers = read_points(points, items)
    return grade_of(answers, items, read_bands(template.grades), Decimal(template.minimum_coverage))


def template_rules(values: Values, today: date) -> Iterable[Finding]:  # noqa: ARG001 (a check's shape)
    """Every faulty line of a template, and a coverage that cannot be."""
    for name, read in (("items", read_items), ("grades", read_bands)):
        if values.get(name):
            try:
                read(values[name])
            except UnreadableError as error:
                yield from error.findings
    if (share := values.get("minimum_coverage")) is not None and share > WHOLE:
        yield Finding("minimum_coverage", f"最低适用比例 {share}% 大于 100%。", "请填 0 到 100。")


def diagnosis_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one diagnosis breaks, its points included."""
    visited, requested, due = values.get("visited_on"), values.get("requested_on"), values.get("due_on")
    yield from _not_after(values, "visited_on", "上门日期", today)
    if visited and requested and requested > visited:
        yield Finding("requested_on", f"约诊日期 {requested} 晚于上门日期 {visited}。", "请核对两个日期。")
    if visited and due and due < visited:
        yield Finding("due_on", f"建议完成日期 {due} 早于上门日期 {visited}。", "请核对年份和月份。")
    clinic, expert = values.get("clinic"), values.get("expert")
    if clinic is not None and expert is not None and expert.clinic_id != clinic.pk:
        yield Finding("expert", "这位专家不属于所选的质量诊所。", "请改选诊所，或先登记其在该诊所的聘任。")
    if values.get("template") is not None and values.get("points"):
        try:
            graded(values["template"], values["points"])
        except UnreadableError as error:
            yield from (one._replace(field="points") for one in error.findings)


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    """The lines that say something, numbered from 1, in their parts; widths and blanks do not matter."""
    written = (line.strip() for line in LINES.split(text))
    for place, line in enumerate((one for one in written if one), start=1):
        yield place, [part.strip() for part in PARTS.split(line)]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).removesuffix("分").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _wrong(field: str, place: int, what: str, suggestion: str) -> Finding:
    return Finding(field, f"第 {place} 行{what}。", f"{suggestion}。")
