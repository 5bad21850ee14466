"""Cases of a programme: the facts of one application on a day, read strictly; and what a definition expects of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from zhiqiang.kernel.parameters import ParameterSet
from zhiqiang.kernel.plan.records import Place, Problem, read_record
from zhiqiang.kernel.programmes.amount import amount_of
from zhiqiang.kernel.programmes.checks import FAMILY, FAMILY_NAMES
from zhiqiang.kernel.programmes.eligibility import eligible, levels_open
from zhiqiang.kernel.programmes.model import ALREADY_PAID, APPLICANT_KIND, FactType, Programme
from zhiqiang.kernel.programmes.scoring import Marks, score
from zhiqiang.kernel.programmes.tables import as_value, placed

#: A name this near to a known one is taken for a slip; any other unknown name is somebody else's fact and harmless.
SLIP = 0.8
NOT_APPLICABLE = "n/a"
FactTypes = Mapping[str, FactType]


@dataclass(frozen=True)
class Case:
    """The facts of one application, to be judged on a day."""

    on: date
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Expected:
    """What a definition says of a case; what is left out is not asked."""

    eligible: Literal["eligible", "not_eligible", "unknown"] | None = None
    against: tuple[str, ...] | None = None
    levels: tuple[str, ...] | None = None
    amount_fen: int | None = None
    rule: str | None = None
    refusals: tuple[str, ...] | None = None
    points: Decimal | None = None


@dataclass(frozen=True)
class NamedCase:
    """A case that stands beside a definition, with what is expected."""

    name: str
    case: Case
    expected: Expected
    marks: Marks


def read_case(table: Mapping[str, Any], programme: Programme, known: FactTypes, place: Place) -> Case | list[Problem]:
    """The case `{on, facts}`, or every mistake it has. `known` are the system's facts with their types."""
    problems: list[Problem] = []
    problems += [
        place.at(key).problem(f"不认识的键“{key}”；案例只含 on 与 [facts]") for key in table.keys() - {"on", "facts"}
    ]
    on = _day(table.get("on"))
    if on is None:
        problems.append(place.at("on").problem("应写明日期，例如 on = 2024-05-01"))
    facts = table.get("facts")
    if not isinstance(facts, Mapping):
        problems.append(place.at("facts").problem("缺少 [facts]；请写明本案的事实"))
    else:
        problems += _broken_facts(facts, types_of(programme, known), programme, place.at("facts"))
    if problems or on is None or not isinstance(facts, Mapping):
        return sorted(set(problems))
    return Case(on, facts)


def read_cases(
    table: Mapping[str, Any], programme: Programme, known: FactTypes, file: str
) -> list[NamedCase] | list[Problem]:
    """The `[[case]]` of a file, or every mistake of all of them."""
    problems: list[Problem] = []
    place = Place(file, "")
    problems += [place.at(key).problem(f"不认识的键“{key}”；案例文件只含 [[case]]") for key in table.keys() - {"case"}]
    found = [
        _named(row, programme, known, at, problems)
        for at, row in placed(table.get("case", []), "case", place, problems)
    ]
    if not found:
        problems.append(place.problem("没有任何案例；请写 [[case]]"))
    return problems or [case for case in found if case is not None]


def differences(programme: Programme, named: NamedCase, parameters: ParameterSet) -> list[str]:
    """Where the programme answers otherwise than expected, in Chinese; empty when all is as expected."""
    facts, on, expected = named.case.facts, named.case.on, named.expected
    chance = eligible(programme, facts, on)
    found: dict[str, object] = {
        "eligible": chance.verdict,
        "against": tuple(sorted({reason.fact for reason in (*chance.missing, *chance.unknown)})),
        "levels": tuple(level.code for level in levels_open(programme, facts)),
    }
    if expected.amount_fen is not None or expected.refusals is not None:
        amount = amount_of(programme, facts, on, parameters)
        found |= {
            "amount_fen": amount.amount_fen,
            "rule": amount.rule,
            "refusals": tuple(sorted({refusal.code for refusal in amount.refusals})),
        }
    if expected.points is not None and programme.review is not None:
        found["points"] = score(programme.criteria, named.marks, programme.review.minimum_coverage).points
    return [
        f"{name} 应为 {wanted}，实为 {found.get(name)}"
        for name in ("eligible", "against", "levels", "amount_fen", "rule", "refusals", "points")
        if (wanted := _sorted(name, getattr(expected, name))) is not None and found.get(name) != wanted
    ]


def types_of(programme: Programme, known: FactTypes) -> dict[str, FactType]:
    """The type of every fact that a case of this programme may state."""
    own: dict[str, FactType] = {field.code: field.type for field in programme.fields}
    return {APPLICANT_KIND: "choice", **known, **own}


def _named(
    row: object, programme: Programme, known: FactTypes, place: Place, problems: list[Problem]
) -> NamedCase | None:
    if not isinstance(row, Mapping):
        problems.append(place.problem("这里应是一个表（若干“键 = 值”），请按格式说明改写"))
        return None
    problems += [
        place.at(key).problem(f"不认识的键“{key}”") for key in row.keys() - {"name", "on", "facts", "expect", "marks"}
    ]
    case = read_case({key: row[key] for key in ("on", "facts") if key in row}, programme, known, place)
    expected = read_record(Expected, row.get("expect", {}), place.at("expect"), problems)
    marks = _marks(row.get("marks", {}), place.at("marks"), problems)
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        problems.append(place.at("name").problem("缺少必填的键“name”；请用一句话说明本案"))
    if isinstance(case, list):
        problems += case
        return None
    return NamedCase(str(name), case, expected, marks) if expected is not None else None


def _marks(table: object, place: Place, problems: list[Problem]) -> Marks:
    """Percentages by criterion; the text "n/a" for what does not apply."""
    marks: dict[str, Decimal | None] = {}
    for code, given in table.items() if isinstance(table, Mapping) else ():
        value = as_value(given)
        if value == NOT_APPLICABLE:
            marks[str(code)] = None
        elif isinstance(value, Decimal):
            marks[str(code)] = value
        else:
            problems.append(place.at(code).problem('应是百分数，或 "n/a"'))
    return marks


def _broken_facts(facts: Mapping[str, object], types: FactTypes, programme: Programme, place: Place) -> list[Problem]:
    names = programme.incentive.same_thing if programme.incentive else ()
    problems = []
    for name, given in facts.items():
        at = place.at(name)
        if name == ALREADY_PAID:
            problems += _broken_payments(given, names, at)
        elif name in types:
            family = FAMILY[types[name]]
            if type(as_value(given)) is not family:
                problems.append(at.problem(f"“{_shown(given)}”类型不对，应是{FAMILY_NAMES[family]}"))
        elif slip := get_close_matches(str(name), types.keys() - facts.keys(), n=1, cutoff=SLIP):
            problems.append(at.problem(f"没有事实“{name}”，是否应为“{slip[0]}”"))
    return problems


def _broken_payments(given: object, names: Sequence[str], place: Place) -> list[Problem]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return [place.problem('应是列表，例如 [ { funder = "province", standard = "…", amount_fen = 20000000 } ]')]
    problems = []
    for n, payment in enumerate(given, start=1):
        at = Place(place.file, f"{place.key}[{n}]")
        if not isinstance(payment, Mapping):
            problems.append(at.problem('应写成 { funder = "province", …, amount_fen = 20000000 }'))
            continue
        if not isinstance(payment.get("funder"), str) or not payment["funder"].strip():
            problems.append(at.at("funder").problem("请写明由谁资助，例如 province"))
        amount = payment.get("amount_fen", 0)
        if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
            problems.append(at.at("amount_fen").problem(f"“{_shown(amount)}”应是以分为单位的非负整数"))
        problems += [
            at.at(name).problem("应是一段文字，请加引号")
            for name in names
            if name in payment and not isinstance(payment[name], str)
        ]
    return problems


def _day(given: object) -> date | None:
    if isinstance(given, str):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            return None
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def _sorted(name: str, wanted: object) -> object:
    """Lists of reasons are compared without regard to order; levels keep theirs."""
    return tuple(sorted(set(wanted))) if isinstance(wanted, tuple) and name != "levels" else wanted


def _shown(value: object) -> str:
    text = "true" if value is True else "false" if value is False else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
